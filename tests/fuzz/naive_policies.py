"""A deliberately naive reading of the policy language (wire 6): all of it again for every request, nothing prepared."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from frontdesk.authorization.request import Principal, Request

HOME, AWAY = "111122223333", "999988887777"


def like(pattern: list[str], text: str) -> bool:
    """Match characters, where "*" and "?" alone are wildcards and a literal one is written as two characters."""
    row = [True] + [False] * len(text)
    for token in pattern:
        following = [token == "*" and row[0]]
        for at, character in enumerate(text):
            if token == "*":
                following.append(following[at] or row[at + 1])
            else:
                following.append(row[at] and (token == "?" or token[-1] == character))
        row = following
    return row[-1]


def characters(text: str, context: dict[str, Any], *, wild: bool) -> list[str] | None:
    """Put values in the place of variables; a character that came from a value is never a wildcard."""
    result: list[str] = []
    while text:
        if text.startswith("${"):
            name, _, text = text[2:].partition("}")
            key, _, default = name.partition(",")
            value = (
                name if name in ("*", "?", "$") else context.get(key.lower(), default.strip(" '") if default else None)
            )
            if not isinstance(value, str):
                return None
            result += [f"={character}" for character in value]
        else:
            result.append(text[0] if wild or text[0] not in "*?" else f"={text[0]}")
            text = text[1:]
    return result


def like_arn(pattern: list[str], arn: str) -> bool:
    if pattern == ["*"]:
        return True
    parts: list[list[str]] = [[]]
    for token in pattern:
        if token == ":" and len(parts) < 6:
            parts.append([])
        else:
            parts[-1].append(token)
    parts += [["*"]] * (6 - len(parts))
    split = arn.split(":", 5)
    return len(split) == 6 and all(like(part, text) for part, text in zip(parts, split, strict=True))


def moment(text: str) -> float | None:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return float(text) if text.isdigit() else None


def compare(family: str, wanted: str, asked: str, context: dict[str, Any]) -> bool | None:
    if family in ("stringequals", "stringlike", "arnlike"):
        pattern = characters(wanted, context, wild=family != "stringequals")
        return pattern is not None and (like_arn if family == "arnlike" else like)(pattern, asked)
    if family == "bool":
        return wanted.lower() == asked.lower()
    if family == "ipaddress":
        try:
            return ipaddress.ip_address(asked) in ipaddress.ip_network(wanted, strict=False)
        except ValueError:
            return False
    left, right = (moment(asked), moment(wanted)) if family.startswith("date") else (number(asked), number(wanted))
    if left is None or right is None:
        return None
    return {"equals": left == right, "lessthan": left < right, "greaterthanequals": left >= right}[
        family[4:].removeprefix("ric")
    ]


def number(text: str) -> Decimal | None:
    return Decimal(text) if text.replace(".", "", 1).isdigit() else None


def one_holds(family: str, negated: bool, wanted: list[str], asked: str, context: dict[str, Any]) -> bool:
    found = [compare(family, each, asked, context) for each in wanted]
    if None in found:
        return False
    return any(found) is not negated


def condition_holds(operator: str, wanted: list[str], asked: Any, context: dict[str, Any]) -> bool:
    name = operator.lower()
    if name == "null":
        return any((each == "true") == (asked in (None, [])) for each in wanted)
    quantifier, _, name = name.rpartition(":")
    family = name.removesuffix("ifexists")
    negated = "not" in family
    family = family.replace("not", "")
    if asked in (None, []):
        if name.endswith("ifexists") or quantifier == "forallvalues":
            return True
        return negated and not quantifier
    several = [asked] if isinstance(asked, str) else asked
    each_holds = [one_holds(family, negated, wanted, each, context) for each in several]
    if quantifier == "forallvalues" or (negated and not quantifier):
        return all(each_holds)
    return any(each_holds)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def element(statement: dict[str, Any], name: str, matches: Any) -> bool:
    if f"Not{name}" in statement:
        return not any(map(matches, listed(statement[f"Not{name}"])))
    return name not in statement or any(map(matches, listed(statement[name])))


def matches(statement: dict[str, Any], request: Request, context: dict[str, Any]) -> bool:
    def resource(wanted: str) -> bool:
        pattern = characters(wanted, context, wild=True)
        return pattern is not None and like_arn(pattern, request.resource)

    return (
        element(statement, "Action", lambda wanted: like(list(wanted.lower()), request.action.lower()))
        and element(statement, "Resource", resource)
        and all(
            condition_holds(operator, listed(wanted), context.get(key.lower()), context)
            for operator, block in statement.get("Condition", {}).items()
            for key, wanted in block.items()
        )
    )


def names(principal: Principal) -> dict[str, list[str]]:
    issuer = [principal.issuer.arn, principal.issuer.unique_id] if principal.issuer else []
    own = [] if principal.kind == "Root" else [principal.arn, principal.unique_id]
    return {"direct": own, "role": [*issuer, "*"], "account": [HOME, f"arn:aws:iam::{HOME}:root"]}


def grant(statement: dict[str, Any], principal: Principal) -> str | None:
    known = names(principal)
    if "NotPrincipal" in statement:
        entries = listed(statement["NotPrincipal"]["AWS"])
        found = [any(name in entries for name in known[form]) for form in ("direct", "role", "account")]
        excluded = all(found) if principal.kind == "AssumedRole" and "*" not in entries else any(found)
        return None if excluded else "role"
    entries = listed(statement["Principal"]["AWS"])
    return next((form for form, all_names in known.items() if set(entries) & set(all_names)), None)


def decide(request: Request, sets: dict[str, Any]) -> bool:
    context = {key.lower(): value for key, value in request.context.items()}

    def found(documents: Iterable[dict[str, Any]], effect: str) -> list[dict[str, Any]]:
        return [
            each
            for document in documents
            for each in listed(document["Statement"])
            if each["Effect"] == effect and matches(each, request, context)
        ]

    who = request.principal
    resource = [sets["resource"]] if sets["resource"] else []
    boundary = [sets["boundary"]] if sets["boundary"] else []
    everything = [*sets["identity"], *boundary, *sets["session"], *(each for level in sets["scps"] for each in level)]
    if found(everything, "Deny") or any(grant(each, who) for each in found(resource, "Deny")):
        return False
    if not all(found(level, "Allow") for level in sets["scps"]):
        return False
    bare = who.kind == "FederatedUser" and not sets["session"]
    identity = who.kind == "Root" or (bool(found(sets["identity"], "Allow")) and not bare)
    bounded = not boundary or bool(found(boundary, "Allow"))
    session = bool(found(sets["session"], "Allow")) if sets["session"] else not bare
    grants = {grant(each, who) for each in found(resource, "Allow")} - {None}
    own = identity and bounded and session
    if request.resource_account == AWAY:
        return bool(grants) and own
    if who.kind == "Root":
        return session
    return at_home(grants, own, bounded and session, bool(sets["trust"] and resource))


def at_home(grants: set[str | None], own: bool, own_but_identity: bool, trust: bool) -> bool:
    if "direct" in grants:
        return True
    if "role" in grants:
        return own_but_identity
    return own and (bool(grants) or not trust)
