"""Sign-ins counted by day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.web.pages.console import sign_ins

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)  # a Monday
AGES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9))


def one(at: datetime, completed: bool) -> dict[str, object]:
    return {"At": at, "Completed": completed}


def test_days_have_names_and_end_with_today() -> None:
    week = sign_ins.week([], NOW)
    assert [str(name) for name, _, _ in week.days] == ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"]


def test_midnight_belongs_to_the_day_that_begins() -> None:
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    week = sign_ins.week([one(midnight, False), one(midnight - timedelta(microseconds=1), True)], NOW)
    assert [counts for _, *counts in week.days][-2:] == [[1, 0], [0, 1]]
    assert week.refused_today == 1


@given(st.lists(st.tuples(AGES, st.booleans())))
def test_each_sign_in_since_the_first_moment_counts_once(found: list[tuple[timedelta, bool]]) -> None:
    week = sign_ins.week([one(NOW - age, completed) for age, completed in found], NOW)
    counted = [completed for age, completed in found if NOW - age >= sign_ins.first_moment(NOW)]
    assert (week.completed, week.refused) == (sum(counted), len(counted) - sum(counted))
