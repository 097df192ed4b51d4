"""Looking up events as CloudTrail does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import NotFound
from frontdesk.operations import written as records
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from tests.support.iam import IAM
from tests.support.stores import FrozenClock
from tests.support.world import World

START = FrozenClock().now()


def event(name: str, account: str, **fields: Any) -> Event:
    given = {"source": "iam.amazonaws.com", "identity": {"type": "IAMUser", "userName": "bob"}, **fields}
    return Event(name=name, account_id=account, **given)


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


@pytest.fixture
def trail(world: World, root: Caller) -> IAM:
    return IAM(world, root, "cloudtrail")


def write(world: World, root: Caller, *events: Event) -> list[str]:
    return world.run(lambda ctx: [ctx.record(one) for one in events], root.account_id)


def found(answer: dict[str, Any]) -> list[str]:
    return [one["EventName"] for one in answer["Events"]]


def asking(*pairs: tuple[str, str]) -> dict[str, Any]:
    return {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value} for key, value in pairs]}


def test_an_event_is_written_as_cloudtrail_writes_it(world: World, root: Caller, trail: IAM) -> None:
    world.clock.forward(timedelta(milliseconds=700))
    world.perform(root, "iam:CreateGroup", {"GroupName": "readers"})
    [answer] = trail("LookupEvents")["Events"]
    record = json.loads(answer.pop("CloudTrailEvent"))
    assert answer == {
        "EventId": record["eventID"],
        "EventName": "CreateGroup",
        "ReadOnly": "false",
        "EventTime": START,
        "EventSource": "iam.amazonaws.com",
        "Username": "root",
        "Resources": [{"ResourceType": "AWS::IAM::Group", "ResourceName": "readers"}],
    }
    assert record["userIdentity"]["type"] == "Root"
    assert record["requestParameters"] == {"groupName": "readers"}
    assert record["eventTime"] == START.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (record["requestID"], record["eventType"]) == ("request-1", "AwsApiCall")


def test_times_within_a_record_are_written_as_cloudtrail_writes_them(world: World, root: Caller, trail: IAM) -> None:
    world.perform(root, "iam:CreateUser", {"UserName": "bob"})
    [answer] = trail("LookupEvents")["Events"]
    record = json.loads(answer["CloudTrailEvent"])
    assert record["responseElements"]["user"]["createDate"] == "Nov 23, 2026, 9:41:00 AM"


@pytest.mark.parametrize(
    ("hour", "written"), [(0, "12:05:09 AM"), (11, "11:05:09 AM"), (12, "12:05:09 PM"), (23, "11:05:09 PM")]
)
def test_hours_are_counted_to_twelve(hour: int, written: str) -> None:
    assert records.moment(datetime(2026, 1, 2, hour, 5, 9, 999, UTC)) == f"Jan 2, 2026, {written}"
    east = datetime(2026, 1, 2, hour, 5, 9, tzinfo=UTC).astimezone(timezone(timedelta(hours=9)))
    assert records.moment(east) == f"Jan 2, 2026, {written}"


@pytest.mark.parametrize(
    ("operation", "params", "resource"),
    [
        ("iam:CreateAccessKey", {"UserName": "bob"}, ("AWS::IAM::User", "bob")),
        ("iam:CreateLoginProfile", {"UserName": "bob", "Password": "Given-by-admin-1"}, ("AWS::IAM::User", "bob")),
        ("iam:CreateAccountAlias", {"AccountAlias": "harbour-new"}, ("AWS::IAM::Alias", "harbour-new")),
        ("iam:UpdateAccountPasswordPolicy", {}, None),
    ],
)
def test_the_kind_of_a_resource_is_that_of_the_name_beside_it(
    world: World, root: Caller, trail: IAM, operation: str, params: dict[str, Any], resource: tuple[str, str] | None
) -> None:
    world.user(root, "bob")
    world.perform(root, operation, params)
    answer = trail("LookupEvents", **asking(("EventName", operation.partition(":")[2])))["Events"][0]
    kinds = [(one["ResourceType"], one["ResourceName"]) for one in answer["Resources"]]
    assert kinds == ([resource] if resource else [])


def test_asking_what_a_reference_means_changes_nothing(world: World, root: Caller, trail: IAM) -> None:
    with pytest.raises(NotFound):
        world.perform(root, "frontdesk:ExplainReference", {"Reference": "FD-2222-2222"})
    [answer] = trail("LookupEvents")["Events"]
    assert (answer["EventName"], answer["ReadOnly"]) == ("ExplainReference", "true")


def test_a_refusal_is_found_with_its_cause_in_awss_words(world: World, root: Caller, trail: IAM) -> None:
    user = IAM(world, world.user(root, "bob"))
    refused = user.refused("ListGroups")
    [answer] = trail("LookupEvents", **asking(("Username", "bob")))["Events"]
    record = json.loads(answer["CloudTrailEvent"])
    assert (record["errorCode"], record["errorMessage"]) == refused
    assert answer["ReadOnly"] == "true"
    assert answer["Resources"] == []


ATTRIBUTES = [
    ("EventName", "CreateUser", ["CreateUser"]),
    ("EventName", "createuser", []),
    ("ReadOnly", "true", ["GetUser"]),
    ("ReadOnly", "false", ["DeleteUser", "ConsoleLogin", "CreateUser"]),
    ("Username", "bob", ["GetUser", "CreateUser"]),
    ("Username", "root", ["DeleteUser", "ConsoleLogin"]),
    ("ResourceType", "AWS::IAM::User", ["CreateUser"]),
    ("ResourceName", "eve", ["DeleteUser", "CreateUser"]),
    ("EventSource", "signin.amazonaws.com", ["ConsoleLogin"]),
    ("AccessKeyId", "AKIAEXAMPLE", ["GetUser"]),
]


def furnish(world: World, root: Caller) -> list[str]:
    account = root.account_id
    given = [
        event("CreateUser", account, resource_type="AWS::IAM::User", resource_name="eve"),
        event("ConsoleLogin", account, source="signin.amazonaws.com", identity={"type": "Root"}),
        event("DeleteUser", account, identity={"type": "IAMUser", "userName": "root"}, resource_name="eve"),
        event(
            "GetUser",
            account,
            read_only=True,
            identity={"type": "IAMUser", "userName": "bob", "accessKeyId": "AKIAEXAMPLE"},
        ),
    ]
    written = []
    for one in given:
        written += write(world, root, one)
        world.clock.forward(timedelta(seconds=1))
    return written


@pytest.mark.parametrize(("key", "value", "names"), ATTRIBUTES)
def test_one_attribute_can_be_asked_for(
    world: World, root: Caller, trail: IAM, key: str, value: str, names: list[str]
) -> None:
    furnish(world, root)
    assert found(trail("LookupEvents", **asking((key, value)))) == names


def test_an_event_can_be_asked_for_by_its_id(world: World, root: Caller, trail: IAM) -> None:
    for id, name in zip(furnish(world, root), ["CreateUser", "ConsoleLogin", "DeleteUser", "GetUser"], strict=True):
        assert found(trail("LookupEvents", **asking(("EventId", id)))) == [name]


BAD: list[tuple[dict[str, Any], str]] = [
    (asking(("EventName", "a"), ("EventName", "a")), "InvalidLookupAttributesException"),
    (asking(("ReadOnly", "yes")), "InvalidLookupAttributesException"),
    (asking(("Color", "a")), "ValidationError"),
    ({"StartTime": START, "EndTime": START - timedelta(seconds=1)}, "InvalidTimeRangeException"),
    ({"MaxResults": 51}, "ValidationError"),
    ({"NextToken": "made-up"}, "InvalidNextTokenException"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "code"), BAD)
def test_what_cannot_be_asked(trail: IAM, params: dict[str, Any], code: str) -> None:
    assert trail.refused("LookupEvents", **params)[0] == code


RANGES = [
    (None, None, [0.0, 0.9, 1.0, 2.5]),
    (0.0, 0.0, [0.0, 0.9]),
    (0.5, None, [1.0, 2.5]),
    (1.0, 2.0, [1.0, 2.5]),
    (None, 1.9, [0.0, 0.9, 1.0]),
    (3.0, 9.0, []),
]


@pytest.mark.parametrize(("start", "end", "seconds"), RANGES)
def test_a_range_counts_in_whole_seconds_as_events_tell_them(
    world: World, root: Caller, trail: IAM, start: float | None, end: float | None, seconds: list[float]
) -> None:
    at = 0.0
    for moment in (0.0, 0.9, 1.0, 2.5):
        world.clock.forward(timedelta(seconds=moment - at))
        at = moment
        write(world, root, event(f"At{moment}", root.account_id))
    ends = {"StartTime": start, "EndTime": end}
    params = {name: START + timedelta(seconds=length) for name, length in ends.items() if length is not None}
    assert found(trail("LookupEvents", **params)) == [f"At{moment}" for moment in reversed(seconds)]


def test_ninety_days_are_looked_at(world: World, root: Caller, trail: IAM) -> None:
    write(world, root, event("Old", root.account_id))
    world.clock.forward(timedelta(days=90))
    assert found(trail("LookupEvents", StartTime=START - timedelta(days=300))) == ["Old"]
    world.clock.forward(timedelta(microseconds=1))
    assert found(trail("LookupEvents", StartTime=START - timedelta(days=300))) == []


def test_other_accounts_events_and_nobodys_are_not_seen(world: World, root: Caller, trail: IAM) -> None:
    other = world.account("Other")
    write(
        world,
        other,
        event("Theirs", other.account_id),
        Event("Nobodys", "signin.amazonaws.com", None, {"type": "Unknown"}),
    )
    assert found(trail("LookupEvents")) == []
    assert found(IAM(world, other, "cloudtrail")("LookupEvents")) == ["Theirs"]


def test_there_are_no_insights(world: World, root: Caller, trail: IAM) -> None:
    furnish(world, root)
    assert trail("LookupEvents", EventCategory="insight") == {"Events": []}


def walk(trail: IAM, **params: Any) -> list[list[str]]:
    answer = trail("LookupEvents", **params)
    pages = [found(answer)]
    while token := answer.get("NextToken"):
        answer = trail("LookupEvents", NextToken=token, **params)
        pages.append(found(answer))
    return pages


def test_pages_are_of_fifty_newest_first_and_new_events_disturb_none(world: World, root: Caller, trail: IAM) -> None:
    account = root.account_id

    def fill(ctx: Context) -> None:  # all at one moment, so that the id has to order them
        for number in range(120):
            ctx.record(event(f"E{number}", account))

    world.run(fill, account)
    world.clock.forward(timedelta(seconds=1))
    write(world, root, event("Last", account))
    pages = walk(trail)
    assert [len(page) for page in pages] == [50, 50, 21]
    assert pages[0][0] == "Last"
    assert len({name for page in pages for name in page}) == 121
    first = trail("LookupEvents", MaxResults=7)
    write(world, root, event("Later", account))
    second = found(trail("LookupEvents", MaxResults=7, NextToken=first["NextToken"]))
    assert found(first) + second == [name for page in pages for name in page][:14]


def test_a_token_is_good_only_for_the_same_filters(world: World, root: Caller, trail: IAM) -> None:
    furnish(world, root)
    bob = asking(("Username", "bob"))
    start = {"StartTime": START - timedelta(days=1)}
    token = trail("LookupEvents", MaxResults=1, **bob, **start)["NextToken"]
    assert found(trail("LookupEvents", NextToken=token, **bob, **start)) == ["CreateUser"]
    eve = asking(("Username", "eve"))
    name = asking(("EventName", "bob"))
    for params in ({}, bob, start, eve | start, name | start, bob | {"EndTime": START - timedelta(days=1)}):
        assert trail.refused("LookupEvents", NextToken=token, **params)[0] == "InvalidNextTokenException"
    other = IAM(world, world.account("Other"), "cloudtrail")
    assert other.refused("LookupEvents", NextToken=token, **bob, **start)[0] == "InvalidNextTokenException"


def test_looking_up_is_an_event_too(world: World, root: Caller, trail: IAM) -> None:
    trail("LookupEvents")
    [row] = world.events(root)
    assert (row.name, row.source, row.read_only) == ("LookupEvents", "cloudtrail.amazonaws.com", True)
