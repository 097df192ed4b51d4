"""Statements that run on the driver itself give and take what SQLAlchemy's own would, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared
from frontdesk.store.work import Store
from tests.postgres import trials
from tests.postgres.trials import Trial

THEN = datetime(2026, 11, 23, 9, 41, 7, 123456, tzinfo=UTC)
TEXTS = ["plain", "", "'quoted\" \\ back", "tab\tline\nend", "é ü 漢 🔑", "%s %(name)s ? :name", "null", "[1]"]


class Thing(Trial):
    """One column of each type that tables use."""

    __tablename__ = "trial_things"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int | None]
    right: Mapped[bool]
    at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]]
    names: Mapped[list[str]]


NEW: Prepared[Any] = Prepared(insert(Thing))
WHOLE = Prepared(select(Thing).where(Thing.id == bindparam("id")))
ALL = Prepared(select(Thing.id, Thing.number, Thing.right, Thing.at).order_by(Thing.id), folded=True)
RENUMBER: Prepared[Any] = Prepared(update(Thing).where(Thing.id == bindparam("thing")), "number")
REMOVE: Prepared[Any] = Prepared(delete(Thing).where(Thing.id == bindparam("thing")))
FIXED = Prepared(select(Thing.id).where(Thing.number == 7, Thing.at.is_(None)).limit(1))


@pytest.fixture(autouse=True)
def _tables(store: Store) -> None:
    trials.make(store.engine)


def thing(id: str, **other: Any) -> dict[str, Any]:
    return {"id": id, "number": 2**31 - 1, "right": True, "at": THEN, "facts": {"a": [1, None]}, "names": TEXTS} | other


@pytest.mark.parametrize("given", [thing("full"), thing("bare", number=None, right=False, at=None, facts={}, names=[])])
def test_every_type_comes_back_as_it_went_in_and_as_entities_read_it(store: Store, given: dict[str, Any]) -> None:
    store.transact(lambda ctx: ctx.unit.run(NEW, given))

    def read(ctx: Context) -> None:
        [row] = ctx.unit.run(WHOLE, {"id": given["id"]})
        assert row._asdict() == given
        found = ctx.db.get(Thing, given["id"])
        assert {name: getattr(found, name) for name in given} == given

    store.transact(read)


def test_rows_handed_over_as_one_are_the_same_and_in_order(store: Store) -> None:
    things = [thing(text, number=None if number % 2 else number, at=None) for number, text in enumerate(sorted(TEXTS))]
    assert store.transact(lambda ctx: ctx.unit.run(ALL, {})) == []
    store.transact(lambda ctx: ctx.unit.run_all(NEW, things))
    rows = store.transact(lambda ctx: ctx.unit.run(ALL, {}))
    assert rows == [(one["id"], one["number"], one["right"], one["at"]) for one in things]
    assert [type(row.right) for row in rows] == [bool] * len(things)


def test_changes_and_removals_touch_the_row_they_name(store: Store) -> None:
    def run(ctx: Context) -> list[tuple[str, int]]:
        ctx.unit.run_all(NEW, [thing("one"), thing("two"), thing("three")])
        ctx.unit.run(RENUMBER, {"thing": "two", "number": 5})
        ctx.unit.run(REMOVE, {"thing": "three"})
        return [(row.id, row.number) for row in ctx.unit.run(ALL, {})]

    assert store.transact(run) == [("one", 2**31 - 1), ("two", 5)]


def test_values_that_a_statement_holds_itself_need_not_be_given(store: Store) -> None:
    store.transact(lambda ctx: ctx.unit.run_all(NEW, [thing("a"), thing("b", number=7), thing("c", number=7, at=None)]))
    assert [row.id for row in store.transact(lambda ctx: ctx.unit.run(FIXED, {}))] == ["c"]


def test_a_value_that_is_missing_is_a_mistake_and_not_nothing(store: Store) -> None:
    with pytest.raises(KeyError):
        store.transact(lambda ctx: ctx.unit.run(WHOLE, {}))


def test_a_fault_is_sqlalchemys_own_and_tells_no_values(store: Store) -> None:
    def twice(ctx: Context) -> None:
        ctx.unit.run(NEW, thing("twice"))
        with pytest.raises(IntegrityError) as fault:
            ctx.unit.run(NEW, thing("twice", facts={"seed": "hunter2"}))
        assert "hunter2" not in f"{fault.value!s} {fault.value!r}"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.transact(twice)
    assert store.transact(lambda ctx: ctx.unit.run(ALL, {})) == []


def test_an_entity_made_of_a_row_is_one_with_the_sessions_own(store: Store) -> None:
    store.transact(lambda ctx: ctx.unit.run(NEW, thing("one")))

    def run(ctx: Context) -> None:
        made = ctx.ready(WHOLE, id="one")
        assert made is not None
        assert ctx.db.get(Thing, "one") is made
        assert made not in ctx.db.dirty
        made.number = 3
        assert ctx.ready(WHOLE, id="one") is made
        assert made.number == 3, "what was changed and not written yet"
        assert ctx.ready(WHOLE, id="none") is None

    store.transact(run)
    assert [row.number for row in store.transact(lambda ctx: ctx.unit.run(ALL, {}))] == [3]


def test_an_entity_made_of_a_row_can_be_removed(store: Store) -> None:
    store.transact(lambda ctx: ctx.unit.run(NEW, thing("one")))

    def run(ctx: Context) -> None:
        made = ctx.ready(WHOLE, id="one")
        assert made is not None
        ctx.delete(made)
        assert ctx.by_key(Thing, "one") is None

    store.transact(run)
    assert store.transact(lambda ctx: ctx.unit.run(ALL, {})) == []
