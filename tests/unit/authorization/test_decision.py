"""What a decision tells beside yes and no."""

from __future__ import annotations

import json
from typing import Any

from frontdesk.authorization import policies
from frontdesk.authorization.decision import Layer, Outcome, denial_text, evaluate
from frontdesk.authorization.policies import CompiledPolicy, PolicyKind, Source
from frontdesk.authorization.request import PolicySets, Principal, PrincipalKind, Request

ADA = Principal(PrincipalKind.IAM_USER, "arn:aws:iam::111122223333:user/ada", "AIDAQAAAAAAADAADAADA1", "111122223333")


def compiled(name: str, *statements: dict[str, Any], kind: PolicyKind = PolicyKind.IDENTITY) -> CompiledPolicy:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=1)
    return policies.compile(policies.parse(text, kind), Source(name, "user-managed", f"arn:aws:iam::1:policy/{name}"))


def statement(effect: str, action: str, sid: str = "", **condition: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": effect, "Action": action, "Resource": "*", "Condition": condition}


def test_an_allow_names_every_statement_that_allowed() -> None:
    sets = PolicySets(
        identity=[
            compiled("one", statement("Allow", "s3:*", "a"), statement("Allow", "iam:*", "b")),
            compiled("two", statement("Allow", "*", "c"), statement("Deny", "iam:Put*", "d")),
        ],
        boundary=compiled("edge", statement("Allow", "*", "e")),
    )
    decision = evaluate(Request(ADA, "iam:GetUser"), sets)
    assert (decision.allowed, decision.outcome, decision.layer) == (True, Outcome.ALLOWED, None)
    assert [(each.source.id, each.sid) for each in decision.matched] == [("one", "b"), ("two", "c"), ("edge", "e")]


def test_a_deny_names_only_the_statements_that_deny() -> None:
    policy = compiled("one", statement("Allow", "*", "a"), statement("Deny", "iam:*", "b"), statement("Deny", "s3:*"))
    decision = evaluate(Request(ADA, "iam:GetUser"), PolicySets(identity=[policy]))
    (deciding,) = decision.matched
    assert (decision.outcome, decision.layer) == (Outcome.EXPLICIT_DENY, Layer.IDENTITY)
    assert (deciding.sid, deciding.source.type, deciding.start.line) == ("b", "user-managed", 11)
    assert deciding.start < deciding.end


def test_what_allowed_elsewhere_is_named_when_a_set_is_silent() -> None:
    sets = PolicySets(
        identity=[compiled("one", statement("Allow", "*", "a"))], boundary=compiled("edge", statement("Allow", "s3:*"))
    )
    decision = evaluate(Request(ADA, "iam:GetUser"), sets)
    assert (decision.outcome, decision.layer) == (Outcome.IMPLICIT_DENY, Layer.BOUNDARY)
    assert [each.sid for each in decision.matched] == ["a"]


def test_missing_keys_are_told_as_written_for_statements_about_the_action() -> None:
    policy = compiled(
        "one",
        statement("Allow", "iam:*", Bool={"aws:MultiFactorAuthPresent": True}, StringEquals={"x:A": "${x:B}"}),
        statement("Deny", "iam:*", StringEquals={"aws:username": "eve", "x:C": "${x:D, 'd'}"}),
        statement("Allow", "s3:*", StringEquals={"x:Other": "1"}),
    )
    request = Request(ADA, "iam:GetUser", context={"AWS:username": "ada", "x:c": ()})
    decision = evaluate(request, PolicySets(identity=[policy]))
    assert decision.missing == ("aws:MultiFactorAuthPresent", "x:A", "x:B", "x:C")


def test_a_policy_answers_the_same_about_more_actions_than_it_remembers() -> None:
    sets = PolicySets(identity=[compiled("one", statement("Allow", "iam:Get*"))])
    for _ in range(2):
        for number in range(700):
            assert evaluate(Request(ADA, f"iam:Get{number}"), sets).allowed
            assert not evaluate(Request(ADA, f"iam:Put{number}"), sets).allowed


def test_an_allowed_decision_gives_no_reason() -> None:
    request = Request(ADA, "sts:GetCallerIdentity")
    text = denial_text(request, evaluate(request, PolicySets()))
    assert text == f"User: {ADA.arn} is not authorized to perform: sts:GetCallerIdentity"
