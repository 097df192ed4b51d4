"""Closing and reopening as operations: who may, how it is asked, and what staff may do (behaviour 5.2, 5.6, 5.7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound, ValidationError
from frontdesk.directory import accounts, life_sweeps, standing
from frontdesk.directory.errors import WrongState
from frontdesk.operations import catalogue
from frontdesk.operations.admission import AccountNotActive, StepUpRequired
from tests.support.lives import WAYS, live, state
from tests.support.world import World, allow

STATES = ("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PERMANENTLY_CLOSED")
OPEN_TO_ROOT = {
    "account:GetAccountStanding": "yes yes yes yes yes no",
    "frontdesk:GetOwnAccount": "yes yes yes yes yes no",
    "frontdesk:ListOwnSignIns": "yes yes yes yes yes no",
    "cloudtrail:LookupEvents": "yes yes yes yes yes no",
    "iam:GetAccountSummary": "yes yes yes yes yes no",
    "account:DescribeClosing": "no yes no yes no no",
    "account:ExportAccount": "no yes no yes yes no",
    "iam:ListUsers": "no yes no yes no no",
    "iam:CreateUser": "no yes no yes no no",
    "iam:CreateAccountAlias": "no yes no yes no no",
    "iam:CreateAccessKey": "no yes no yes no no",
}
PARAMS: dict[str, dict[str, str]] = {
    "iam:CreateUser": {"UserName": "ada"},
    "iam:CreateAccountAlias": {"AccountAlias": "quay-books"},
}
CASES = [
    (operation, before, answer == "yes")
    for operation, row in OPEN_TO_ROOT.items()
    for before, answer in zip(STATES, row.split(), strict=True)
]


@pytest.fixture
def root(world: World) -> Caller:
    catalogue.load()
    return world.account()


def fresh(world: World, caller: Caller) -> Caller:
    """Return a caller as a session resolves it now: the password shown a moment ago, the account's state known."""
    return replace(caller, proofs={"password": world.now}, account_state=state(world, caller))


def close(world: World, caller: Caller, **params: str) -> dict[str, Any]:
    return world.perform(fresh(world, caller), "account:CloseAccount", {"AccountId": caller.account_id} | params)


@pytest.mark.parametrize(("operation", "before", "is_open"), CASES)
def test_what_is_left_open_to_root(world: World, root: Caller, operation: str, before: str, is_open: bool) -> None:
    live(world, root, WAYS[before])
    act = lambda: world.perform(fresh(world, root), operation, PARAMS.get(operation))  # noqa: E731
    if is_open:
        act()
        return
    with pytest.raises(AccountNotActive) as refused:
        act()
    assert refused.value.remedy
    assert refused.value.reference


@pytest.mark.parametrize("before", ["PENDING_ACTIVATION", "SUSPENDED", "CLOSED", "PERMANENTLY_CLOSED"])
def test_nothing_is_left_open_to_anybody_else(world: World, root: Caller, before: str) -> None:
    user = world.user(root, "ada", allow())
    live(world, root, WAYS[before])
    for operation in OPEN_TO_ROOT:
        with pytest.raises(AccountNotActive):
            world.perform(fresh(world, user), operation, PARAMS.get(operation))


def test_it_closes_within_a_minute_and_opens_again(world: World, root: Caller) -> None:
    assert close(world, root)["State"] == "PENDING_CLOSURE"
    world.move(seconds=20)
    world.run(life_sweeps.close_pending)
    told = world.perform(fresh(world, root), "account:GetAccountStanding")
    assert (told["State"], (told["EndsAt"] - world.now).days) == ("CLOSED", 90)
    assert world.perform(fresh(world, root), "account:ReopenAccount") == {"State": "ACTIVE"}


@pytest.mark.parametrize("operation", ["account:CloseAccount", "account:ReopenAccount", "account:ExportAccount"])
def test_an_access_key_is_never_enough(world: World, root: Caller, operation: str) -> None:
    live(world, root, WAYS["CLOSED"] if "Reopen" in operation else "")
    by_key = replace(root, access_key_id="AKIA", account_state=state(world, root))
    with pytest.raises(StepUpRequired):
        world.perform(by_key, operation, {"AccountId": root.account_id})


