"""The days in which root may come without a device (behaviour 3.6)."""

from __future__ import annotations

from frontdesk.authentication import enrolment
from frontdesk.authentication.outcome import Form, NewDevice
from frontdesk.core.callers import Caller
from frontdesk.credentials.devices import devices
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from tests.support import holders
from tests.support.holders import App, begin, enter, finish
from tests.support.world import World


def remove(world: World, app: App) -> None:
    def act(ctx: Context) -> None:
        device = devices.find(ctx, app.serial)
        assert device
        enrolment.remove(ctx, device)

    world.run(act, app.serial.split(":")[4])


def test_the_days_without_a_device_run_from_the_first_sign_in(world: World, root: Caller) -> None:
    world.move(days=100)
    enter(world, root)
    world.move(days=34, hours=23)
    enter(world, root)
    world.move(hours=1)
    outcome = finish(world, begin(world, root))
    assert (outcome.session, outcome.wanted) == (None, "register-device")


def test_with_a_device_the_days_are_forgotten_and_begin_anew_without(world: World, root: Caller) -> None:
    enter(world, root)
    world.move(days=36)
    app = holders.app(world, root)
    assert enter(world, root, app)
    remove(world, app)
    assert enter(world, root)
    assert world.run(lambda ctx: accounts.bound(ctx).root_alone_since, root.account_id) == world.now


def test_iam_users_have_no_such_days(world: World, user: Caller) -> None:
    enter(world, user)
    world.move(days=400)
    assert enter(world, user)


def test_a_sign_in_after_the_days_registers_the_device_that_it_needs(world: World, root: Caller) -> None:
    enter(world, root)
    world.move(days=36)
    proven = begin(world, root)

    def start(ctx: Context) -> tuple[str, str]:
        device, seed, _ = enrolment.start_app(ctx, "phone")
        return device.serial, seed

    serial, seed = world.run(start, root.account_id)
    app = App(world, serial, seed)
    form = Form(device=NewDevice(serial=serial, codes=(app.code(-1), app.code())))
    outcome = finish(world, proven, form)
    assert outcome.session
    world.move(seconds=30)
    assert not begin(world, root).proven
    assert enter(world, root, app)
