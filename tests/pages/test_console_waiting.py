"""What waits for whoever is signed in stands on the first page, and only what they may see."""

from __future__ import annotations

import pytest

from frontdesk.core.callers import Caller, Origin
from frontdesk.operations import catalogue
from frontdesk.operations.perform import perform
from tests.pages.office import Office

SEES_CASES = {"Effect": "Allow", "Action": "support:DescribeCases", "Resource": "*"}


@pytest.fixture
def invited(office: Office) -> Office:
    """The office, invited into the organization of another account."""
    other = Office(office.desk, office.pools, "Lighthouse Keepers")
    host = Caller("Host", other.account_id, other.account_id, f"arn:aws:iam::{other.account_id}:root")
    target = {"Type": "ACCOUNT", "Id": office.account_id}
    for name, params in (("CreateOrganization", {}), ("InviteAccountToOrganization", {"Target": target})):
        perform(office.desk, catalogue.operation("organizations", name), host, Origin(), params)
    return office


def test_nothing_waits_in_a_new_account(office: Office) -> None:
    assert "Waits for you" not in office.at_desk().get("/console/home").main


def test_what_waits_leads_to_its_page(invited: Office) -> None:
    home = invited.at_desk().get("/console/home")
    assert "Another account invites this one" in home.main
    assert home.follow("Read the invitation").path.startswith("/console/organization/invitations/h-")


def test_what_somebody_may_not_see_does_not_wait_for_them(invited: Office) -> None:
    invited.user("ada", SEES_CASES)
    assert "Waits for you" not in invited.at_desk("ada").get("/console/home").main
    assert not [row for row in invited.events("ListHandshakesForAccount") if row.user_name == "ada"]
