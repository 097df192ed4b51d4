"""The elements inside a statement: actions, resources, principals, conditions (wire 6.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from frontdesk.authorization import conditions, principals
from frontdesk.authorization.documents import Condition
from frontdesk.authorization.errors import LEGACY, SYNTAX, MalformedPolicyDocument
from frontdesk.authorization.json_text import Member, Node, Number
from frontdesk.authorization.patterns import ARN_PARTS, Tokens, arn_parts, literal, tokens, variables_of
from frontdesk.core.messages import Message

Members = dict[str, Member]

_VENDOR = re.compile(r"[A-Za-z0-9-]+|\*")
_ACTION_NAME = re.compile(r"[A-Za-z0-9_*?-]+")
_NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."


def fault(node: Node, text: str, detail: Message, **values: object) -> MalformedPolicyDocument:
    """Return the refusal of a policy that points at ``node``."""
    line, column = node.start
    return MalformedPolicyDocument(text, detail=detail, line=line, column=column, values=values)


def members(node: Node, known: Iterable[str] | None = None) -> Members:
    """Return the members of an object; raise for anything else and for a key that is not known."""
    if not isinstance(node.value, dict):
        raise fault(node, SYNTAX, Message("An object in braces has to stand here."))
    for name, member in node.value.items():
        if known is not None and name not in known:
            raise fault(member.key, SYNTAX, Message('The key "{name}" is not known here.', {"name": name}))
    return node.value


def listed(node: Node) -> list[Node]:
    """Return the items of a list, or the one value that stands in its place."""
    return node.value if isinstance(node.value, list) else [node]


def text(node: Node) -> str:
    """Return a text; raise for anything else."""
    if not isinstance(node.value, str):
        raise fault(node, SYNTAX, Message("A text in double quotes has to stand here."))
    return node.value


def actions(node: Node) -> tuple[str, ...]:
    """Return the actions of a statement; there is at least one."""
    if not listed(node):
        raise fault(node, "Policy statement must contain actions.", Message("Name at least one action."))
    return tuple(map(_action, listed(node)))


def _action(node: Node) -> str:
    action = text(node)
    vendor, colon, name = action.partition(":")
    if action == "*":
        return action
    if not colon:
        raise fault(node, _NO_VENDOR, Message('Write "service:Name", such as "iam:GetUser".'))
    if ":" in name:
        raise fault(node, "Actions/Condition can contain only one colon.", Message("An action has one colon."))
    if not _VENDOR.fullmatch(vendor):
        detail = Message('"{vendor}" cannot be the name of a service.', {"vendor": vendor})
        raise fault(node, "Vendor {vendor} is not valid", detail, vendor=vendor)
    if not _ACTION_NAME.fullmatch(name):
        raise fault(node, LEGACY, Message("An action's name has letters and digits, * and ? only."))
    return action


def resources(node: Node, *, variables: bool, guard_rail: bool) -> tuple[str, ...]:
    """Return the resources of a statement; there is at least one. Guard rails (SCP, RCP) need whole ARNs."""
    if not listed(node):
        raise fault(node, "Policy statement must contain resources.", Message("Name at least one resource."))
    return tuple(_resource(each, variables, guard_rail) for each in listed(node))


def _resource(node: Node, variables: bool, guard_rail: bool) -> str:
    resource = text(node)
    if resource == "*":
        return resource
    parts = arn_parts(_tokens(node, resource, variables))
    if literal(parts[0]) != "arn" or len(parts) == 1 or (guard_rail and len(parts) < ARN_PARTS):
        detail = Message('Write "*" or an ARN such as "arn:aws:iam::123456789012:user/*".')
        raise fault(node, 'Resource {resource} must be in ARN format or "*".', detail, resource=resource)
    if any(map(variables_of, parts[: ARN_PARTS - 1])):
        raise fault(node, LEGACY, Message("A variable can stand only in the last part of an ARN."))
    if len(parts) > 3 and literal(parts[2]) == "iam" and parts[3] and literal(parts[3]) is not None:
        detail = Message("IAM is not divided into regions: leave that part of the ARN empty.")
        raise fault(node, "IAM resource {resource} cannot contain region information.", detail, resource=resource)
    return resource


def _tokens(node: Node, value: str, variables: bool) -> Tokens:
    try:
        return tokens(value, wildcards=True, variables=variables)
    except ValueError:
        raise fault(node, LEGACY, Message("A variable looks like ${{aws:username}}; close it with a brace.")) from None


def named_principals(node: Node, *, everyone_only: bool) -> tuple[tuple[str, str], ...]:
    """Return the principals of a statement as (type, value); a bare ``*`` is AWS's ``*``."""
    if isinstance(node.value, str):
        found = [_principal("AWS", node, everyone_only)] if node.value == "*" else []
    else:
        found = [
            _principal(kind, value, everyone_only)
            for kind, member in members(node).items()
            for value in listed(member.value)
        ]
    if not found:
        raise _invalid_principal(node, str(node.value) if isinstance(node.value, str) else "")
    return tuple(found)


def _principal(kind: str, node: Node, everyone_only: bool) -> tuple[str, str]:
    value = text(node)
    if not principals.is_valid(kind, value) or (everyone_only and value != "*"):
        raise _invalid_principal(node, f'"{kind}":"{value}"')
    return kind, value


def _invalid_principal(node: Node, principal: str) -> MalformedPolicyDocument:
    detail = Message('Name an account, a user, a role, a session, a provider, a service, or "*" for everyone.')
    return fault(node, "Invalid principal in policy: {principal}", detail, principal=principal)


def condition_block(node: Node, *, variables: bool) -> tuple[Condition, ...]:
    """Return every key of every operator."""
    return tuple(
        _condition(operator, key, variables)
        for operator, block in members(node).items()
        for key in _known_operator(block).values()
    )


def _known_operator(block: Member) -> Members:
    name = text(block.key)
    if not conditions.exists(name):
        raise fault(block.key, SYNTAX, Message('There is no condition operator "{name}".', {"name": name}))
    return members(block.value)


def _condition(operator: str, member: Member, variables: bool) -> Condition:
    key = text(member.key)
    vendor, colon, name = key.partition(":")
    if not (vendor and colon and name):
        raise fault(member.key, _NO_VENDOR, Message('Write a condition key as "service:Name", such as "aws:username".'))
    nodes = listed(member.value)
    if not nodes:
        raise fault(member.value, SYNTAX, Message("Name at least one value."))
    return Condition(operator, key, tuple(_condition_value(operator, each, variables) for each in nodes))


def _condition_value(operator: str, node: Node, variables: bool) -> str:
    value = _scalar(node)
    try:
        conditions.require_value(operator, value, variables=variables)
    except ValueError:
        detail = Message('"{operator}" cannot compare with this value.', {"operator": operator})
        raise fault(node, SYNTAX, detail) from None
    return value


def _scalar(node: Node) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if isinstance(node.value, Number):
        return node.value.text
    return text(node)
