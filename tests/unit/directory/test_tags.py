from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.errors import LimitExceeded
from frontdesk.directory import tags
from frontdesk.directory.errors import InvalidInput

keys = st.text("abAB", min_size=1, max_size=3)
distinct = st.dictionaries(keys.map(str.lower), st.sampled_from("xyz"), max_size=8)


def written(pairs: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def test_a_key_in_another_case_replaces_in_its_place_with_the_case_given() -> None:
    present = [["Team", "red"], ["cost", "1"]]
    assert tags.put(present, written({"TEAM": "blue", "new": ""}), fold=True) == [
        ["TEAM", "blue"],
        ["cost", "1"],
        ["new", ""],
    ]


def test_where_case_counts_both_stay() -> None:
    assert tags.put([["Team", "red"]], written({"TEAM": "blue"}), fold=False) == [["Team", "red"], ["TEAM", "blue"]]
    assert tags.remove([["Team", "red"]], ["TEAM"], fold=False) == [["Team", "red"]]


@pytest.mark.parametrize(
    ("given", "fold", "words"),
    [
        (["a", "A"], True, "Duplicate tag keys found. Please note that Tag keys are case insensitive."),
        (["a", "a"], False, "Duplicate tag keys found."),
        (["aws:x"], False, "Tag keys that begin with aws: are reserved for system use."),
        (["AWS:x"], False, "Tag keys that begin with aws: are reserved for system use."),
    ],
)
def test_keys_that_are_refused(given: list[str], fold: bool, words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        tags.put([], [{"Key": key, "Value": ""} for key in given], fold=fold)
    assert str(refusal.value) == words


def test_fifty_and_no_more() -> None:
    fifty = tags.put([], written({str(number): "" for number in range(50)}), fold=True)
    assert tags.put(fifty, written({"49": "again"}), fold=True)[49] == ["49", "again"]
    with pytest.raises(LimitExceeded):
        tags.put(fifty, written({"50": ""}), fold=True)


@given(distinct, distinct, st.lists(keys))
def test_putting_twice_is_putting_once_and_removing_undoes(
    present: dict[str, str], new: dict[str, str], other: list[str]
) -> None:
    start = tags.put([], written(present), fold=True)
    once = tags.put(start, written(new), fold=True)
    assert tags.put(once, written(new), fold=True) == once
    assert dict(once) == present | new
    left = tags.remove(once, [*new, *other], fold=True)
    assert not {key for key, _ in left} & ({*new} | {key.lower() for key in other})
    assert [tag for tag in once if tag in left] == left
