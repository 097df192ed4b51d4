"""Ways to more rights than one was given: tags at birth, and what is for the installation's staff."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, NotFound
from frontdesk.operations import catalogue
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import REGISTRY
from tests.support.world import World, allow, deny

catalogue.load()
TAGS = [{"Key": "team", "Value": "owners"}]
MAKING: dict[str, tuple[str, dict[str, Any]]] = {
    "iam:CreateUser": ("iam:TagUser", {"UserName": "eve"}),
    "iam:CreatePolicy": ("iam:TagPolicy", {"PolicyName": "look", "PolicyDocument": json.dumps(allow("iam:Get*"))}),
}


@pytest.mark.parametrize(("action", "tag", "params"), [(name, *rest) for name, rest in MAKING.items()])
class TestTagsThatPoliciesGoBy:
    def test_are_given_at_birth_only_by_whoever_may_tag(
        self, world: World, action: str, tag: str, params: dict[str, Any]
    ) -> None:
        maker = world.user(world.account(), "maker", allow(action))
        before = world.rows()
        with pytest.raises(AccessDenied, match=f"not authorized to perform: {tag} on resource: arn:aws:iam::"):
            world.perform(maker, action, {**params, "Tags": TAGS})
        assert world.rows() == before
        world.perform(maker, action, params)

    def test_have_to_be_those_that_one_may_give(
        self, world: World, action: str, tag: str, params: dict[str, Any]
    ) -> None:
        blue = {"StringEquals": {"aws:RequestTag/team": "blue"}}
        statements = [allow(action)["Statement"], allow(tag, **blue)["Statement"]]
        maker = world.user(world.account(), "maker", {"Version": "2012-10-17", "Statement": statements})
        with pytest.raises(AccessDenied, match=tag):
            world.perform(maker, action, {**params, "Tags": TAGS})
        world.perform(maker, action, {**params, "Tags": [{"Key": "team", "Value": "blue"}]})


STAFF = {name: operation for name, operation in REGISTRY.items() if operation.resource is for_staff}
NOBODY = "999999999999"
PARAMS = {
    "RequeueMail": {"MailId": "none"},
    "ExplainAnyReference": {"Reference": "FD-2222-2222"},
    "GetSupportCase": {"CaseId": "none"},
    "AnswerSupportCase": {"CaseId": "none", "CommunicationBody": "Hello"},
    "AddSupportNote": {"CaseId": "none", "Note": "Hello"},
    "AssignSupportCase": {"CaseId": "none"},
    "UpdateSupportCase": {"CaseId": "none"},
    "MergeSupportCases": {"CaseId": "none", "IntoCaseId": "none"},
    "GetSupportAttachment": {"CaseId": "none", "AttachmentId": "none"},
    "GetPermittedAccount": {"CaseId": "none"},
    "CreateCharge": {"AccountId": NOBODY, "Amount": {"Value": 1, "Currency": "EUR"}, "Memo": "Hello"},
    "DescribeStanding": {"AccountId": NOBODY},
    "SuspendAccount": {"AccountId": NOBODY, "Cause": "operator"},
    "ReinstateAccount": {"AccountId": NOBODY},
    "CloseAnyAccount": {"AccountId": NOBODY},
    "ReopenAnyAccount": {"AccountId": NOBODY},
}


def just_shown(world: World, caller: Caller) -> Caller:
    """Return the caller as one who has shown the password this moment, so that only permissions decide."""
    return replace(caller, proofs={"password": world.now})


@pytest.mark.parametrize(("service", "name"), STAFF)
def test_what_is_for_staff_is_neither_for_customers_roots_nor_for_staff_without_the_permission(
    world: World, service: str, name: str
) -> None:
    desk, customer = world.account("Desk", operator=True), world.account("Customer")
    action, params = f"{service}:{name}", PARAMS.get(name, {})
    strangers = [customer, world.administrator(customer)]
    staff = [world.user(desk, "new"), world.user(desk, "barred", deny())]
    for caller in (*strangers, *staff):
        with pytest.raises(AccessDenied):
            world.perform(just_shown(world, caller), action, params)
    trusted = world.user(desk, "trusted", allow(STAFF[service, name].action))
    try:
        world.perform(just_shown(world, trusted), action, params)
    except NotFound:
        assert params  # what was named is not there, and the trusted may know


def test_there_are_operations_for_staff() -> None:
    assert {name for _, name in STAFF} >= {"ListUnknownClaims", "ListDeadMails", "RequeueMail", "ExplainAnyReference"}
