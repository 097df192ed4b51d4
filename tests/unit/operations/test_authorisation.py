"""Who may perform the operations on users, credentials and the account: allowed, refused, and told what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, NotFound
from frontdesk.operations import catalogue
from tests.support.world import USER_PASSWORD, World, allow, deny

catalogue.load()

BOB = "arn:aws:iam::{account}:user/staff/bob"
Prepare = Callable[[World, Caller], Mapping[str, Any]]


def nothing(world: World, root: Caller) -> Mapping[str, Any]:
    return {}


def profile(world: World, root: Caller) -> Mapping[str, Any]:
    world.perform(root, "iam:CreateLoginProfile", {"UserName": "bob", "Password": USER_PASSWORD})
    return {}


def key(world: World, root: Caller) -> Mapping[str, Any]:
    return {"AccessKeyId": world.perform(root, "iam:CreateAccessKey", {"UserName": "bob"})["AccessKey"]["AccessKeyId"]}


def alias(world: World, root: Caller) -> Mapping[str, Any]:
    world.perform(root, "iam:CreateAccountAlias", {"AccountAlias": "example"})
    return {}


def password_policy(world: World, root: Caller) -> Mapping[str, Any]:
    world.perform(root, "iam:UpdateAccountPasswordPolicy")
    return {}


@dataclass(frozen=True)
class Case:
    """An operation with input that succeeds, and the ARN on which it is authorised."""

    action: str
    resource: str
    params: Mapping[str, Any] = field(default_factory=dict)
    prepare: Prepare = nothing
    on_user: bool = True

    def __str__(self) -> str:
        return self.action


def on_bob(action: str, prepare: Prepare = nothing, **params: Any) -> Case:
    return Case(action, BOB, {"UserName": "bob", **params}, prepare)


def on_account(action: str, prepare: Prepare = nothing, resource: str = "*", **params: Any) -> Case:
    return Case(action, resource, params, prepare, on_user=False)


TAGS = [{"Key": "team", "Value": "blue"}]
CASES = [
    on_account("iam:CreateUser", resource="arn:aws:iam::{account}:user/new/eve", UserName="eve", Path="/new/"),
    on_bob("iam:GetUser"),
    on_account("iam:ListUsers", resource="arn:aws:iam::{account}:user/"),
    on_bob("iam:DeleteUser"),
    on_bob("iam:TagUser", Tags=TAGS),
    on_bob("iam:UntagUser", TagKeys=["team"]),
    on_bob("iam:ListUserTags"),
    on_bob("iam:CreateLoginProfile", Password=USER_PASSWORD),
    on_bob("iam:GetLoginProfile", profile),
    on_bob("iam:UpdateLoginProfile", profile, PasswordResetRequired=True),
    on_bob("iam:DeleteLoginProfile", profile),
    on_bob("iam:CreateAccessKey"),
    on_bob("iam:ListAccessKeys", key),
    on_bob("iam:UpdateAccessKey", key, Status="Inactive"),
    on_bob("iam:DeleteAccessKey", key),
    Case("iam:GetAccessKeyLastUsed", BOB, {}, key, on_user=False),
    on_account("iam:CreateAccountAlias", AccountAlias="example"),
    on_account("iam:DeleteAccountAlias", alias, AccountAlias="example"),
    on_account("iam:ListAccountAliases", alias),
    on_account("iam:GetAccountPasswordPolicy", password_policy),
    on_account("iam:UpdateAccountPasswordPolicy", MinimumPasswordLength=10),
    on_account("iam:DeleteAccountPasswordPolicy", password_policy),
    on_account("iam:GetAccountSummary"),
    on_account("sts:GetAccessKeyInfo", key),
]
each = pytest.mark.parametrize("case", CASES, ids=str)
each_on_user = pytest.mark.parametrize("case", [case for case in CASES if case.on_user], ids=str)


@dataclass
class Scene:
    """An account in which the case's input works, for whoever may."""

    world: World
    root: Caller
    params: Mapping[str, Any]
    arn: str

    def caller(self, *policies: Any) -> Caller:
        return self.world.user(self.root, "caller", policies[0] if policies else None)


