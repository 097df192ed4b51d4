"""Who may perform the operations on groups, policies and events: allowed, refused, and told what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, FrontdeskError
from frontdesk.directory import attachments, customer_policies, groups, inline_policies, users
from frontdesk.directory.customer_policies import NewPolicy
from frontdesk.operations import catalogue
from frontdesk.operations.cloudtrail.errors import ResourceNotFound, TrailNotFound
from frontdesk.store.context import Context
from tests.support.world import World, allow, deny

catalogue.load()

DOCUMENT = json.dumps(allow("iam:GetUser"))
USER, GROUP = "arn:aws:iam::{account}:user/staff/bob", "arn:aws:iam::{account}:group/staff/readers"
POLICY, NEW = "arn:aws:iam::{account}:policy/staff/reading", "arn:aws:iam::{account}:policy/new/writing"
OTHER = "arn:aws:iam::{account}:policy/other"
TRAIL = "arn:aws:cloudtrail:us-east-1:{account}:trail/all"
TAGS = [{"Key": "team", "Value": "blue"}]


@dataclass(frozen=True)
class Case:
    """An operation with input that succeeds in the scene, and the ARN on which it is authorised."""

    action: str
    resource: str
    params: Mapping[str, Any] = field(default_factory=dict)
    also: str = ""
    ends: type[FrontdeskError] | None = None

    def __str__(self) -> str:
        return self.action


def case(action: str, resource: str, also: str = "", **params: Any) -> Case:
    return Case(action, resource, params, also)


def on_user(action: str, **params: Any) -> Case:
    return case(action, USER, UserName="bob", **params)


def on_group(action: str, **params: Any) -> Case:
    return case(action, GROUP, GroupName="readers", **params)


def on_policy(action: str, **params: Any) -> Case:
    return case(action, POLICY, PolicyArn=POLICY, **params)


CASES = [
    case("iam:CreateGroup", "arn:aws:iam::{account}:group/new/writers", GroupName="writers", Path="/new/"),
    on_group("iam:GetGroup"),
    case("iam:ListGroups", "arn:aws:iam::{account}:group/"),
    case(
        "iam:UpdateGroup", GROUP, also="arn:aws:iam::{account}:group/staff/all", GroupName="readers", NewGroupName="all"
    ),
    case("iam:DeleteGroup", "arn:aws:iam::{account}:group/empty", GroupName="empty"),
    on_group("iam:AddUserToGroup", UserName="zoe"),
    on_group("iam:RemoveUserFromGroup", UserName="bob"),
    on_user("iam:ListGroupsForUser"),
    on_user("iam:PutUserPolicy", PolicyName="fresh", PolicyDocument=DOCUMENT),
    on_user("iam:GetUserPolicy", PolicyName="own"),
    on_user("iam:DeleteUserPolicy", PolicyName="own"),
    on_user("iam:ListUserPolicies"),
    on_group("iam:PutGroupPolicy", PolicyName="fresh", PolicyDocument=DOCUMENT),
    on_group("iam:GetGroupPolicy", PolicyName="own"),
    on_group("iam:DeleteGroupPolicy", PolicyName="own"),
    on_group("iam:ListGroupPolicies"),
    case("iam:CreatePolicy", NEW, PolicyName="writing", Path="/new/", PolicyDocument=DOCUMENT),
    on_policy("iam:GetPolicy"),
    case("iam:ListPolicies", "arn:aws:iam::{account}:policy/"),
    case("iam:DeletePolicy", OTHER, PolicyArn=OTHER),
    on_policy("iam:CreatePolicyVersion", PolicyDocument=DOCUMENT),
    on_policy("iam:GetPolicyVersion", VersionId="v1"),
    on_policy("iam:ListPolicyVersions"),
    on_policy("iam:DeletePolicyVersion", VersionId="v2"),
    on_policy("iam:SetDefaultPolicyVersion", VersionId="v2"),
    on_policy("iam:ListEntitiesForPolicy"),
    on_policy("iam:TagPolicy", Tags=TAGS),
    on_policy("iam:UntagPolicy", TagKeys=["team"]),
    on_policy("iam:ListPolicyTags"),
    on_user("iam:AttachUserPolicy", PolicyArn=OTHER),
    on_user("iam:DetachUserPolicy", PolicyArn=POLICY),
    on_user("iam:ListAttachedUserPolicies"),
    on_group("iam:AttachGroupPolicy", PolicyArn=OTHER),
    on_group("iam:DetachGroupPolicy", PolicyArn=POLICY),
    on_group("iam:ListAttachedGroupPolicies"),
    case("cloudtrail:LookupEvents", ""),
    case("cloudtrail:DescribeTrails", ""),
    case("cloudtrail:ListTrails", ""),
    Case("cloudtrail:GetTrailStatus", TRAIL, {"Name": "all"}, ends=TrailNotFound),
    Case("cloudtrail:GetEventSelectors", TRAIL, {"TrailName": TRAIL}, ends=TrailNotFound),
    Case("cloudtrail:ListTags", TRAIL, {"ResourceIdList": [TRAIL]}, ends=ResourceNotFound),
]
each = pytest.mark.parametrize("case", CASES, ids=str)
READS = ("Get", "List", "Lookup", "Describe")


def within(account: str, value: Any) -> Any:
    """Put the account into every ARN of some input."""
    if isinstance(value, str):
        return value.replace("{account}", account)
    if isinstance(value, list):
        return [within(account, item) for item in value]
    return {key: within(account, item) for key, item in value.items()} if isinstance(value, dict) else value


@dataclass
class Scene:
    """An account in which every case's input works, for whoever may."""

    world: World
    root: Caller

    def params(self, case: Case) -> dict[str, Any]:
        found: dict[str, Any] = within(self.root.account_id, dict(case.params))
        return found

    def arn(self, case: Case) -> str:
        return case.resource.replace("{account}", self.root.account_id)

    def arns(self, case: Case) -> list[str]:
        named = [arn for arn in (case.resource, case.also) if arn]
        return [arn.replace("{account}", self.root.account_id) for arn in named] or ["*"]

    def caller(self, policy: Mapping[str, Any] | None = None, name: str = "caller") -> Caller:
        return self.world.user(self.root, name, policy)

    def perform(self, caller: Caller, case: Case) -> None:
        if case.ends is None:
            self.world.perform(caller, case.action, self.params(case))
        else:
            with pytest.raises(case.ends):
                self.world.perform(caller, case.action, self.params(case))


