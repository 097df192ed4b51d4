"""What management policies amount to together: AWS's inheritance operators, level by level."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.directory.organization_policies.effective import merge

NONE = {"@@operators_allowed_for_child_policies": ["@@none"]}
CASES: dict[str, tuple[list[list[dict[str, Any]]], dict[str, Any]]] = {
    "nothing is nothing": ([], {}),
    "one policy loses its operators": (
        [[{"tags": {"cost": {"tag_key": {"@@assign": "Cost"}, "tag_value": {"@@assign": ["1", "2"]}}}}]],
        {"tags": {"cost": {"tag_key": "Cost", "tag_value": ["1", "2"]}}},
    ),
    "a lower level assigns anew": ([[{"a": {"@@assign": "root"}}], [{"a": {"@@assign": "unit"}}]], {"a": "unit"}),
    "a lower level appends": ([[{"a": {"@@assign": ["1"]}}], [{"a": {"@@append": ["1", "2"]}}]], {"a": ["1", "2"]}),
    "a lower level removes": ([[{"a": {"@@assign": ["1", "2"]}}], [{"a": {"@@remove": ["1"]}}]], {"a": ["2"]}),
    "what is forbidden below is passed over": (
        [[{"a": {"@@assign": "root"} | NONE}], [{"a": {"@@assign": "x"}}]],
        {"a": "root"},
    ),
    "it is forbidden further down, too": (
        [[{"a": {"@@assign": "root"} | NONE}], [], [{"a": {"@@assign": "x"}}]],
        {"a": "root"},
    ),
    "whoever forbids may still say so at the same level": (
        [[{"a": {"@@assign": "1"} | NONE}, {"a": {"@@assign": "2"}}], [{"a": {"@@assign": "3"}}]],
        {"a": "2"},
    ),
    "forbidden above holds for what is inside": (
        [[{"a": {"b": {"@@assign": "1"}} | NONE}], [{"a": {"c": {"@@assign": "2"}}}]],
        {"a": {"b": "1"}},
    ),
    "one operator may be left": (
        [
            [{"a": {"@@assign": ["1"], "@@operators_allowed_for_child_policies": ["@@append"]}}],
            [{"a": {"@@assign": ["9"], "@@append": ["2"]}}],
        ],
        {"a": ["1", "2"]},
    ),
    "a lower level cannot allow what a higher one forbade": (
        [
            [{"a": {"@@assign": "1"} | NONE}],
            [{"a": {"@@operators_allowed_for_child_policies": ["@@all"]}}],
            [{"a": {"@@assign": "2"}}],
        ],
        {"a": "1"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_merging(name: str) -> None:
    levels, expected = CASES[name]
    assert merge(levels) == expected


keys = st.sampled_from(["a", "b"])
operators = st.dictionaries(
    st.sampled_from(["@@assign", "@@append", "@@remove", "@@operators_allowed_for_child_policies"]),
    st.lists(st.sampled_from(["x", "y", "@@none", "@@all", "@@append"]), max_size=2),
)
trees = st.recursive(operators, lambda inner: st.dictionaries(keys, inner, max_size=2), max_leaves=4)


@given(st.lists(st.lists(st.dictionaries(keys, trees, max_size=2), max_size=2), max_size=3))
def test_no_operator_is_left_in_what_comes_out(levels: list[list[dict[str, Any]]]) -> None:
    def clean(value: Any) -> bool:
        return not isinstance(value, dict) or all(not key.startswith("@@") and clean(one) for key, one in value.items())

    assert clean(merge(levels))


@given(st.lists(st.lists(st.dictionaries(keys, trees, max_size=2), max_size=2), max_size=3), trees)
def test_a_root_that_forbids_everything_has_the_last_word(
    levels: list[list[dict[str, Any]]], top: dict[str, Any]
) -> None:
    first = [{"a": top} | NONE]
    assert merge([first, *levels]) == merge([first])
