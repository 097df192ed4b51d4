"""What is asked and by whom, and the policies that apply (wire 6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.authorization.compile import CompiledPolicy
from frontdesk.authorization.principals import Issuer, Principal, PrincipalKind

__all__ = ["Issuer", "Level", "PolicySets", "Principal", "PrincipalKind", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """One action on one resource.

    ``resource`` is an ARN, ``"*"`` where the service says so, or empty when the action has none; the last two match
    only ``*``. ``context`` maps condition keys in any case to a text or, for multivalued keys, to several; a key
    with no values counts as absent. ``resource_account`` is empty when the resource belongs to nobody else:
    lists, AWS-managed policies.
    """

    principal: Principal
    action: str
    resource: str = ""
    context: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    resource_account: str = ""

    @property
    def crosses_accounts(self) -> bool:
        """Whether the resource belongs to another account than the principal."""
        return self.resource_account not in ("", self.principal.account_id)


Level = Sequence[CompiledPolicy]


@dataclass(frozen=True, slots=True)
class PolicySets:
    """Every policy that applies to a request.

    ``scps`` and ``rcps`` have one entry per level from root to account. Leave them empty where they do not apply:
    outside an organization, for its management account, for service-linked roles (wire 6.2). An empty ``session``
    means that the session was given no policy. ``resource`` is a resource policy, or the trust policy of a role that
    is to be assumed.
    """

    identity: Level = ()
    boundary: CompiledPolicy | None = None
    session: Level = ()
    resource: CompiledPolicy | None = None
    scps: Sequence[Level] = ()
    rcps: Sequence[Level] = ()
