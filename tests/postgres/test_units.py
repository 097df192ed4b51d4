"""Connection and session of one unit of work: in one transaction, and only when they are needed."""

from __future__ import annotations

import pytest
from sqlalchemy import event, insert

from frontdesk.core.errors import Internal
from frontdesk.store.context import Context, bound
from frontdesk.store.listing import ColumnListing
from frontdesk.store.prepared import Prepared
from frontdesk.store.work import Store
from tests.postgres import trials
from tests.postgres.trials import Counter

ACCOUNT, OTHER = "111122223333", "444455556666"
COUNTERS = Prepared(bound(Counter, Counter.name, Counter.value).order_by(Counter.name))
NEW = insert(Counter)


@pytest.fixture(autouse=True)
def _tables(store: Store) -> None:
    trials.make(store.engine)


def seen(store: Store, account: str | None = ACCOUNT) -> list[tuple[str, int]]:
    return store.transact(lambda ctx: [(row.name, row.value) for row in ctx.within(account).read(COUNTERS)])


def add(ctx: Context, name: str, value: int, account: str = ACCOUNT) -> None:
    ctx.add(Counter(name=name, account_id=account, value=value))


def test_who_asks_for_nothing_opens_nothing(store: Store) -> None:
    opened: list[object] = []
    event.listen(store.engine, "checkout", lambda *given: opened.append(given))
    store.freshness.stamp()
    before = len(opened)
    assert store.transact(lambda ctx: ctx.within(ACCOUNT).account_id) == ACCOUNT
    assert len(opened) == before
    seen(store)
    assert len(opened) == before + 1


def test_what_rows_have_changed_is_read_before_it_is_committed(store: Store) -> None:
    def act(ctx: Context) -> int:
        row = ctx.add(Counter(name="one", account_id=ACCOUNT, value=1))
        row.value = 2
        [found] = ctx.within(ACCOUNT).read(COUNTERS)
        return int(found.value)

    assert store.transact(act) == 2
    assert seen(store) == [("one", 2)]


@pytest.mark.parametrize("writes", [False, True])
def test_plain_statements_and_rows_vanish_together_when_it_raises(store: Store, writes: bool) -> None:
    def act(ctx: Context) -> None:
        ctx.unit.connection.execute(NEW, {"name": "plain", "account_id": ACCOUNT, "value": 1})
        add(ctx, "row", 2)
        assert len(ctx.within(ACCOUNT).read(COUNTERS)) == 2
        raise KeyError

    with pytest.raises(KeyError):
        store.transact(act, writes=writes)
    assert seen(store) == []


@pytest.mark.parametrize("writes", [False, True])
def test_plain_statements_and_rows_stand_together_when_it_returns(store: Store, writes: bool) -> None:
    def act(ctx: Context) -> None:
        ctx.unit.connection.execute(NEW, {"name": "plain", "account_id": ACCOUNT, "value": 1})
        ctx.db.add(Counter(name="row", account_id=ACCOUNT, value=2))

    store.transact(act, writes=writes)
    assert seen(store) == [("plain", 1), ("row", 2)]


def test_a_row_changed_last_stands_without_being_flushed(store: Store) -> None:
    store.transact(lambda ctx: add(ctx, "one", 1))

    def change(ctx: Context) -> None:
        row = ctx.first(ctx.across_accounts(Counter).where(Counter.name == "one"))
        assert row
        row.value = 7

    store.transact(change)
    assert seen(store) == [("one", 7)]


def test_columns_are_those_of_the_bound_account_only(store: Store) -> None:
    store.transact(lambda ctx: [add(ctx, "mine", 1), add(ctx, "yours", 2, OTHER)])
    assert seen(store) == [("mine", 1)]
    assert seen(store, OTHER) == [("yours", 2)]
    with pytest.raises(Internal):
        seen(store, None)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_columns_are_listed_once_each_and_in_order_whatever_the_page(store: Store, limit: int) -> None:
    names = ["B", "a", "b", "é"]
    store.transact(lambda ctx: [add(ctx, name, 1) for name in names] + [add(ctx, "c", 1, OTHER)])
    listing = ColumnListing(bound(Counter, Counter.name), Counter.name, {})

    def pages(ctx: Context) -> list[str]:
        found: list[str] = []
        after: str | None = None
        while True:
            rows, after = listing.page(ctx.within(ACCOUNT), after, limit)
            found += [row.name for row in rows]
            if after is None:
                return found

    assert store.transact(pages) == names


def test_a_stamp_stands_while_others_only_read_and_falls_with_each_commit(store: Store) -> None:
    first = store.freshness.stamp()
    seen(store)
    assert store.freshness.stamp() == first
    store.transact(lambda ctx: add(ctx, "one", 1))
    second = store.freshness.stamp()
    store.transact(lambda ctx: add(ctx, "two", 1))
    third = store.freshness.stamp()
    if first is None:
        assert (second, third) == (None, None)
    else:
        assert len({first, second, third}) == 3
