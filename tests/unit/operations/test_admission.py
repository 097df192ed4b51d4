"""Who may begin an operation before any policy is asked: standing, freshness, visitors' limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.core.callers import Caller, Origin
from frontdesk.core.errors import AccessDenied, Throttled
from frontdesk.directory import accounts, standing
from frontdesk.operations import admission
from frontdesk.operations.admission import FRESH, AccountNotActive, StepUpRequired
from frontdesk.operations.registry import Operation, anything
from frontdesk.store.context import Context
from tests.support.world import World, allow

STATES = (
    standing.PENDING_ACTIVATION, standing.ACTIVE, standing.SUSPENDED, standing.PENDING_CLOSURE, standing.CLOSED,
    standing.PERMANENTLY_CLOSED,
)  # fmt: skip
LEFT_OPEN = frozenset({standing.SUSPENDED, standing.CLOSED})


def declared(name: str = "PutThing", **more: object) -> Operation:
    plain = Operation("frontdesk", name, f"frontdesk:{name}", lambda ctx: None, anything, "work", False, None)
    return replace(plain, **more)  # type: ignore[arg-type]


def admit(world: World, operation: Operation, caller: Caller | None, state: str | None = None) -> None:
    def run(ctx: Context) -> None:
        if state and caller:
            accounts.bound(ctx.within(caller.account_id)).state = state
        admission.admit(ctx.acting(caller) if caller else ctx, operation)

    world.run(run)


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("also_in", [frozenset(), LEFT_OPEN], ids=["nothing left open", "left open"])
@pytest.mark.parametrize("kind", ["Root", "IAMUser"])
def test_what_is_open_in_which_state(
    world: World, root: Caller, kind: str, also_in: frozenset[str], state: str
) -> None:
    caller = root if kind == "Root" else world.user(root, "ada", allow())
    is_open = state in (standing.ACTIVE, standing.PENDING_CLOSURE) or (kind == "Root" and state in also_in)
    if is_open:
        admit(world, declared(also_in=also_in), caller, state)
    else:
        with pytest.raises(AccountNotActive):
            admit(world, declared(also_in=also_in), caller, state)


def test_the_host_is_never_held_up(world: World, root: Caller) -> None:
    host = Caller("Host", root.account_id, root.account_id, root.arn)
    admit(world, declared(fresh=FRESH), host, standing.CLOSED)


def test_a_change_is_refused_by_the_state_of_now_and_not_by_that_of_the_proof(world: World, root: Caller) -> None:
    with pytest.raises(AccountNotActive):
        admit(world, declared(), replace(root, account_state=standing.ACTIVE), standing.SUSPENDED)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(timedelta(0), True), (FRESH, True), (FRESH + timedelta(seconds=1), False), (None, False)],
    ids=["just now", "a quarter of an hour ago", "a second earlier", "never"],
)
def test_a_grave_act_needs_a_proof_of_the_last_quarter_of_an_hour(
    world: World, root: Caller, age: timedelta | None, fresh: bool
) -> None:
    caller = replace(root, proofs={"password": world.now - age} if age is not None else {})
    if fresh:
        admit(world, declared(fresh=FRESH), caller)
    else:
        with pytest.raises(StepUpRequired):
            admit(world, declared(fresh=FRESH), caller)


def test_nobody_may_begin_what_is_not_public(world: World) -> None:
    with pytest.raises(AccessDenied):
        admit(world, declared(), None)


def visit(world: World, address: str, name: str = "ReportThing") -> None:
    operation = declared(name, public=True)
    world.store.transact(lambda ctx: admission.admit(ctx, operation), origin=Origin(address=address))


def test_a_visitor_may_come_twenty_times_an_hour(world: World) -> None:
    for _ in range(20):
        visit(world, "192.0.2.1")
    with pytest.raises(Throttled):
        visit(world, "192.0.2.1")
    visit(world, "192.0.2.2")
    visit(world, "192.0.2.1", "AskThing")
    world.move(hours=1, seconds=1)
    visit(world, "192.0.2.1")
