"""Who asks, and how strongly a statement's Principal names them (wire 6.2, 6.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

EVERYONE = "*"
_ROOT = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")
_AWS = re.compile(
    r"\*|[0-9]{12}|A(?:IDA|ROA)[A-Z0-9]{12,}"
    r"|arn:aws[a-z-]*:iam::[0-9]{12}:(?:root|(?:user|role)/[^*?]+)"
    r"|arn:aws[a-z-]*:sts::[0-9]{12}:(?:assumed-role/[^*?/]+/[^*?/]+|federated-user/[^*?/]+)"
)
_OTHERS = {
    "Service": re.compile(r"[A-Za-z0-9.-]+"),
    "Federated": re.compile(r"[^*?\s]+"),
    "CanonicalUser": re.compile(r"[A-Za-z0-9]+"),
}
_SESSION = re.compile(r"arn:aws[a-z-]*:sts:")


class PrincipalKind(StrEnum):
    """Who asks. The values are CloudTrail's."""

    ROOT = "Root"
    IAM_USER = "IAMUser"
    ASSUMED_ROLE = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    ANONYMOUS = "Anonymous"
    SAML_USER = "SAMLUser"
    WEB_IDENTITY_USER = "WebIdentityUser"
    AWS_SERVICE = "AWSService"


THROUGH_PROVIDER = frozenset({PrincipalKind.SAML_USER, PrincipalKind.WEB_IDENTITY_USER})
# They have no account here whose policies could allow them anything; only the resource's side decides.
WITHOUT_ACCOUNT = THROUGH_PROVIDER | {PrincipalKind.AWS_SERVICE, PrincipalKind.ANONYMOUS}


@dataclass(frozen=True, slots=True)
class Issuer:
    """What a session was made from: the role (its IAM ARN with path), or the user who federated."""

    arn: str
    unique_id: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks.

    ``arn`` is the sts ARN of a session; for SAMLUser and WebIdentityUser it is the provider as a trust policy
    names it, for AWSService the service's host name. ``unique_id`` is ``aws:userid`` (wire 4.3). An AssumedRole
    or FederatedUser without ``issuer`` matches no statement that names the role or the user.
    """

    kind: PrincipalKind
    arn: str
    unique_id: str
    account_id: str
    issuer: Issuer | None = None


class Grant(IntEnum):
    """How a statement names a principal, the stronger the higher."""

    NONE = 0
    ACCOUNT = 1
    ROLE = 2
    DIRECT = 3


@dataclass(frozen=True, slots=True)
class Names:
    """The entries under which a principal can be named."""

    direct: frozenset[str]
    role: frozenset[str]
    account: str
    every_form: bool

    @classmethod
    def of(cls, principal: Principal) -> Names:
        """Return a principal's names."""
        issuer = principal.issuer
        return cls(
            direct=frozenset(_own_names(principal)),
            role=frozenset((issuer.arn, issuer.unique_id) if issuer else ()),
            account="" if principal.kind in WITHOUT_ACCOUNT else principal.account_id,
            every_form=principal.kind == PrincipalKind.ASSUMED_ROLE,
        )


def _own_names(principal: Principal) -> tuple[str, ...]:
    if principal.kind in THROUGH_PROVIDER:
        return (_entry("Federated", principal.arn),)
    if principal.kind == PrincipalKind.AWS_SERVICE:
        return (_entry("Service", principal.arn),)
    if principal.kind in (PrincipalKind.ROOT, PrincipalKind.ANONYMOUS):
        return ()
    return (principal.arn, principal.unique_id)


def is_valid(kind: str, value: str) -> bool:
    """Say whether a policy may name this; wildcards are only ``*`` as a whole, for everyone."""
    pattern = _AWS if kind == "AWS" else _OTHERS.get(kind)
    return pattern is not None and pattern.fullmatch(value) is not None


def _entry(kind: str, value: str) -> str:
    return value if kind == "AWS" else f"{kind}:{value}"


class PrincipalSet:
    """The entries of one Principal or NotPrincipal."""

    __slots__ = ("_entries",)

    def __init__(self, principals: Iterable[tuple[str, str]], ids: Mapping[str, str] | None) -> None:
        self._entries = frozenset(
            entry for kind, value in principals if (entry := _compiled(kind, value, ids)) is not None
        )

    def grant(self, names: Names) -> Grant:
        """Return the strongest way in which an entry names the principal; everyone counts as a role does."""
        entries = self._entries
        if not entries.isdisjoint(names.direct):
            return Grant.DIRECT
        if EVERYONE in entries or not entries.isdisjoint(names.role):
            return Grant.ROLE
        return Grant.ACCOUNT if names.account in entries else Grant.NONE

    def excludes(self, names: Names) -> bool:
        """Say whether these entries, as NotPrincipal, keep a Deny off; a role session needs all its forms named."""
        if not names.every_form or EVERYONE in self._entries:
            return self.grant(names) is not Grant.NONE
        entries = self._entries
        return names.account in entries and all(not entries.isdisjoint(form) for form in (names.role, names.direct))


def _compiled(kind: str, value: str, ids: Mapping[str, str] | None) -> str | None:
    """Return the name to compare with, or None for a user or role that is known to be gone."""
    if kind != "AWS":
        return _entry(kind, value)
    if root := _ROOT.fullmatch(value):
        return root[1]
    if ids is None or not value.startswith("arn:"):
        return value
    return ids.get(value, value if _SESSION.match(value) else None)
