"""Condition keys that are filled for every request (wire 6.6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied
from frontdesk.operations import catalogue
from tests.support.world import World, allow

catalogue.load()


def allowed(world: World, caller: Caller, action: str, params: dict[str, Any] | None = None) -> bool:
    try:
        world.perform(caller, action, params)
    except AccessDenied:
        return False
    return True


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, True),
        ({"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"StringEquals": {"aws:username": "caller", "aws:PrincipalType": "User"}}, True),
        ({"StringLike": {"aws:userid": "AIDA*", "aws:UserAgent": "te*"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/team": "red"}}, False),
        ({"Null": {"aws:MultiFactorAuthPresent": "true", "aws:TokenIssueTime": "true"}}, True),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, False),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
        ({"Null": {"aws:ResourceAccount": "true"}}, True),
    ],
)
def test_a_long_term_key(world: World, condition: dict[str, Any], holds: bool) -> None:
    policy = allow("iam:ListAccountAliases", **condition)
    caller = world.user(world.account(), "caller", policy, tags={"team": "blue"})
    assert allowed(world, caller, "iam:ListAccountAliases") is holds


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, True),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, False),
        ({"Null": {"aws:MultiFactorAuthAge": "true", "aws:TokenIssueTime": "false"}}, True),
    ],
)
def test_a_session(world: World, condition: dict[str, Any], holds: bool) -> None:
    caller = world.user(world.account(), "caller", allow("iam:ListAccountAliases", **condition))
    session = replace(caller, temporary=True, issued_at=world.now)
    assert allowed(world, session, "iam:ListAccountAliases") is holds


def test_iam_has_one_region_whatever_was_signed(world: World) -> None:
    root = world.account()
    first = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    caller = world.user(root, "caller", allow("iam:ListAccountAliases", "sts:GetAccessKeyInfo", **first))
    world.origin = replace(world.origin, region="eu-west-1")
    assert allowed(world, caller, "iam:ListAccountAliases")
    assert not allowed(world, caller, "sts:GetAccessKeyInfo", {"AccessKeyId": "AKIARZPUZDIKGB2VALC4"})


def test_a_new_name_or_path_is_known_to_policies_at_once(world: World) -> None:
    root = world.account()
    world.user(root, "bob", path="/blue/")
    caller = world.user(root, "caller", allow("iam:GetUser", resource="arn:aws:iam::*:user/blue/*"))
    assert allowed(world, caller, "iam:GetUser", {"UserName": "bob"})
    world.perform(root, "iam:UpdateUser", {"UserName": "bob", "NewPath": "/red/"})
    assert not allowed(world, caller, "iam:GetUser", {"UserName": "bob"})
