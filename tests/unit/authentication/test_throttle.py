"""How many answers are checked."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.authentication import throttle
from frontdesk.authentication.throttle import PASSWORD_PRINCIPAL, Policy, Scope, next_lock
from tests.support.stores import FrozenClock
from tests.support.world import World

START = FrozenClock().now()

_policies = st.builds(
    Policy,
    limit=st.integers(1, 8),
    window=st.timedeltas(timedelta(minutes=1), timedelta(hours=2)),
    free=st.integers(1, 8),
    pause=st.just(timedelta(seconds=15)),
)


@given(_policies, st.lists(st.timedeltas(timedelta(0), timedelta(minutes=30)), max_size=60))
def test_never_more_than_the_limit_in_any_window(policy: Policy, gaps: list[timedelta]) -> None:
    """R12, with one guess after every gap and only those checked that no lock refuses."""
    now, checked = START, list[datetime]()
    for gap in gaps:
        now += gap
        if next_lock(policy, checked[-policy.limit :], now) is None:
            checked.append(now)
    for last in checked:
        inside = [moment for moment in checked if last - policy.window < moment <= last]
        assert len(inside) <= policy.limit


@given(_policies, st.lists(st.timedeltas(timedelta(0), timedelta(minutes=30)), max_size=30))
def test_every_lock_ends_by_itself_within_a_window(policy: Policy, gaps: list[timedelta]) -> None:
    moments = [START]
    for gap in gaps:
        moments.append(moments[-1] + gap)
    now = moments[-1]
    lock = next_lock(policy, moments[-policy.limit :], now)
    assert lock is None or next_lock(policy, moments[-policy.limit :], max(lock, now + policy.window)) is None


def test_pauses_double_after_the_free_tries() -> None:
    moments = [START] * PASSWORD_PRINCIPAL.free
    waits = []
    for _ in range(4):
        lock = next_lock(PASSWORD_PRINCIPAL, moments, START)
        assert lock
        waits.append((lock - START).total_seconds())
        moments.append(START)
    assert waits == [15, 30, 60, 120]


def test_counting_is_kept_and_cleared(world: World) -> None:
    scope = Scope("test", PASSWORD_PRINCIPAL)
    for _ in range(PASSWORD_PRINCIPAL.limit):
        world.run(lambda ctx: throttle.count(ctx, [scope]))
    assert world.run(lambda ctx: throttle.locked_until(ctx, [scope])) == START + PASSWORD_PRINCIPAL.window
    world.clock.forward(timedelta(hours=1))
    assert world.run(lambda ctx: throttle.locked_until(ctx, [scope])) is None
    world.clock.forward(timedelta(hours=-1))
    world.run(lambda ctx: throttle.forgive(ctx, [scope]))
    assert world.run(lambda ctx: throttle.recent(ctx, scope)) == 0
