"""From a reference to the events behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.audit import references
from frontdesk.audit.references import Found
from frontdesk.core.callers import Caller
from frontdesk.store.events import Event
from tests.support.iam import IAM
from tests.support.world import World

REFERENCE = "FD-7K3M-Q2XP"


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def write(world: World, account: str | None, name: str, **fields: str) -> None:
    made = Event(name, "signin.amazonaws.com", account, {"type": "IAMUser"}, **fields)  # type: ignore[arg-type]
    world.run(lambda ctx: ctx.record(made))


def find(world: World, quoted: str, account: str | None, *, everywhere: bool = False) -> Found | None:
    return world.run(lambda ctx: references.find(ctx, quoted, everywhere=everywhere), account)


@pytest.mark.parametrize("quoted", [REFERENCE, "fd-7k3m-q2xp", " 7K3M Q2XP ", "FD7K3MQ2XP"])
def test_a_reference_is_found_however_it_is_typed(world: World, root: Caller, quoted: str) -> None:
    write(world, root.account_id, "CheckMfa", reference=REFERENCE, attempt_id="attempt-1")
    world.clock.forward(timedelta(seconds=1))
    write(world, root.account_id, "ConsoleLogin", reference=REFERENCE)
    write(world, root.account_id, "ConsoleLogin", reference="FD-2222-2222")
    found = find(world, quoted, root.account_id)
    assert found is not None
    assert (found.reference, found.attempt_id) == (REFERENCE, "attempt-1")
    assert [row.name for row in found.events] == ["CheckMfa", "ConsoleLogin"]


def test_a_request_id_leads_to_the_refused_request(world: World, root: Caller) -> None:
    IAM(world, world.user(root, "bob")).refused("ListUsers")
    found = find(world, " request-1 ", root.account_id)
    assert found is not None
    assert found.attempt_id is None
    assert [(row.name, row.record["errorCode"]) for row in found.events] == [("ListUsers", "AccessDenied")]


@pytest.mark.parametrize("quoted", ["", " ", "FD-3333-3333", "request-2", "%", "x" * 200, "FD-7K3M-Q2X"])
def test_what_is_no_known_reference(world: World, root: Caller, quoted: str) -> None:
    write(world, root.account_id, "ConsoleLogin", reference=REFERENCE)
    write(world, root.account_id, "CreateUser")
    assert find(world, quoted, root.account_id) is None


def test_anothers_reference_is_like_one_that_never_was_but_for_the_operator(world: World, root: Caller) -> None:
    stranger = world.account("Other")
    write(world, root.account_id, "ConsoleLogin", reference=REFERENCE)
    write(world, None, "ConsoleLogin", reference="FD-2222-2222")
    assert find(world, REFERENCE, stranger.account_id) is None
    assert find(world, "FD-2222-2222", root.account_id) is None
    for quoted in (REFERENCE, "FD-2222-2222"):
        assert find(world, quoted, None, everywhere=True) is not None