def furnish(ctx: Context) -> None:
    """Put into an account what the cases act on, in one unit of work."""
    bob, readers = users.create(ctx, "bob", path="/staff/"), groups.create(ctx, "readers", path="/staff/")
    users.create(ctx, "zoe")
    groups.create(ctx, "empty")
    groups.add(ctx, readers, bob)
    reading = customer_policies.create(ctx, NewPolicy("reading", DOCUMENT, "/staff/"))
    customer_policies.add_version(ctx, reading, DOCUMENT, default=False)
    customer_policies.create(ctx, NewPolicy("other", DOCUMENT))
    for holder in (bob, readers):
        inline_policies.put(ctx, holder, "own", DOCUMENT)
        attachments.attach(ctx, holder, reading.arn)


@pytest.fixture
def scene(world: World) -> Scene:
    root = world.account("Example")
    world.run(furnish, root.account_id)
    return Scene(world, root)


@each
def test_allowed_on_its_resource(scene: Scene, case: Case) -> None:
    statements = [allow(case.action, resource=arn)["Statement"] for arn in scene.arns(case)]
    scene.perform(scene.caller({"Version": "2012-10-17", "Statement": statements}), case)


@each
def test_refused_without_a_policy_and_nothing_changes(scene: Scene, case: Case) -> None:
    caller = scene.caller()
    before = scene.world.rows()
    with pytest.raises(AccessDenied) as refusal:
        scene.world.perform(caller, case.action, scene.params(case))
    on_resource = f" on resource: {scene.arn(case)}" if case.resource else ""
    assert str(refusal.value) == (
        f"User: {caller.arn} is not authorized to perform: {case.action}{on_resource} "
        f"because no identity-based policy allows the {case.action} action"
    )
    assert scene.world.rows() == before
    event = scene.world.events(scene.root)[-1]
    assert (event.name, event.record["errorCode"]) == (case.action.partition(":")[2], "AccessDenied")
    assert event.reference == "request-1"


@each
def test_refused_by_an_explicit_deny(scene: Scene, case: Case) -> None:
    both = [allow()["Statement"], deny(case.action)["Statement"]]
    caller = scene.caller({"Version": "2012-10-17", "Statement": both})
    before = scene.world.rows()
    with pytest.raises(AccessDenied, match=r" with an explicit deny in an identity-based policy$"):
        scene.world.perform(caller, case.action, scene.params(case))
    assert scene.world.rows() == before


@each
def test_changes_raise_the_accounts_version_and_reads_do_not(scene: Scene, case: Case) -> None:
    before = scene.world.rows()
    scene.perform(scene.root, case)
    changed = scene.world.rows() != before
    touched = scene.world.rows()["accounts"] != before["accounts"]
    assert changed == touched == (not case.action.partition(":")[2].startswith(READS))


