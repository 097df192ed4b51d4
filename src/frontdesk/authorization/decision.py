"""Whether a request is allowed, what decided, and AWS's words for a refusal (wire 6.2, 6.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from frontdesk.authorization.compile import CompiledPolicy, CompiledStatement
from frontdesk.authorization.documents import PolicyKind
from frontdesk.authorization.patterns import Context
from frontdesk.authorization.principals import WITHOUT_ACCOUNT, Grant, Names, PrincipalKind
from frontdesk.authorization.request import PolicySets, Request

# Whoever has proven an identity may ask for it (wire 6.2).
_NEVER_DENIED = "sts:getcalleridentity"


class Outcome(Enum):
    """What was decided, in the simulators' words."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


class Layer(Enum):
    """A set of policies, as AWS names it in a refusal."""

    SCP = "a service control policy"
    RCP = "a resource control policy"
    RESOURCE = "a resource-based policy"
    TRUST = "the role trust policy"
    IDENTITY = "an identity-based policy"
    BOUNDARY = "a permissions boundary"
    SESSION = "a session policy"


_SILENT = {
    Layer.RESOURCE: "no resource-based policy",
    Layer.TRUST: "no role trust policy",
    Layer.IDENTITY: "no identity-based policy",
    Layer.BOUNDARY: "no permissions boundary",
    Layer.SESSION: "no session policy",
}
_OWN = (Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION)
_WITHOUT_IDENTITY = (Layer.BOUNDARY, Layer.SESSION)
# The kinds that name principals. Resource control policies name only everyone; the others concern whom they are
# attached to.
_NAMING = frozenset({PolicyKind.RESOURCE, PolicyKind.TRUST})


