"""Trails: there are none, and every answer says so."""

from __future__ import annotations

import pytest

from tests.support.iam import IAM


@pytest.fixture
def trail(iam: IAM) -> IAM:
    return IAM(iam.world, iam.caller, "cloudtrail")


def test_lists_are_empty(trail: IAM) -> None:
    assert trail("DescribeTrails") == {"trailList": []}
    assert trail("DescribeTrails", trailNameList=["all"], includeShadowTrails=False) == {"trailList": []}
    assert trail("ListTrails") == {"Trails": []}
    assert trail("ListTags", ResourceIdList=[]) == {"ResourceTagList": []}


@pytest.mark.parametrize(("name", "member"), [("GetTrailStatus", "Name"), ("GetEventSelectors", "TrailName")])
def test_every_trail_is_unknown_by_name_and_by_arn(trail: IAM, name: str, member: str) -> None:
    account = trail.caller.account_id
    arn = f"arn:aws:cloudtrail:us-east-1:{account}:trail/all"
    for named in ("all", arn):
        refused = trail.refused(name, **{member: named})
        assert refused == ("TrailNotFoundException", f"Unknown trail: {arn} for the user: {account}")


def test_nothing_has_tags(trail: IAM) -> None:
    refused = trail.refused("ListTags", ResourceIdList=["arn:aws:cloudtrail:us-east-1:1:trail/a"])
    assert refused == ("ResourceNotFoundException", "Resource arn:aws:cloudtrail:us-east-1:1:trail/a does not exist.")