def scene(world: World, case: Case) -> Scene:
    root = world.account("Example")
    world.user(root, "bob", path="/staff/")
    params = {**case.params, **case.prepare(world, root)}
    return Scene(world, root, params, case.resource.format(account=root.account_id))


@each
def test_allowed_on_its_resource(world: World, case: Case) -> None:
    here = scene(world, case)
    world.perform(here.caller(allow(case.action, resource=here.arn)), case.action, here.params)


@each
def test_refused_without_a_policy_and_nothing_changes(world: World, case: Case) -> None:
    here = scene(world, case)
    caller = here.caller()
    before = world.rows()
    with pytest.raises(AccessDenied) as refusal:
        world.perform(caller, case.action, here.params)
    assert str(refusal.value) == (
        f"User: {caller.arn} is not authorized to perform: {case.action} on resource: {here.arn} "
        f"because no identity-based policy allows the {case.action} action"
    )
    assert world.rows() == before
    event = world.events(here.root)[-1].record
    assert (event["eventName"], event["errorCode"]) == (case.action.partition(":")[2], "AccessDenied")
    assert refusal.value.reference == "request-1"


@each
def test_refused_by_an_explicit_deny(world: World, case: Case) -> None:
    here = scene(world, case)
    both = [allow()["Statement"], deny(case.action)["Statement"]]
    caller = here.caller({"Version": "2012-10-17", "Statement": both})
    before = world.rows()
    with pytest.raises(AccessDenied, match=" with an explicit deny in an identity-based policy"):
        world.perform(caller, case.action, here.params)
    assert world.rows() == before


@each_on_user
def test_refused_on_another_user(world: World, case: Case) -> None:
    here = scene(world, case)
    caller = here.caller(allow(case.action, resource=here.arn.replace("bob", "someone-else")))
    with pytest.raises(AccessDenied):
        world.perform(caller, case.action, here.params)


@each_on_user
def test_an_unknown_name_is_told_only_to_whoever_may_know(world: World, case: Case) -> None:
    here = scene(world, case)
    arn = f"arn:aws:iam::{here.root.account_id}:user/nobody"
    params = {**here.params, "UserName": "nobody"}
    with pytest.raises(AccessDenied, match=f"on resource: {arn} because"):
        world.perform(here.caller(), case.action, params)
    allowed = world.user(here.root, "allowed", allow(case.action, resource=arn))
    with pytest.raises(NotFound) as refusal:
        world.perform(allowed, case.action, params)
    assert str(refusal.value) == "The user with name nobody cannot be found."


@each_on_user
def test_tags_of_the_user_can_be_a_condition(world: World, case: Case) -> None:
    here = scene(world, case)
    blue = {"StringEquals": {"iam:ResourceTag/team": "blue", "aws:ResourceAccount": here.root.account_id}}
    caller = here.caller(allow(case.action, **blue))
    with pytest.raises(AccessDenied):
        world.perform(caller, case.action, here.params)
    world.perform(here.root, "iam:TagUser", {"UserName": "bob", "Tags": TAGS})
    world.perform(caller, case.action, here.params)


@each
def test_nobody_reaches_into_another_account(world: World, case: Case) -> None:
    here = scene(world, case)
    stranger = world.administrator(world.account("Other"))
    before = world.rows()
    if case.on_user:
        with pytest.raises(NotFound):
            world.perform(stranger, case.action, here.params)
    if case.action == "iam:GetAccessKeyLastUsed":
        with pytest.raises(NotFound, match=r"^The Access Key with id \w+ cannot be found$"):
            world.perform(stranger, case.action, here.params)
    assert world.rows() == before
