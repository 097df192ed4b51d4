"""Every case in ``cases/``: who, with which policies, asks for what, and what is decided (wire 6.2 to 6.8).

A file's name is the sentence that it proves. ``expect`` is an outcome of the simulators; ``by`` names the layer that
refused; ``says`` is the end of the denial text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontdesk.authorization import policies
from frontdesk.authorization.decision import Decision, denial_text, evaluate
from frontdesk.authorization.policies import CompiledPolicy, PolicyKind, Source
from frontdesk.authorization.request import Issuer, PolicySets, Principal, PrincipalKind, Request

CASES = Path(__file__).parent / "cases"
ACCOUNT = "111122223333"
ROLE = Issuer(f"arn:aws:iam::{ACCOUNT}:role/work/Builder", "AROAQAAAAAAABUILDER01")
ADA = Issuer(f"arn:aws:iam::{ACCOUNT}:user/ada", "AIDAQAAAAAAAADAADAADA")
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/Builder/monday"
FEDERATED = f"arn:aws:sts::{ACCOUNT}:federated-user/eve"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:saml-provider/office"
WHO = {
    "root": Principal(PrincipalKind.ROOT, f"arn:aws:iam::{ACCOUNT}:root", ACCOUNT, ACCOUNT),
    "ada": Principal(PrincipalKind.IAM_USER, ADA.arn, ADA.unique_id, ACCOUNT),
    "builder": Principal(PrincipalKind.ASSUMED_ROLE, SESSION, f"{ROLE.unique_id}:monday", ACCOUNT, ROLE),
    "eve": Principal(PrincipalKind.FEDERATED_USER, FEDERATED, f"{ACCOUNT}:eve", ACCOUNT, ADA),
    "stranger": Principal(PrincipalKind.ANONYMOUS, "", "", ""),
    "office": Principal(PrincipalKind.SAML_USER, PROVIDER, "", ACCOUNT),
    "web": Principal(PrincipalKind.WEB_IDENTITY_USER, "accounts.example.com", "", ACCOUNT),
    "ec2": Principal(PrincipalKind.AWS_SERVICE, "ec2.amazonaws.com", "", ""),
}


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            for ask in case["asks"]:
                words = f"{path.stem.replace('_', ' ')} / {number}: {ask.get('who', 'ada')} {ask['action']}"
                yield pytest.param(case, ask, id=f"{words} {ask.get('resource', '')}".strip())


def compiled(kind: PolicyKind, statements: Any, ids: dict[str, str] | None = None) -> CompiledPolicy:
    written = statements if isinstance(statements, dict) else {"Version": "2012-10-17", "Statement": statements}
    return policies.compile(policies.parse(json.dumps(written), kind), Source(kind.value, "none"), ids)


def sets_of(case: dict[str, Any]) -> PolicySets:
    def one(kind: PolicyKind) -> CompiledPolicy | None:
        return compiled(kind, case[kind.value], case.get("ids")) if kind.value in case else None

    def levels(kind: PolicyKind) -> list[list[CompiledPolicy]]:
        return [[compiled(kind, each) for each in level] for level in case.get(f"{kind.value}s", [])]

    return PolicySets(
        identity=[compiled(PolicyKind.IDENTITY, each) for each in case.get("identity", [])],
        boundary=compiled(PolicyKind.IDENTITY, case["boundary"]) if "boundary" in case else None,
        session=[compiled(PolicyKind.SESSION, each) for each in case.get("session", [])],
        resource=one(PolicyKind.RESOURCE) or one(PolicyKind.TRUST),
        scps=levels(PolicyKind.SCP),
        rcps=levels(PolicyKind.RCP),
    )


def decide(case: dict[str, Any], ask: dict[str, Any]) -> tuple[Request, Decision]:
    request = Request(
        WHO[ask.get("who", "ada")],
        ask["action"],
        ask.get("resource", ""),
        ask.get("with", {}),
        ask.get("owner", ACCOUNT),
    )
    return request, evaluate(request, sets_of(case))


@pytest.mark.parametrize(("case", "ask"), list(cases()))
def test_case(case: dict[str, Any], ask: dict[str, Any]) -> None:
    request, decision = decide(case, ask)
    assert decision.outcome.value == ask["expect"]
    assert decision.allowed is (ask["expect"] == "allowed")
    layer = decision.layer.name.lower() if decision.layer else None
    assert layer == ask.get("by", layer)
    if "says" in ask:
        assert denial_text(request, decision).endswith(ask["says"])
    if "missing" in ask:
        assert list(decision.missing) == ask["missing"]
