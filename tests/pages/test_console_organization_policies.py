"""Control policies on the console's pages: switched on, written, attached, detached, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.core.callers import Caller, Origin
from frontdesk.operations import catalogue
from frontdesk.operations.perform import perform
from tests.pages.client import Client
from tests.pages.office import Office

HOME = "/console/organization/policies"


@pytest.fixture
def desk_of(office: Office) -> Client:
    """The root user of a management account, with a unit called Sandbox."""
    top = ask(office, "CreateOrganization") and ask(office, "ListRoots")["Roots"][0]["Id"]
    ask(office, "CreateOrganizationalUnit", ParentId=top, Name="Sandbox")
    return office.at_desk()


def ask(office: Office, name: str, **params: Any) -> dict[str, Any]:
    host = Caller("Host", office.account_id, office.account_id, f"arn:aws:iam::{office.account_id}:root")
    return perform(office.desk, catalogue.operation("organizations", name), host, Origin(), params)


def sandbox(office: Office) -> str:
    top = ask(office, "ListRoots")["Roots"][0]["Id"]
    return str(ask(office, "ListOrganizationalUnitsForParent", ParentId=top)["OrganizationalUnits"][0]["Id"])


def switched_on(browser: Client) -> Client:
    browser.get(HOME + "/~switch?type=SERVICE_CONTROL_POLICY").press("Turn on")
    return browser


def written(browser: Client, name: str = "Nobody leaves") -> str:
    return browser.get(HOME + "/~new").press("Save the policy", {"Policy name": name}).path


def test_a_type_is_switched_on_and_off(desk_of: Client) -> None:
    asked = desk_of.get(HOME).follow("Turn on Service control policies")
    assert asked.h1 == "Turn on service control policies"
    assert "These policies count now" in asked.press("Turn on").main
    off = desk_of.get(HOME + "/~switch?type=SERVICE_CONTROL_POLICY")
    assert off.h1 == "Turn off service control policies"
    assert "count no longer" in off.press("Turn off").main


def test_a_policy_is_written_attached_detached_and_deleted(desk_of: Client, office: Office) -> None:
    here = written(switched_on(desk_of))
    page = desk_of.get(here)
    assert "counts for nobody" in page.main
    attached = page.press("Attach the policy", {"Attach to": sandbox(office)})
    assert "The policy was attached" in attached.main
    refused = desk_of.get(here + "/delete").press("Delete the policy")
    assert (refused.status, "attached" in refused.summary) == (422, True)
    assert "The policy was detached" in desk_of.get(here).press("Detach Sandbox").main
    assert "The policy was deleted" in desk_of.get(here + "/delete").press("Delete the policy").main
    assert desk_of.get(here).status == 404


def test_the_line_at_fault_is_named(desk_of: Client) -> None:
    typed = {"Policy name": "Broken", "Policy": '{"Version": "2012-10-17",\n "Statement": [{"Effect": "Perhaps"}]}'}
    page = switched_on(desk_of).get(HOME + "/~new").press("Save the policy", typed)
    assert page.status == 422
    assert page.error("Policy").startswith("Line 2")


def test_a_name_that_is_taken_is_said_beside_its_field(desk_of: Client) -> None:
    written(switched_on(desk_of))
    page = desk_of.get(HOME + "/~new").press("Save the policy", {"Policy name": "Nobody leaves"})
    assert "already exists" in page.error("Policy name")


def test_a_policy_is_changed(desk_of: Client) -> None:
    here = written(switched_on(desk_of))
    page = desk_of.get(here + "/edit").press("Save the policy", {"Policy name": "Stay", "Description": "for good"})
    assert (page.h1, "The policy was changed" in page.main) == ("Stay", True)


def test_the_last_policy_stays_where_it_hangs(desk_of: Client) -> None:
    page = switched_on(desk_of).get(HOME + "/p-FullAWSAccess").press("Detach Sandbox")
    assert (page.status, "at least one" in page.summary) == (422, True)


def test_whoever_may_not_see_the_organization_is_told_so(desk_of: Client, office: Office) -> None:
    office.user("ada")
    assert "You may not see this" in office.at_desk("ada").get(HOME).main