@dataclass(frozen=True, slots=True)
class Decision:
    """Allow or deny. ``layer`` is the set of policies that refused, None when allowed.

    The request and the policies are kept, so that the rest can be told on demand without slowing the decision.
    """

    request: Request
    sets: PolicySets
    outcome: Outcome
    layer: Layer | None = None

    @property
    def allowed(self) -> bool:
        """Whether the request may be carried out."""
        return self.outcome is Outcome.ALLOWED

    @property
    def matched(self) -> tuple[CompiledStatement, ...]:
        """The statements that decided, with source and place.

        After an explicit deny those that deny, otherwise those that allow, even where another set was silent.
        """
        facts = _Facts(self.request)
        allows = self.outcome is not Outcome.EXPLICIT_DENY
        return tuple(
            statement
            for _, policies in _layers(self.sets)
            for policy in policies
            for statement in _concerning(policy, facts, allows=allows)
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Condition keys and variables, as written and sorted, that statements read and the request did not have."""
        facts = _Facts(self.request)
        keys = {
            key
            for _, policies in _layers(self.sets)
            for policy in policies
            for statements in policy.about(facts.action)
            for statement in statements
            for key in statement.keys
        }
        return tuple(sorted(key for key in keys if facts.context.get(key.lower()) in (None, (), [])))


class _Facts:
    """A request in the form that statements compare with."""

    __slots__ = ("_names", "action", "context", "request", "resource")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.action = request.action.lower()
        self.resource = request.resource
        self.context: Context = {key.lower(): value for key, value in request.context.items()}
        self._names: Names | None = None

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = Names.of(self.request.principal)
        return self._names


def evaluate(request: Request, sets: PolicySets) -> Decision:
    """Decide about one action on one resource (wire 6.2). A request with several resources needs several decisions.

    The policies in ``sets`` have to be those of the principal and the resource; nothing is looked up here.
    """
    facts = _Facts(request)
    if facts.action == _NEVER_DENIED:
        return Decision(request, sets, Outcome.ALLOWED)
    for layer, policies in _layers(sets):
        if _matches(policies, facts, allows=False):
            return Decision(request, sets, Outcome.EXPLICIT_DENY, layer)
    silent = _silent(facts, sets)
    return Decision(request, sets, Outcome.IMPLICIT_DENY if silent else Outcome.ALLOWED, silent)


def _layers(sets: PolicySets) -> Iterator[tuple[Layer, Iterable[CompiledPolicy]]]:
    """Yield every set in the order in which an explicit deny is named (wire 6.8)."""
    for level in sets.scps:
        yield Layer.SCP, level
    for level in sets.rcps:
        yield Layer.RCP, level
    if sets.resource is not None:
        yield _resource_layer(sets.resource), (sets.resource,)
    yield Layer.IDENTITY, sets.identity
    if sets.boundary is not None:
        yield Layer.BOUNDARY, (sets.boundary,)
    yield Layer.SESSION, sets.session


def _resource_layer(policy: CompiledPolicy) -> Layer:
    return Layer.TRUST if policy.kind is PolicyKind.TRUST else Layer.RESOURCE


def _concerning(policy: CompiledPolicy, facts: _Facts, *, allows: bool) -> Iterator[CompiledStatement]:
    """Yield the policy's statements of one effect that match the request."""
    naming = policy.kind in _NAMING
    for statement in policy.about(facts.action)[allows]:
        if statement.applies(facts.resource, facts.context) and (not naming or statement.grant(facts.names)):
            yield statement


def _matches(policies: Iterable[CompiledPolicy], facts: _Facts, *, allows: bool) -> bool:
    return any(True for policy in policies for _ in _concerning(policy, facts, allows=allows))


def _silent(facts: _Facts, sets: PolicySets) -> Layer | None:
    """Return the first set, in the order of evaluation, whose Allow is missing; None if none is."""
    if not all(_matches(level, facts, allows=True) for level in sets.scps):
        return Layer.SCP
    if not all(_matches(level, facts, allows=True) for level in sets.rcps):
        return Layer.RCP
    kind = facts.request.principal.kind
    if kind == PrincipalKind.ROOT and not facts.request.crosses_accounts:
        return _silent_among((Layer.SESSION,), facts, sets)
    needed = _needed(facts, sets)
    return needed if isinstance(needed, Layer) else _silent_among(needed, facts, sets)


def _needed(facts: _Facts, sets: PolicySets) -> Layer | Sequence[Layer]:
    """Return the principal's own sets that have to allow, or the resource's set when it already refuses."""
    resource = sets.resource
    layer = Layer.RESOURCE if resource is None else _resource_layer(resource)
    grant = Grant.NONE if resource is None else _strongest(resource, facts)
    if facts.request.principal.kind in WITHOUT_ACCOUNT:
        return () if _suffices_alone(grant, facts) else layer
    if facts.request.crosses_accounts:
        return layer if grant is Grant.NONE else _OWN
    if grant is Grant.DIRECT:
        return ()
    if grant is Grant.ROLE:
        return _WITHOUT_IDENTITY
    if layer is Layer.TRUST and grant is Grant.NONE:
        return layer
    return _OWN


def _strongest(policy: CompiledPolicy, facts: _Facts) -> Grant:
    grants = (statement.grant(facts.names) for statement in _concerning(policy, facts, allows=True))
    return max(grants, default=Grant.NONE)


def _suffices_alone(grant: Grant, facts: _Facts) -> bool:
    """Say whether a grant admits somebody who has no account here: everyone includes the anonymous only."""
    if facts.request.principal.kind == PrincipalKind.ANONYMOUS:
        return grant is not Grant.NONE
    return grant is Grant.DIRECT


def _silent_among(needed: Sequence[Layer], facts: _Facts, sets: PolicySets) -> Layer | None:
    return next((layer for layer in needed if not _LAYER_ALLOWS[layer](facts, sets)), None)


def _identity_allows(facts: _Facts, sets: PolicySets) -> bool:
    kind = facts.request.principal.kind
    if kind == PrincipalKind.ROOT:
        return True
    return not _is_bare_federation(facts, sets) and _matches(sets.identity, facts, allows=True)


def _boundary_allows(facts: _Facts, sets: PolicySets) -> bool:
    return sets.boundary is None or _matches((sets.boundary,), facts, allows=True)


def _session_allows(facts: _Facts, sets: PolicySets) -> bool:
    if not sets.session:
        return not _is_bare_federation(facts, sets)
    return _matches(sets.session, facts, allows=True)


def _is_bare_federation(facts: _Facts, sets: PolicySets) -> bool:
    """Say whether this is a federated user without session policy, whom only its own ARN can be granted anything."""
    return facts.request.principal.kind == PrincipalKind.FEDERATED_USER and not sets.session


_LAYER_ALLOWS: Mapping[Layer, Callable[[_Facts, PolicySets], bool]] = {
    Layer.IDENTITY: _identity_allows,
    Layer.BOUNDARY: _boundary_allows,
    Layer.SESSION: _session_allows,
}


def denial_text(request: Request, decision: Decision) -> str:
    """Return AWS's words for a refusal (wire 6.8); ``decision`` is the one made about ``request``.

    Across accounts no reason is given, since it would tell about the other side.
    """
    principal = request.principal.arn or "anonymous"
    resource = f" on resource: {request.resource}" if request.resource else ""
    reason = "" if request.crosses_accounts else _reason(request.action, decision)
    return f"User: {principal} is not authorized to perform: {request.action}{resource}{reason}"


def _reason(action: str, decision: Decision) -> str:
    layer = decision.layer
    if layer is None:
        return ""
    # AWS calls a guard rail's silence an explicit deny too.
    if decision.outcome is Outcome.EXPLICIT_DENY or layer not in _SILENT:
        return f" with an explicit deny in {layer.value}"
    return f" because {_SILENT[layer]} allows the {action} action"