@pytest.mark.parametrize(
    "operation", ["account:CloseAccount", "account:ReopenAccount", "account:ExportAccount", "account:DescribeClosing"]
)
def test_an_administrator_is_not_root(world: World, root: Caller, operation: str) -> None:
    """I10."""
    admin = world.administrator(root)
    with pytest.raises(AccessDenied, match="Only the root user") as refused:
        world.perform(fresh(world, admin), operation, {"AccountId": root.account_id})
    assert refused.value.remedy
    assert state(world, root) == "ACTIVE"


def test_another_accounts_id_closes_neither(world: World, root: Caller) -> None:
    other = world.account("Other")
    with pytest.raises(ValidationError):
        close(world, root, AccountId=other.account_id)
    assert (state(world, root), state(world, other)) == ("ACTIVE", "ACTIVE")


def test_it_is_said_how_much_there_is_to_stop(world: World, root: Caller) -> None:
    world.user(root, "ada")
    world.perform(root, "iam:CreateAccessKey", {"UserName": "ada"})
    told = world.perform(fresh(world, root), "account:DescribeClosing")
    assert {name: told[name] for name in ("Users", "AccessKeys", "Groups", "Members")} == {
        "Users": 1, "AccessKeys": 1, "Groups": 0, "Members": 0,
    }  # fmt: skip
    assert "Obstacle" not in told


def test_the_staffs_account_says_why_not(world: World) -> None:
    catalogue.load()
    staff = world.account("Staff", operator=True)
    assert "neither suspended nor closed" in world.perform(fresh(world, staff), "account:DescribeClosing")["Obstacle"]
    with pytest.raises(WrongState):
        close(world, staff)


@pytest.fixture
def staff(world: World) -> Caller:
    catalogue.load()
    return world.user(world.account("Staff", operator=True), "staff", allow("standing:*"))


def test_staff_stop_and_start_an_account_by_its_id(world: World, root: Caller, staff: Caller) -> None:
    def act(name: str, **params: str) -> str:
        return str(world.perform(staff, f"standing:{name}", {"AccountId": root.account_id, **params})["State"])

    assert act("SuspendAccount", Cause="abuse") == "SUSPENDED"
    assert act("DescribeStanding") == "SUSPENDED"
    assert act("ReinstateAccount") == "ACTIVE"
    assert act("CloseAnyAccount") == "PENDING_CLOSURE"
    world.run(life_sweeps.close_pending)
    assert act("ReopenAnyAccount") == "ACTIVE"
    seen = [event.record["userIdentity"] for event in world.events(root)]
    assert all("staff" not in str(identity) for identity in seen)


@pytest.mark.parametrize(
    "name", ["DescribeStanding", "SuspendAccount", "ReinstateAccount", "CloseAnyAccount", "ReopenAnyAccount"]
)
def test_no_customer_and_no_other_staff_does_any_of_it(world: World, root: Caller, staff: Caller, name: str) -> None:
    params = {"AccountId": root.account_id, "Cause": "operator"}
    trainee = world.user(staff.account_id, "trainee", allow("frontdesk:*"))
    for caller in (root, world.administrator(root), trainee):
        with pytest.raises(AccessDenied):
            world.perform(caller, f"standing:{name}", params)
    assert state(world, root) == "ACTIVE"


def test_an_unknown_account_is_named(world: World, staff: Caller) -> None:
    with pytest.raises(NotFound, match="999999999999"):
        world.perform(staff, "standing:DescribeStanding", {"AccountId": "999999999999"})


@pytest.mark.parametrize("cause", ["", "mood"])
def test_a_cause_is_one_of_four(world: World, root: Caller, staff: Caller, cause: str) -> None:
    with pytest.raises(FrontdeskError):
        world.perform(staff, "standing:SuspendAccount", {"AccountId": root.account_id, "Cause": cause})
    assert state(world, root) == standing.ACTIVE
    assert world.run(lambda ctx: accounts.bound(ctx).suspended_for, root.account_id) is None
