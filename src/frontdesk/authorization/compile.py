"""Policies made ready for many decisions: parsed once, immutable, indexed by action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.authorization.conditions import Test, compile_condition
from frontdesk.authorization.documents import Condition, Policy, PolicyKind, Statement
from frontdesk.authorization.json_text import Position
from frontdesk.authorization.patterns import (
    ARN_PARTS,
    Context,
    Template,
    Tokens,
    Wild,
    arn_parts,
    arn_set,
    text_set,
    tokens,
    variables_of,
)
from frontdesk.authorization.principals import Grant, Names, PrincipalSet

# Actions come from the service models, so there are few; a simulator may ask for any text.
_REMEMBERED = 512
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a policy comes from, as simulators and explanations name it.

    ``type`` is one of user, group, role, aws-managed, user-managed, resource, none (wire 6.9); ``name`` is the
    policy's name or ARN.
    """

    id: str
    type: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """One statement, ready to be asked. ``keys`` are the condition keys that it reads, as written."""

    source: Source
    sid: str
    allows: bool
    start: Position
    end: Position
    keys: frozenset[str]
    _actions: Template | None
    _not_action: bool
    _resources: Template | None
    _not_resource: bool
    _principals: PrincipalSet | None
    _not_principal: bool
    _tests: tuple[Test, ...]

    def concerns(self, action: str) -> bool:
        """Say whether the statement is about an action, given in lower case."""
        return (self._actions is None or self._actions(action, _NOTHING)) is not self._not_action

    def applies(self, resource: str, context: Context) -> bool:
        """Say whether resource and conditions match; ``context`` has its keys in lower case."""
        if (self._resources is None or self._resources(resource, context)) is self._not_resource:
            return False
        for test in self._tests:  # noqa: SIM110  # a generator costs more than most tests
            if not test(context):
                return False
        return True

    def grant(self, names: Names) -> Grant:
        """Return how the statement names a principal; one without Principal concerns everybody it is attached to."""
        if self._principals is None:
            return Grant.DIRECT
        if self._not_principal:
            return Grant.NONE if self._principals.excludes(names) else Grant.ROLE
        return self._principals.grant(names)


Statements = tuple[CompiledStatement, ...]


class CompiledPolicy:
    """A policy ready to be asked. Immutable as far as a caller can tell, and safe to share between threads."""

    __slots__ = ("_by_action", "kind", "source", "statements")

    def __init__(self, kind: PolicyKind, source: Source, statements: Statements) -> None:
        self.kind = kind
        self.source = source
        self.statements = statements
        self._by_action: dict[str, tuple[Statements, Statements]] = {}

    def about(self, action: str) -> tuple[Statements, Statements]:
        """Return the statements about an action (in lower case) that deny, and those that allow."""
        found = self._by_action.get(action)
        return found if found is not None else self._index(action)

    def _index(self, action: str) -> tuple[Statements, Statements]:
        about = [statement for statement in self.statements if statement.concerns(action)]
        found = (
            tuple(statement for statement in about if not statement.allows),
            tuple(statement for statement in about if statement.allows),
        )
        if len(self._by_action) >= _REMEMBERED:
            self._by_action.clear()
        self._by_action[action] = found
        return found


def compile(policy: Policy, source: Source, principal_ids: Mapping[str, str] | None = None) -> CompiledPolicy:
    """Return a policy ready for decisions.

    ``principal_ids`` maps the user and role ARNs in Principal elements to the unique ids they had when the policy
    was saved (wire 6.4): then an ARN that is missing there matches nobody, also not a namesake made later. Without
    it ARNs are compared as text.
    """
    return CompiledPolicy(
        policy.kind,
        source,
        tuple(_statement(statement, policy, source, principal_ids) for statement in policy.statements),
    )


def _statement(
    statement: Statement, policy: Policy, source: Source, ids: Mapping[str, str] | None
) -> CompiledStatement:
    resources = [tokens(each, wildcards=True, variables=policy.has_variables) for each in statement.resources]
    return CompiledStatement(
        source=source,
        sid=statement.sid,
        allows=statement.allows,
        start=statement.start,
        end=statement.end,
        keys=_keys(resources, statement.conditions, policy.has_variables),
        _actions=_actions(statement.actions),
        _not_action=statement.not_action,
        _resources=_resources(resources),
        _not_resource=statement.not_resource,
        _principals=PrincipalSet(statement.principals, ids) if statement.principals else None,
        _not_principal=statement.not_principal,
        _tests=tuple(compile_condition(each, variables=policy.has_variables) for each in statement.conditions),
    )


def _actions(actions: tuple[str, ...]) -> Template | None:
    """Return the actions in lower case, or None for every action."""
    if "*" in actions:
        return None
    return text_set(tokens(action.lower(), wildcards=True, variables=False) for action in actions)


def _resources(resources: list[Tokens]) -> Template | None:
    """Return the resources, or None for every one; a trust policy names none and is about its role."""
    if not resources or (Wild.RUN,) in resources:
        return None
    return arn_set(_six_parts(resource) for resource in resources)


def _six_parts(resource: Tokens) -> tuple[Tokens, ...]:
    """Split an ARN pattern; parts left out at the end match anything (wire 6.4)."""
    parts = arn_parts(resource)
    return parts + ((Wild.RUN,),) * (ARN_PARTS - len(parts))


def _keys(resources: list[Tokens], conditions: tuple[Condition, ...], variables: bool) -> frozenset[str]:
    texts = [tokens(value, wildcards=False, variables=variables) for each in conditions for value in each.values]
    used = (variable for text in (*resources, *texts) for variable in variables_of(text))
    return frozenset([each.key for each in conditions] + [each.written for each in used if each.default is None])
