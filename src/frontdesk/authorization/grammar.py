"""The grammar of policies (wire 6.3). A fault is reported at its first character, in AWS's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from frontdesk.authorization import elements, json_text
from frontdesk.authorization.documents import CURRENT, FIRST, Condition, Policy, PolicyKind, Statement
from frontdesk.authorization.elements import Members, fault
from frontdesk.authorization.errors import SYNTAX
from frontdesk.authorization.json_text import Node
from frontdesk.core.messages import Message

_SID = re.compile(r"[A-Za-z0-9]*")
_SID_CHARACTERS = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
_SID_TWICE = "Statement IDs (SID) in a single policy must be unique."
_WITH_PRINCIPAL = frozenset({PolicyKind.RESOURCE, PolicyKind.TRUST, PolicyKind.RCP})
_WITH_ID = frozenset({PolicyKind.RESOURCE, PolicyKind.TRUST})
_GUARD_RAILS = frozenset({PolicyKind.SCP, PolicyKind.RCP})
_TOP = frozenset({"Version", "Statement"})
_ELEMENTS = frozenset("Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition".split())


def parse(text: str, kind: PolicyKind) -> Policy:
    """Return the policy in a JSON text, checked for its kind of document.

    Raises MalformedPolicyDocument, and nothing else, with line and column of the first fault found. Takes time
    proportional to the length of the text; sizes are checked elsewhere (``sizes``).
    """
    document = json_text.read(text)
    members = elements.members(document, _TOP | {"Id"} if kind in _WITH_ID else _TOP)
    version = _version(document, members, kind)
    identifier = elements.text(members["Id"].value) if "Id" in members else ""
    rules = _Rules(kind, variables=version == CURRENT)
    return Policy(kind, version, identifier, _statements(document, members, rules))


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the checks of a statement depend on."""

    kind: PolicyKind
    variables: bool


def _version(document: Node, members: Members, kind: PolicyKind) -> str:
    node = members["Version"].value if "Version" in members else None
    version = elements.text(node) if node else FIRST
    if version not in (CURRENT, FIRST):
        raise fault(node or document, SYNTAX, Message('The version has to be "2012-10-17".'))
    if kind is PolicyKind.MANAGED and version != CURRENT:
        detail = Message('A managed policy has to have the version "2012-10-17".')
        raise fault(node or document, "Policy document must be version 2012-10-17 or greater.", detail)
    return version


def _statements(document: Node, members: Members, rules: _Rules) -> tuple[Statement, ...]:
    nodes = elements.listed(members["Statement"].value) if "Statement" in members else []
    if not nodes:
        raise fault(document, SYNTAX, Message("A policy needs at least one statement."))
    taken: set[str] = set()
    return tuple(_statement(node, rules, taken) for node in nodes)


def _statement(node: Node, rules: _Rules, taken: set[str]) -> Statement:
    members = elements.members(node, _ELEMENTS)
    not_resource, resources = _resources(node, members, rules)
    not_action, actions = _actions(node, members)
    allows = _allows(node, members)
    not_principal, principals = _principals(node, members, rules, allows)
    return Statement(
        sid=_sid(members, taken),
        allows=allows,
        actions=actions,
        not_action=not_action,
        resources=resources,
        not_resource=not_resource,
        principals=principals,
        not_principal=not_principal,
        conditions=_conditions(members, rules),
        start=node.start,
        end=node.end,
    )


def _sid(members: Members, taken: set[str]) -> str:
    """Return the statement's id and note it as taken; statements without one may be many."""
    if "Sid" not in members:
        return ""
    node = members["Sid"].value
    sid = elements.text(node)
    if not _SID.fullmatch(sid):
        raise fault(node, _SID_CHARACTERS, Message("A statement's id has letters and digits only."))
    if sid in taken:
        raise fault(node, _SID_TWICE, Message("Another statement has this id."))
    if sid:
        taken.add(sid)
    return sid


def _allows(node: Node, members: Members) -> bool:
    if "Effect" not in members:
        raise fault(node, SYNTAX, Message('The statement needs an "Effect": "Allow" or "Deny".'))
    effect = members["Effect"].value
    if elements.text(effect) not in ("Allow", "Deny"):
        raise fault(effect, SYNTAX, Message('The effect is "Allow" or "Deny", written like this.'))
    return effect.value == "Allow"


def _either(members: Members, name: str) -> tuple[bool, Node | None]:
    """Return which of an element and its Not… form is there, and its value; both together are a fault."""
    plain, inverse = members.get(name), members.get(f"Not{name}")
    if plain and inverse:
        detail = Message('Use "{name}" or "Not{name}", not both.', {"name": name})
        raise fault(inverse.key, SYNTAX, detail)
    member = plain or inverse
    return inverse is not None, member.value if member else None


def _actions(node: Node, members: Members) -> tuple[bool, tuple[str, ...]]:
    inverted, written = _either(members, "Action")
    if written is None:
        raise fault(node, "Policy statement must contain actions.", Message('The statement needs an "Action".'))
    return inverted, elements.actions(written)


def _resources(node: Node, members: Members, rules: _Rules) -> tuple[bool, tuple[str, ...]]:
    if rules.kind is PolicyKind.TRUST:
        _prohibit(members, "Resource", "Has prohibited field {name}.")
        return False, ()
    inverted, written = _either(members, "Resource")
    if written is None:
        raise fault(node, "Policy statement must contain resources.", Message('The statement needs a "Resource".'))
    guard_rail = rules.kind in _GUARD_RAILS
    return inverted, elements.resources(written, variables=rules.variables, guard_rail=guard_rail)


def _prohibit(members: Members, element: str, text: str) -> None:
    for name in (element, f"Not{element}"):
        if name in members:
            detail = Message('This kind of policy has no "{name}".', {"name": name})
            raise fault(members[name].key, text, detail, name=name)


def _principals(node: Node, members: Members, rules: _Rules, allows: bool) -> tuple[bool, tuple[tuple[str, str], ...]]:
    if rules.kind not in _WITH_PRINCIPAL:
        _prohibit(members, "Principal", "Has prohibited field {name}")
        return False, ()
    inverted, written = _either(members, "Principal")
    if written is None:
        raise fault(node, "Missing required field Principal", Message('The statement needs a "Principal".'))
    everyone_only = rules.kind is PolicyKind.RCP
    if inverted and (allows or everyone_only):
        # It would name everybody in the world but a few; AWS's reference rules it out for Allow.
        detail = Message('"NotPrincipal" goes only with "Deny", and not into resource control policies.')
        raise fault(written, SYNTAX, detail)
    return inverted, elements.named_principals(written, everyone_only=everyone_only)


def _conditions(members: Members, rules: _Rules) -> tuple[Condition, ...]:
    if "Condition" not in members:
        return ()
    return elements.condition_block(members["Condition"].value, variables=rules.variables)
