"""A root user who has a device shows it, too, before moving to another e-mail address (recovery 3.2: a grave act)."""

from __future__ import annotations

import pytest

from frontdesk.authentication import attempts, enrolment
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.enrolment import Owner
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import devices, totp
from frontdesk.store.context import Context
from tests.support.world import ROOT_PASSWORD, World
from tests.unit.authentication.moving import NEW, OLD, Desk, email, letters, sign_in


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


def bind(world: World, root: Caller) -> tuple[str, str]:
    """Bind an app to root; return its serial number and seed."""

    def run(ctx: Context) -> tuple[str, str]:
        device, seed, _ = enrolment.start_app(ctx, "phone")
        present = totp.step_of(ctx.now)
        codes = totp.code(seed, present - 1), totp.code(seed, present)
        enrolment.enable_codes(ctx, Owner(root.principal_id, None), device.serial, codes)
        return device.serial, seed

    bound = world.run(run, root.account_id)
    world.move(minutes=1)
    return bound


def sign_in_with(world: World, seed: str) -> str:
    """Sign in as root with password and app; return the session."""

    def run(ctx: Context) -> str:
        begun = attempts.open(ctx, "sign_in_root", Claim("browser", email=OLD))
        tried = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(ROOT_PASSWORD))
        code = Password(totp.code(seed, totp.step_of(ctx.now)))
        shown = attempts.offer(ctx, tried.attempt, tried.token, Factor.TOTP, code)
        started = attempts.complete(ctx, shown.attempt, Form()).session
        assert started
        return started.session.id

    return world.run(run)


def test_password_device_and_code_move_root(world: World, root: Caller) -> None:
    _, seed = bind(world, root)
    Desk(world, root.account_id, sign_in_with(world, seed)).move()
    assert email(world, root) == NEW


def test_a_session_without_the_device_gets_no_code(world: World, root: Caller) -> None:
    session = sign_in(world, OLD)
    bind(world, root)
    Desk(world, root.account_id, session or "").ask()
    assert letters(world, "root_email_code") == []


def test_nor_does_one_that_showed_it_long_ago(world: World, root: Caller) -> None:
    _, seed = bind(world, root)
    session = sign_in_with(world, seed)
    world.move(minutes=15)
    Desk(world, root.account_id, session).ask()
    assert letters(world, "root_email_code") == []


@pytest.mark.parametrize("change", ["bound", "removed"])
def test_a_device_that_comes_or_goes_meanwhile_makes_it_no_easier(world: World, root: Caller, change: str) -> None:
    serial, seed = bind(world, root) if change == "removed" else ("", "")
    session = sign_in_with(world, seed) if seed else sign_in(world, OLD)
    desk = Desk(world, root.account_id, session or "")
    proven = desk.prove()

    def remove(ctx: Context) -> None:
        row = devices.find(ctx, serial)
        assert row
        devices.unbind(ctx, row)

    if change == "bound":
        bind(world, root)
    else:
        world.run(remove, root.account_id)
    assert desk.finish(proven) == Outcome(wanted="start-again")
    assert email(world, root) == OLD
