"""Each condition operator against each kind of answer (wire 6.5)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from frontdesk.authorization.conditions import compile_condition, exists
from frontdesk.authorization.documents import Condition

Values = Sequence[str]
NEGATED = ["StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals",
           "NotIpAddress", "ArnNotEquals", "ArnNotLike"]  # fmt: skip
POSITIVE = [
    "StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "NumericLessThan", "NumericLessThanEquals",
    "NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateLessThan", "DateLessThanEquals",
    "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "ArnEquals", "ArnLike",
]  # fmt: skip
SAMPLE = {"Str": "a", "Num": "1", "Dat": "2026-01-01", "Boo": "true", "Bin": "YQ==", "IpA": "192.0.2.1",
          "Not": "192.0.2.1", "Arn": "arn:aws:iam::1:user/a"}  # fmt: skip


def holds(operator: str, wanted: str | Values, asked: str | Values | None, *, variables: bool = True) -> bool:
    values = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    test = compile_condition(Condition(operator, "X:Key", values), variables=variables)
    return test({"x:key": asked} if asked is not None else {})


@pytest.mark.parametrize(
    ("operator", "wanted", "yes", "no"),
    [
        ("StringEquals", ["ab", "cd"], ["ab", "cd"], ["AB", "abc", "", "*"]),
        ("StringEquals", "*", ["*"], ["a", ""]),
        ("StringEquals", "${*}", ["*"], ["a", "${*}"]),
        ("StringNotEquals", ["ab", "cd"], ["AB", ""], ["ab", "cd"]),
        ("StringEqualsIgnoreCase", "Straße", ["STRASSE", "straße"], ["strase"]),
        ("StringNotEqualsIgnoreCase", "Ab", ["b"], ["AB", "ab"]),
        ("StringLike", ["a*c", "x?"], ["ac", "abbc", "xy"], ["abcd", "x", "xyz", "AC"]),
        ("StringLike", "*", ["", "a\nb"], []),
        ("StringLike", "a${*}", ["a*"], ["ab", "a"]),
        ("StringLike", "*a*b*", ["ab", "xaxbx"], ["ba", "a", "b"]),
        ("StringLike", "*ab*ab*", ["abab", "xabxabx"], ["ab", "aab"]),
        ("StringLike", "a*b*b", ["abb", "abxb"], ["ab", "aab"]),
        ("StringLike", "aba*aba", ["abaaba", "abaXaba"], ["aba", "ababa"]),
        ("StringLike", "*??a?*", ["xxab", "xxxab"], ["xab", "xxa"]),
        ("StringNotLike", ["a*", "b*"], ["c"], ["a", "bc"]),
        ("NumericEquals", "10", ["10", "10.0", "1e1", "+10"], ["11", "ten", "", "NaN"]),
        ("NumericNotEquals", ["10", "11"], ["12"], ["10", "11.0", "ten", ""]),
        ("NumericLessThan", "10", ["9", "-1", "9.99"], ["10", "11", "x"]),
        ("NumericLessThanEquals", "10", ["9", "10"], ["10.1", "x"]),
        ("NumericGreaterThan", "10", ["10.01", "1e3"], ["10", "9", "x", "Infinity"]),
        ("NumericGreaterThanEquals", "10", ["10", "11"], ["9", "x"]),
        ("NumericEquals", "9007199254740993", ["9007199254740993"], ["9007199254740992"]),
        ("DateEquals", "2026-05-04T10:00:00Z", ["2026-05-04T12:00:00+02:00", "1777888800"], ["2026-05-04", "x"]),
        ("DateNotEquals", "2026-05-04", ["2026-05-05"], ["2026-05-04T00:00:00Z", "x"]),
        ("DateLessThan", "2026", ["2025-12-31T23:59:59.999Z", "0", "-5"], ["2026-01-01", "x"]),
        ("DateLessThanEquals", "1777888800", ["2026-05-04T10:00:00Z"], ["2026-05-04T10:00:01Z"]),
        ("DateGreaterThan", "2026-05", ["2026-05-01T00:00:01"], ["2026-05-01"]),
        ("DateGreaterThanEquals", "2026-05", ["2026-05-01", "99999999999999999999"], ["2026-04-30"]),
        ("Bool", "true", ["true", "TRUE"], ["false", "1", ""]),
        ("Bool", "False", ["false"], ["true"]),
        ("BinaryEquals", "aGVsbG8=", ["aGVsbG8="], ["aGVsbG9", "hello", ""]),
        ("IpAddress", ["192.0.2.0/24", "2001:db8::/32"],
         ["192.0.2.0", "192.0.2.255", "2001:db8::1", "::ffff:192.0.2.7"],
         ["192.0.3.0", "2001:db9::1", "x", ""]),
        ("IpAddress", "192.0.2.9/24", ["192.0.2.1"], ["192.0.1.1"]),
        ("IpAddress", "192.0.2.1", ["192.0.2.1"], ["192.0.2.2"]),
        ("IpAddress", "::ffff:192.0.2.0/120", ["192.0.2.1"], ["192.0.3.1"]),
        ("IpAddress", "0.0.0.0/0", ["198.51.100.7"], ["2001:db8::1"]),
        ("NotIpAddress", ["192.0.2.0/24", "198.51.100.1"], ["203.0.113.1", "2001:db8::1", "x"],
         ["192.0.2.1", "198.51.100.1"]),
        ("ArnEquals", "arn:aws:iam::*:user/a*", ["arn:aws:iam::1:user/ab", "arn:aws:iam:::user/a:b"],
         ["arn:aws:iam::1:user/b", "arn:aws:iam:x:1:user/a", "arn:aws:iam::1:2:user/a", "a", ""]),
        ("ArnLike", ["arn:aws:s3:::b", "arn:*:sns:?:1:t"], ["arn:aws:s3:::b", "arn:x:sns:e:1:t"], ["arn:x:sns::1:t"]),
        ("ArnLike", "arn:*:*:*:*:*", ["arn:aws:s3:::"], ["arn:aws", "arn:aws:s3::b"]),
        ("ArnLike", "*", ["arn:aws:s3:::b"], []),
        ("ArnLike", "arn:aws:iam", [], ["arn:aws:iam", "arn:aws:iam::1:user/a"]),
        ("ArnNotEquals", "arn:aws:iam::1:user/*", ["arn:aws:iam::2:user/a", "x"], ["arn:aws:iam::1:user/a"]),
        ("ArnNotLike", "arn:aws:iam::1:user/*", ["arn:aws:iam::2:user/a"], ["arn:aws:iam::1:user/a"]),
        ("stringlikeIFEXISTS", "a", ["a"], ["b"]),
    ],
)  # fmt: skip
def test_one_value(operator: str, wanted: str | Values, yes: Values, no: Values) -> None:
    assert [each for each in yes if not holds(operator, wanted, each)] == []
    assert [each for each in no if holds(operator, wanted, each)] == []


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_a_missing_key(operator: str) -> None:
    sample = SAMPLE[operator[:3]]
    for absent in (None, [], ()):
        assert holds(operator, sample, absent) is (operator in NEGATED)
        assert holds(f"{operator}IfExists", sample, absent) is True
        assert holds(f"ForAnyValue:{operator}", sample, absent) is False
        assert holds(f"ForAnyValue:{operator}IfExists", sample, absent) is True
        assert holds(f"ForAllValues:{operator}", sample, absent) is True
        assert holds(f"ForAllValues:{operator}IfExists", sample, absent) is True


@pytest.mark.parametrize("operator", POSITIVE + NEGATED)
def test_every_operator_has_every_form_in_any_case(operator: str) -> None:
    for name in (operator, f"{operator}IfExists", f"ForAnyValue:{operator}", f"ForAllValues:{operator}IfExists"):
        assert exists(name)
        assert exists(name.upper())
    assert not exists(f"{operator}s")
    assert not exists(f"IfExists{operator}")


@pytest.mark.parametrize(
    ("operator", "asked", "expected"),
    [
        ("StringEquals", ["a", "z"], True),
        ("StringEquals", ["y", "z"], False),
        ("StringNotEquals", ["a", "z"], False),
        ("StringNotEquals", ["y", "z"], True),
        ("ForAnyValue:StringEquals", ["a", "z"], True),
        ("ForAnyValue:StringEquals", ["y", "z"], False),
        ("ForAnyValue:StringNotEquals", ["a", "z"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], False),
        ("ForAllValues:StringEquals", ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "z"], False),
        ("ForAllValues:StringNotEquals", ["y", "z"], True),
        ("ForAllValues:StringNotEquals", ["a", "z"], False),
        ("ForAllValues:StringLike", "a", True),
        ("ForAnyValue:StringLike", "z", False),
    ],
)
def test_several_values(operator: str, asked: str | Values, expected: bool) -> None:
    assert holds(operator, ["a", "b"], asked) is expected


@pytest.mark.parametrize(
    ("wanted", "present", "absent"), [("true", False, True), ("False", True, False), (["true", "false"], True, True)]
)
def test_null(wanted: str | Values, present: bool, absent: bool) -> None:
    for asked in ("x", "", ["x"]):
        assert holds("Null", wanted, asked) is present
    for nothing in (None, []):
        assert holds("nULL", wanted, nothing) is absent


def test_an_operator_that_does_not_exist_matches_nothing() -> None:
    assert holds("StringAlmostEquals", "a", "a") is False
    assert holds("StringAlmostEqualsIfExists", "a", None) is False


@pytest.mark.parametrize(
    ("operator", "wanted", "asked", "expected"),
    [
        ("StringEquals", "${x:other}", "o*", True),
        ("StringEqualsIgnoreCase", "pre-${x:OTHER}", "PRE-O*", True),
        ("StringEqualsIgnoreCase", "${x:upper}", "up", True),
        ("StringLike", "${x:other}/*", "o*/k", True),
        ("StringLike", "${x:other}/*", "oo/k", False),
        ("StringLike", "?${x:other}", "-o*", True),
        ("StringEquals", "${x:none}", "", False),
        ("StringEquals", "${x:none, 'd'}", "d", True),
        ("StringEquals", "${x:none,''}", "", True),
        ("StringNotEquals", "${x:none}", "d", True),
        ("StringEquals", "${x:list}", "one", False),
        ("Bool", "${x:flag}", "TRUE", True),
        ("ArnLike", "arn:aws:s3:::${x:other}/*", "arn:aws:s3:::o*/k", True),
        ("ArnLike", "arn:aws:iam::${x:colon}:user/a", "arn:aws:iam::1:2:user/a", False),
    ],
)
def test_variables(operator: str, wanted: str, asked: str, expected: bool) -> None:
    test = compile_condition(Condition(operator, "x:key", (wanted,)), variables=True)
    context = {"x:other": "o*", "x:list": ["one"], "x:flag": "true", "x:colon": "1:2", "x:upper": "UP", "x:key": asked}
    assert test(context) is expected


def test_without_variables_their_text_is_ordinary() -> None:
    assert holds("StringEquals", "${x:key}", "${x:key}", variables=False)
    assert not holds("StringEquals", "${x:key}", "a", variables=False)
