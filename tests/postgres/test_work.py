"""Units of work: all or nothing, one after the other, again where they collided (architecture 7)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select

from frontdesk.core.callers import Caller
from frontdesk.core.errors import Internal, Unavailable, ValidationError
from frontdesk.mail.messages import WrongMail
from frontdesk.store.base import Moment, Table
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import Mail, OutboxRow
from frontdesk.store.work import Store
from tests.postgres import trials
from tests.postgres.trials import Counter

TABLES = (Counter, EventRow, OutboxRow)


@pytest.fixture(autouse=True)
def _tables(store: Store) -> None:
    trials.make(store.engine)


def rows(store: Store, table: type[Table]) -> int:
    return store.transact(lambda ctx: ctx.db.scalar(select(func.count()).select_from(table))) or 0


def put(store: Store, **values: int) -> None:
    def act(ctx: Context) -> None:
        for name, value in values.items():
            ctx.add(Counter(name=name, account_id="111122223333", value=value))

    store.transact(act)


def values(store: Store) -> dict[str, int]:
    return store.transact(lambda ctx: {row.name: row.value for row in ctx.all(ctx.across_accounts(Counter))})


def together(*acts: Callable[[], object]) -> None:
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


class FirstTime:
    """Lets every thread come to the same point once, and never stops a thread that comes again."""

    def __init__(self, threads: int) -> None:
        self._barrier = Barrier(threads, timeout=30)
        self.runs = 0

    def meet(self, seen: list[int]) -> None:
        self.runs += 1
        seen.append(1)
        if len(seen) == 1:
            self._barrier.wait()


def test_a_unit_of_work_stands_when_it_returns(store: Store) -> None:
    store.transact(lambda ctx: trials.write(ctx, "one"))
    assert [rows(store, table) for table in TABLES] == [1, 1, 1]


def test_row_event_and_mail_vanish_together_when_it_raises(store: Store) -> None:
    def act(ctx: Context) -> None:
        trials.write(ctx, "one")
        ctx.db.flush()
        raise ValidationError("No.")

    with pytest.raises(ValidationError):
        store.transact(act)
    assert [rows(store, table) for table in TABLES] == [0, 0, 0]


def test_what_follows_a_commit_happens_only_after_a_commit(store: Store) -> None:
    said: list[int] = []

    def act(ctx: Context, *, fails: bool) -> None:
        trials.write(ctx, "one")
        ctx.after.append(lambda: said.append(rows(store, Counter)))
        if fails:
            raise ValidationError("No.")

    with pytest.raises(ValidationError):
        store.transact(lambda ctx: act(ctx, fails=True))
    assert (said, store.mail_waits.is_set()) == ([], False)
    store.transact(lambda ctx: act(ctx, fails=False))
    assert (said, store.mail_waits.is_set()) == ([1], True)


def test_no_rings_without_mail_and_one_for_a_discarded_mail(store: Store) -> None:
    put(store, a=1)
    assert not store.mail_waits.is_set()
    store.transact(lambda ctx: ctx.send(trials.mail("x", discard=True)))
    assert store.mail_waits.is_set()


def test_a_mail_that_could_not_be_rendered_is_refused_when_it_is_sent(store: Store) -> None:
    for mail in (Mail("no_such_message", "a@example.org"), Mail("sign_up_code", "a@example.org", {"code": "1"})):
        with pytest.raises(WrongMail):
            store.transact(lambda ctx, mail=mail: ctx.send(mail))
    assert rows(store, OutboxRow) == 0


def test_two_increments_at_once_are_two_increments(store: Store) -> None:
    put(store, a=0)
    first = FirstTime(2)

    def increment() -> None:
        seen: list[int] = []

        def act(ctx: Context) -> None:
            row = ctx.first(ctx.across_accounts(Counter))
            assert row is not None
            first.meet(seen)
            row.value += 1

        store.transact(act)

    together(increment, increment)
    assert values(store) == {"a": 2}
    assert first.runs > 2, "both saw the same value, so one of them had to run again"


def test_many_increments_at_once_lose_none(store: Store) -> None:
    put(store, a=0)

    def increment() -> None:
        def act(ctx: Context) -> None:
            row = ctx.first(ctx.across_accounts(Counter))
            assert row is not None
            row.value += 1

        for _ in range(10):
            store.transact(act)

    together(*[increment] * 8)
    assert values(store) == {"a": 80}


def test_two_that_each_rely_on_what_the_other_changes_do_not_both_succeed(store: Store) -> None:
    put(store, left=1, right=1)
    first = FirstTime(2)

    def leave(name: str) -> None:
        seen: list[int] = []

        def act(ctx: Context) -> None:
            present = [row for row in ctx.all(ctx.across_accounts(Counter)) if row.value]
            first.meet(seen)
            if len(present) > 1:
                next(row for row in present if row.name == name).value = 0

        store.transact(act)

    together(lambda: leave("left"), lambda: leave("right"))
    assert sum(values(store).values()) == 1


def test_work_that_never_gets_through_says_so(store: Store) -> None:
    put(store, a=1)
    tries: list[int] = []

    def act(ctx: Context) -> None:
        tries.append(1)
        ctx.add(Counter(name="a", account_id="111122223333", value=2))

    with pytest.raises(Unavailable):
        store.transact(act)
    assert len(tries) > 2
    assert values(store) == {"a": 1}


def test_time_stands_still_in_a_unit_of_work_and_moves_between_them(store: Store) -> None:
    moments = [store.transact(lambda ctx: (ctx.now, ctx.within("x").now)) for _ in range(2)]
    assert moments[0] == (store.clock.now(), store.clock.now())


def test_select_sees_one_account(store: Store) -> None:
    def act(ctx: Context) -> None:
        for account in ("111122223333", "444455556666"):
            ctx.add(Counter(name=account, account_id=account, value=1))

    store.transact(act)
    caller = Caller("Root", "444455556666", "444455556666", "arn:aws:iam::444455556666:root")

    def names(ctx: Context) -> list[str]:
        return [row.name for row in ctx.all(ctx.select(Counter))]

    assert store.transact(names, caller=caller) == ["444455556666"]
    assert store.transact(lambda ctx: names(ctx.acting(caller))) == ["444455556666"]
    assert store.transact(lambda ctx: names(ctx.within("111122223333"))) == ["111122223333"]
    assert store.transact(lambda ctx: names(ctx.within("777788889999"))) == []


def test_select_without_an_account_is_our_own_fault(store: Store) -> None:
    with pytest.raises(Internal):
        store.transact(lambda ctx: ctx.select(Counter))


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    datetime.astimezone, st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1 < at.year < 9999), offsets
)


@given(moments)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store, moment: datetime) -> None:
    kept = store.transact(lambda ctx: ctx.db.scalar(select(literal(moment, Moment()))))
    assert kept == moment
    assert kept is not None
    assert kept.tzinfo is UTC


@given(st.tuples(moments, moments))
def test_moments_sort_as_they_follow_each_other(pair: tuple[datetime, datetime]) -> None:
    kept = [Moment().process_bind_param(moment, None) for moment in pair]  # type: ignore[arg-type]
    assert (kept[0] < kept[1]) == (pair[0] < pair[1])  # type: ignore[operator]


def test_what_was_read_before_long_computing_is_read_again_where_it_changed(store: Store) -> None:
    put(store, counter=1)
    seen: list[int] = []

    def act(ctx: Context) -> None:
        row = ctx.first(ctx.across_accounts(Counter).where(Counter.name == "counter"))
        assert row
        seen.append(row.value)
        if len(seen) == 1:
            store.transact(_raise_by_ten)
        ctx.go_on_if_fresh()
        row.value += 1

    store.transact(act)
    assert seen == [1, 11]
    assert values(store) == {"counter": 12}


def _raise_by_ten(ctx: Context) -> None:
    for row in ctx.all(ctx.across_accounts(Counter)):
        row.value += 10


def test_long_computing_while_nothing_changes_costs_no_second_run(store: Store) -> None:
    put(store, counter=1)
    runs: list[int] = []

    def act(ctx: Context) -> None:
        runs.append(len(ctx.all(ctx.across_accounts(Counter))))
        ctx.go_on_if_fresh()

    store.transact(act)
    assert runs == [1]