def test_a_group_is_moved_only_by_whoever_may_at_both_ends(scene: Scene) -> None:
    caller = scene.caller(allow("iam:UpdateGroup", resource=f"arn:aws:iam::{scene.root.account_id}:group/staff/*"))
    params = {"GroupName": "readers", "NewPath": "/admins/"}
    with pytest.raises(AccessDenied, match=r"on resource: arn:aws:iam::\d{12}:group/admins/readers because"):
        scene.world.perform(caller, "iam:UpdateGroup", params)
    scene.world.perform(caller, "iam:UpdateGroup", params | {"NewPath": "/staff/night/"})


UNKNOWN = [
    ("iam:GetGroup", {"GroupName": "none"}, "group/none", "The group with name none cannot be found."),
    ("iam:DeleteGroup", {"GroupName": "none"}, "group/none", "The group with name none cannot be found."),
    ("iam:UpdateGroup", {"GroupName": "none"}, "group/none", "The group with name none cannot be found."),
    ("iam:GetPolicy", {"PolicyArn": "{none}"}, "policy/none", "Policy {none} was not found."),
    ("iam:DeletePolicy", {"PolicyArn": "{none}"}, "policy/none", "Policy {none} was not found."),
    ("iam:ListEntitiesForPolicy", {"PolicyArn": "{none}"}, "policy/none", "Policy {none} was not found."),
    ("iam:PutUserPolicy", {"UserName": "none", "PolicyName": "p", "PolicyDocument": DOCUMENT}, "user/none",
     "The user with name none cannot be found."),
    ("iam:AttachGroupPolicy", {"GroupName": "none", "PolicyArn": "{none}"}, "group/none",
     "The group with name none cannot be found."),
]  # fmt: skip


@pytest.mark.parametrize(("action", "params", "resource", "text"), UNKNOWN)
def test_what_is_missing_is_told_only_to_whoever_may_know(
    scene: Scene, action: str, params: Mapping[str, str], resource: str, text: str
) -> None:
    none = f"arn:aws:iam::{scene.root.account_id}:policy/none"
    given = {key: value.replace("{none}", none) for key, value in params.items()}
    arn = f"arn:aws:iam::{scene.root.account_id}:{resource}"
    with pytest.raises(AccessDenied, match=f"on resource: {arn} because"):
        scene.world.perform(scene.caller(), action, given)
    with pytest.raises(FrontdeskError) as refusal:
        scene.world.perform(scene.caller(allow(action, resource=arn), "allowed"), action, given)
    assert (refusal.value.code, str(refusal.value)) == ("NoSuchEntity", text.replace("{none}", none))


@pytest.mark.parametrize("action", ["AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy", "DetachGroupPolicy"])
def test_which_policy_is_attached_can_be_a_condition(scene: Scene, action: str) -> None:
    arn = f"arn:aws:iam::{scene.root.account_id}:policy/other"
    caller = scene.caller(allow(f"iam:{action}", ArnEquals={"iam:PolicyARN": arn}))
    holder = {"UserName": "bob"} if "User" in action else {"GroupName": "readers"}
    scene.world.perform(scene.root, f"iam:Attach{action[6:]}", holder | {"PolicyArn": arn})
    scene.world.perform(caller, f"iam:{action}", holder | {"PolicyArn": arn})
    with pytest.raises(AccessDenied):
        scene.world.perform(caller, f"iam:{action}", holder | {"PolicyArn": arn.replace("other", "staff/reading")})


@pytest.mark.parametrize("prefix", ["aws", "iam"])
def test_tags_of_a_policy_can_be_a_condition(scene: Scene, prefix: str) -> None:
    arn = f"arn:aws:iam::{scene.root.account_id}:policy/staff/reading"
    caller = scene.caller(allow("iam:GetPolicy", StringEquals={f"{prefix}:ResourceTag/team": "blue"}))
    with pytest.raises(AccessDenied):
        scene.world.perform(caller, "iam:GetPolicy", {"PolicyArn": arn})
    scene.world.perform(scene.root, "iam:TagPolicy", {"PolicyArn": arn, "Tags": TAGS})
    scene.world.perform(caller, "iam:GetPolicy", {"PolicyArn": arn})


def on_something(case: Case) -> bool:
    return bool(case.params) and case.ends is None and case.action not in ("iam:CreateGroup", "iam:CreatePolicy")


@pytest.mark.parametrize("case", [case for case in CASES if on_something(case)], ids=str)
def test_nobody_reaches_into_another_account(scene: Scene, case: Case) -> None:
    stranger = scene.world.administrator(scene.world.account("Other"))
    before = scene.world.rows()
    with pytest.raises(FrontdeskError) as refusal:
        scene.world.perform(stranger, case.action, scene.params(case))
    assert refusal.value.code in ("NoSuchEntity", "AccessDenied")
    assert scene.world.rows() == before
