"""The policy language against a deliberately naive reading of the specification (wire 6), and against noise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from frontdesk.authorization import policies
from frontdesk.authorization.decision import denial_text, evaluate
from frontdesk.authorization.patterns import arn_matcher, arn_parts, matcher, tokens
from frontdesk.authorization.policies import CompiledPolicy, MalformedPolicyDocument, PolicyKind, Source
from frontdesk.authorization.request import Issuer, PolicySets, Principal, PrincipalKind, Request
from tests.fuzz import naive_policies as naive
from tests.fuzz.naive_policies import AWAY, HOME

USER = f"arn:aws:iam::{HOME}:user/ada"
ROLE = f"arn:aws:iam::{HOME}:role/work/r"
SESSION = f"arn:aws:sts::{HOME}:assumed-role/r/s"
FEDERATED = f"arn:aws:sts::{HOME}:federated-user/eve"
WHO = [
    Principal(PrincipalKind.ROOT, f"arn:aws:iam::{HOME}:root", HOME, HOME),
    Principal(PrincipalKind.IAM_USER, USER, "AIDAQAAAAAAADAADAADA1", HOME),
    Principal(PrincipalKind.ASSUMED_ROLE, SESSION, "AROAQAAAAAAABUILDER01:s", HOME,
              Issuer(ROLE, "AROAQAAAAAAABUILDER01")),
    Principal(PrincipalKind.FEDERATED_USER, FEDERATED, f"{HOME}:eve", HOME, Issuer(USER, "AIDAQAAAAAAADAADAADA1")),
]  # fmt: skip

# --- what is asked ---

ACTIONS = st.sampled_from(
    ["iam:GetUser", "iam:GetRole", "IAM:getuser", "iam:ListUsers", "s3:GetObject", "sts:AssumeRole"]
)
ACTION_PATTERNS = st.sampled_from(
    ["*", "iam:*", "iam:Get*", "iam:Get????", "iam:*User*", "s3:getobject", "sts:Assume*", "*:*", "*", "*", "iam:*"]
)
RESOURCES = st.sampled_from(["*", "", USER, ROLE, "arn:aws:s3:::ada/x", "arn:aws:s3:::a*a/x:y", "arn:aws:s3:eu:1:b"])
RESOURCE_PATTERNS = st.sampled_from(
    ["*", "*", "*", "arn:*", "arn:aws:iam::*:user/*", "arn:aws:iam", USER, "arn:aws:s3:::${aws:username}/*",
     "arn:aws:s3:*:?:b", "arn:aws:s3:::a${*}a/*", "arn:a?s:*:*::*", "arn:aws:s3:::${x:gone, 'ada'}/?",
     "arn:aws:s3:::*a*/x*y", "arn:aws:s3:::*d?*x"]
)  # fmt: skip
KEYS = ["aws:username", "x:tags", "x:number", "x:flag", "x:address", "x:when", "x:arn"]
CONTEXT_VALUES = {
    "aws:username": ["ada", "a*a", "eve", ""],
    "x:tags": [["red"], ["red", "blue"], ["green", "red*"], [], "red"],
    "x:number": ["3", "10", "10.0", "x", ["3", "10"]],
    "x:flag": ["true", "FALSE", "x"],
    "x:address": ["192.0.2.1", "198.51.100.1", "2001:db8::1", "x"],
    "x:when": ["2026-05-04T10:00:00+00:00", "1777888800", "2026-05-05T00:00:00+00:00", "x"],
    "x:arn": [USER, ROLE, "x", "arn:aws:s3:::ada"],
}
TEXTS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"]
NUMBERS = ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"]
DATES = ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"]
OPERANDS: dict[str, tuple[list[str], list[str]]] = {
    "aws:username": (TEXTS, ["ada", "a*a", "a?a", "*", "${aws:username}", "a${*}a"]),
    "x:tags": (TEXTS, ["red", "r*", "blue", "${x:gone}", "${x:gone, 'red'}"]),
    "x:number": (NUMBERS, ["3", "10", "4.5"]),
    "x:flag": (["Bool"], ["true", "False"]),
    "x:address": (["IpAddress", "NotIpAddress"], ["192.0.2.0/24", "198.51.100.1", "2001:db8::/32", "0.0.0.0/0"]),
    "x:when": (DATES, ["2026-05-04T10:00:00+00:00", "1777939200"]),
    "x:arn": (
        ["ArnLike", "ArnNotLike"],
        ["arn:aws:iam::*:user/*", "arn:aws:*:*:*:*", "*", "arn:aws:s3:::${aws:username}"],
    ),
}


def some(values: Any) -> st.SearchStrategy[Any]:
    return st.one_of(values, st.lists(values, min_size=1, max_size=3))


@st.composite
def condition_blocks(draw: st.DrawFn) -> dict[str, Any]:
    block: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), max_size=2, unique=True)):
        operators, values = OPERANDS[key]
        name = draw(st.sampled_from(["", "", "ForAnyValue:", "ForAllValues:"])) + draw(st.sampled_from(operators))
        name += draw(st.sampled_from(["", "", "IfExists"]))
        wanted = draw(some(st.sampled_from(values)))
        if draw(st.integers(0, 7)) == 0:
            name, wanted = "Null", draw(st.sampled_from(["true", "false"]))
        block[name] = {draw(st.sampled_from([key, key.upper()])): wanted}
    return block


@st.composite
def statements(draw: st.DrawFn, principal: bool, resource: bool) -> dict[str, Any]:
    effect = draw(st.sampled_from(["Allow", "Allow", "Allow", "Allow", "Deny"]))
    negate = st.sampled_from(["", "", "", "Not"])
    statement = {
        "Effect": effect,
        f"{draw(negate)}Action": draw(some(ACTION_PATTERNS)),
        "Condition": draw(st.just({}) | condition_blocks()),
    }
    if resource:
        statement[f"{draw(negate)}Resource"] = draw(some(RESOURCE_PATTERNS))
    if principal:
        entries = st.sampled_from(["*", HOME, AWAY, USER, ROLE, SESSION, FEDERATED, f"arn:aws:iam::{HOME}:root"])
        name = "NotPrincipal" if effect == "Deny" and draw(st.booleans()) else "Principal"
        statement[name] = {"AWS": draw(some(entries))}
    return statement


def documents(principal: bool = False, resource: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    wanted = st.lists(statements(principal, resource), min_size=1, max_size=4)
    return wanted.map(lambda each: {"Version": "2012-10-17", "Statement": each})


@st.composite
def policy_sets(draw: st.DrawFn) -> dict[str, Any]:
    trust = draw(st.booleans())
    whole = st.just({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    long_arns = documents().filter(
        lambda each: '"arn:*"' not in json.dumps(each) and '"arn:aws:iam"' not in json.dumps(each)
    )
    return {
        "identity": draw(st.lists(whole | documents(), max_size=3)),
        "boundary": draw(st.none() | st.none() | documents()),
        "session": draw(st.just([]) | st.lists(whole | documents(), max_size=2)),
        "resource": draw(st.none() | documents(principal=True, resource=not trust)),
        "scps": draw(st.lists(st.lists(whole | long_arns, min_size=1, max_size=2), max_size=2)),
        "trust": trust,
    }


@st.composite
def requests(draw: st.DrawFn) -> Request:
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    context = {draw(st.sampled_from([key, key.title()])): draw(st.sampled_from(CONTEXT_VALUES[key])) for key in keys}
    owner = draw(st.sampled_from([HOME, HOME, AWAY, ""]))
    return Request(draw(st.sampled_from(WHO)), draw(ACTIONS), draw(RESOURCES), context, owner)


def compiled(document: dict[str, Any], kind: PolicyKind) -> CompiledPolicy:
    return policies.compile(policies.parse(json.dumps(document), kind), Source(kind.value, "none"))


@settings(max_examples=300)
@given(requests(), policy_sets())
def test_the_decision_is_the_naive_one(request: Request, sets: dict[str, Any]) -> None:
    kind = PolicyKind.TRUST if sets["trust"] else PolicyKind.RESOURCE
    prepared = PolicySets(
        identity=[compiled(each, PolicyKind.IDENTITY) for each in sets["identity"]],
        boundary=compiled(sets["boundary"], PolicyKind.IDENTITY) if sets["boundary"] else None,
        session=[compiled(each, PolicyKind.SESSION) for each in sets["session"]],
        resource=compiled(sets["resource"], kind) if sets["resource"] else None,
        scps=[[compiled(each, PolicyKind.SCP) for each in level] for level in sets["scps"]],
    )
    decision = evaluate(request, prepared)
    assert decision.allowed is naive.decide(request, sets)
    assert (decision.layer is None) is decision.allowed
    assert denial_text(request, decision).startswith(f"User: {request.principal.arn} is not authorized to perform: ")
    if decision.outcome.value == "explicitDeny":
        assert decision.matched
        assert not any(statement.allows for statement in decision.matched)


@settings(max_examples=500)
@given(st.data())
def test_a_condition_holds_as_in_the_naive_reading(data: st.DataObject) -> None:
    block = data.draw(condition_blocks())
    keys = [key for inner in block.values() for key in inner]
    context = {
        key.lower(): data.draw(st.sampled_from(CONTEXT_VALUES[key.lower()])) for key in keys if data.draw(LIKELY)
    }
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": block}
    policy = compiled({"Version": "2012-10-17", "Statement": statement}, PolicyKind.IDENTITY)
    request = Request(WHO[1], "iam:GetUser", context=context)
    assert evaluate(request, PolicySets(identity=[policy])).allowed is naive.matches(statement, request, context)


@given(st.text("ab*?", max_size=12), st.text("ab*?", max_size=12))
def test_wildcards_match_as_the_naive_reading_does(pattern: str, text: str) -> None:
    assert matcher(tokens(pattern, wildcards=True, variables=False))(text) is naive.like(list(pattern), text)


@given(
    st.lists(st.text("ab*?", max_size=4), min_size=6, max_size=7).map(":".join),
    st.lists(st.text("ab", max_size=4), min_size=1, max_size=8).map(":".join),
)
def test_arns_match_as_the_naive_reading_does(pattern: str, arn: str) -> None:
    assert arn_matcher(arn_parts(tokens(pattern, wildcards=True, variables=False)))(arn) is naive.like_arn(
        list(pattern), arn
    )


# --- noise ---

NAMES = (
    "Version Id Statement Sid Effect Action NotAction Resource Principal AWS Condition StringLike Null NumericEquals"
    " IpAddress DateEquals aws:x x"
).split()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
    | st.sampled_from(["Allow", "Deny", "*", "iam:*", "arn:aws:iam::*:user/${aws:username}", "2012-10-17"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(NAMES),
        inner,
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip
LIKELY = st.sampled_from([True, True, False])
KINDS = st.sampled_from(list(PolicyKind))


def refusal(text: str, kind: PolicyKind) -> MalformedPolicyDocument | None:
    """Return the refusal of a text, or None for a policy; nothing else may be raised."""
    try:
        policies.compile(policies.parse(text, kind), Source("noise", "none"))
    except MalformedPolicyDocument as fault:
        return fault
    return None


def parses(text: str, kind: PolicyKind) -> bool:
    """Say whether the text is a policy; a refusal has to point into it."""
    fault = refusal(text, kind)
    if fault is None:
        return True
    lines = text.split("\n")
    assert 1 <= fault.line <= len(lines)
    assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    return False


@given(st.text(), KINDS)
@example("\ud800", PolicyKind.IDENTITY)
@example('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:\udfff","Resource":"*"}}', PolicyKind.SCP)
def test_noise_is_refused_with_its_place(text: str, kind: PolicyKind) -> None:
    assert not parses(text, kind)


@given(st.dictionaries(st.sampled_from(["Version", "Statement", "Id"]), JSON), KINDS, st.integers(0, 4))
def test_json_that_is_almost_a_policy_is_read_or_refused(
    document: dict[str, Any], kind: PolicyKind, indent: int
) -> None:
    parses(json.dumps(document, indent=indent), kind)


@given(documents(), st.data())
def test_a_policy_that_was_damaged_is_read_or_refused(document: dict[str, Any], data: st.DataObject) -> None:
    text = json.dumps(document)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, min(len(text), start + 20)))
    parses(text[:start] + data.draw(st.text('{}[]",:$*?\\ \n01', max_size=6)) + text[stop:], PolicyKind.IDENTITY)


LARGEST = 131072
STATEMENT = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b","Resource":"*","Condition":{%s}}}'


@pytest.mark.parametrize(
    "unit", ["[", "{", '{"a":', "[[],", '"', '"\\', "\\", "${", "1", "-", " ", "\n", "\ud800", "[0,"]
)
def test_the_largest_noise_is_refused(unit: str) -> None:
    assert not parses(unit * (LARGEST // len(unit)), PolicyKind.IDENTITY)


@pytest.mark.parametrize(
    "unit", ["${", "${a,'", "*", "?", "*?", "*a", "${a}", "${a,' ", " ", "1", ":", "${*}", "\\u0041"]
)
def test_the_largest_value_is_read_and_matched_in_bounded_time(unit: str) -> None:
    value = unit * ((LARGEST - 200) // len(unit))
    for operator in ("StringLike", "ArnLike", "NumericEquals", "DateEquals", "IpAddress", "BinaryEquals"):
        text = STATEMENT % f'"{operator}":{{"x:y":"{value}"}}'
        if parses(text, PolicyKind.IDENTITY):
            policy = policies.compile(policies.parse(text, PolicyKind.IDENTITY), Source("large", "none"))
            request = Request(WHO[1], "a:b", context={"x:y": "a" * 8192 + "b", "a": "*" * 100})
            evaluate(request, PolicySets(identity=[policy]))


@pytest.mark.parametrize("pattern", ["*a" * 3000 + "c", "a?" * 3000 + "*" + "a?" * 1000 + "c", "*?a" * 1000 + "c"])
def test_a_hostile_pattern_does_not_stall_a_decision(pattern: str) -> None:
    assert not matcher(tokens(pattern, wildcards=True, variables=False))("a" * 8192 + "b")
