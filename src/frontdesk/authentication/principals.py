"""Snapshots of who may do what, valid while their account's version stands (architecture 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from frontdesk.authorization import policies as language
from frontdesk.authorization.compile import CompiledPolicy, Source
from frontdesk.authorization.decision import Decision, Outcome, evaluate
from frontdesk.authorization.documents import PolicyKind
from frontdesk.authorization.errors import MalformedPolicyDocument
from frontdesk.authorization.request import PolicySets, Principal, PrincipalKind, Request
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.credentials import password_rules
from frontdesk.directory import accounts, policies, users
from frontdesk.directory.tables import User
from frontdesk.store.context import Context

_FIRST_REGION = "us-east-1"
_WITHOUT_REGIONS = ("iam:", "organizations:")
# ChangePassword acts on the caller whatever it is asked, so any resource is the caller.
_OWN_PASSWORD = policies.AppliedPolicy(
    "AllowUsersToChangePassword",
    "account",
    '{"Statement":{"Effect":"Allow","Action":["iam:ChangePassword","iam:GetAccountPasswordPolicy"],"Resource":"*"}}',
)


@dataclass(frozen=True)
class Snapshot:
    """An IAM user's compiled identity policies as of one version of the account.

    The version is known to stand as long as the store's ``stamp`` does.
    """

    stamp: int | None
    version: int
    identity: tuple[CompiledPolicy, ...]


def snapshot(ctx: Context, user_id: str) -> Snapshot | None:
    """Return the policies of a user of the bound account, from memory while the account's version stands.

    Nothing is read where nothing was committed since. What this unit of work has changed itself is not committed,
    so it is neither looked for in memory nor left there.
    """
    key = f"principal:{ctx.account_id}:{user_id}"
    remembered: Snapshot | None = None if accounts.is_touched(ctx) else ctx.memory.get(key)
    if remembered and ctx.stamp is not None and remembered.stamp == ctx.stamp:
        return remembered
    version = accounts.bound(ctx).version
    identity = remembered.identity if remembered and remembered.version == version else _identity(ctx, user_id)
    made = Snapshot(ctx.stamp, version, identity) if identity is not None else None
    if made and not accounts.is_touched(ctx):
        ctx.memory.put(key, made)
    return made


def _identity(ctx: Context, user_id: str) -> tuple[CompiledPolicy, ...] | None:
    user = users.get(ctx, user_id)
    return tuple(_compiled([*policies.applied_to(ctx, user), *_granted(ctx)])) if user else None


def _granted(ctx: Context) -> list[policies.AppliedPolicy]:
    """Return what the account's password policy grants to all of its users (behaviour 3.2)."""
    allows = password_rules.of(accounts.bound(ctx)).allow_users_to_change
    return [_OWN_PASSWORD] if allows else []


def _compiled(applied: Sequence[policies.AppliedPolicy]) -> list[CompiledPolicy]:
    return [_compile(one) for one in applied]


def _compile(applied: policies.AppliedPolicy) -> CompiledPolicy:
    try:
        policy = language.parse(applied.document, PolicyKind.IDENTITY)
    except MalformedPolicyDocument:
        # a stored text that no longer parses must not open anything: deny all
        policy = language.parse('{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}', PolicyKind.IDENTITY)
    return language.compile(policy, Source(applied.id, applied.type))


@dataclass(frozen=True)
class Question:
    """One action on one resource, with the condition keys that only its operation knows."""

    action: str
    resource: str
    context: Mapping[str, str | Sequence[str]]


def decide(ctx: Context, caller: Caller, question: Question) -> tuple[Request, Decision]:
    """Evaluate a caller's policies; every failure to know something denies."""
    request = Request(
        Principal(PrincipalKind(caller.kind), caller.arn, caller.principal_id, caller.account_id),
        question.action,
        question.resource,
        {**_context(ctx, caller), **_region(ctx, question.action), **question.context},
        caller.account_id,
    )
    known = snapshot(ctx, caller.principal_id) if caller.kind == PrincipalKind.IAM_USER else None
    return request, evaluate(request, PolicySets(identity=known.identity if known else ()))


def _context(ctx: Context, caller: Caller) -> dict[str, str | Sequence[str]]:
    """Fill the keys of wire 6.6 that every request has."""
    keys: dict[str, str | Sequence[str]] = {
        "aws:CurrentTime": ctx.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "aws:EpochTime": str(int(ctx.now.timestamp())),
        "aws:SecureTransport": str(ctx.origin.secure).lower(),
        "aws:SourceIp": ctx.origin.address,
        "aws:UserAgent": ctx.origin.agent,
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": caller.account_id,
        "aws:PrincipalType": "Account" if caller.kind == "Root" else "User",
        "aws:userid": caller.principal_id,
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
    }
    keys |= {f"aws:PrincipalTag/{key}": value for key, value in caller.tags.items()}
    return keys | _session(ctx, caller)


def _region(ctx: Context, action: str) -> dict[str, str]:
    """Return the region asked; services that have none are in the first one, whatever the caller signed (wire 11.4)."""
    return {"aws:RequestedRegion": _FIRST_REGION if action.startswith(_WITHOUT_REGIONS) else ctx.origin.region}


def _session(ctx: Context, caller: Caller) -> dict[str, str | Sequence[str]]:
    keys: dict[str, str | Sequence[str]] = {"aws:username": caller.user_name} if caller.user_name else {}
    if caller.temporary:
        keys["aws:MultiFactorAuthPresent"] = str(caller.mfa_at is not None).lower()
    if caller.temporary and caller.mfa_at:
        keys["aws:MultiFactorAuthAge"] = str(int((ctx.now - caller.mfa_at).total_seconds()))
    if caller.issued_at:
        keys["aws:TokenIssueTime"] = caller.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return keys


def of_user(user: User) -> Caller:
    """Return a user as caller, for questions about what the user may do."""
    arn = arns.iam(user.account_id, "user", user.path, user.name)
    return Caller("IAMUser", user.account_id, user.id, arn, user_name=user.name, tags=users.tags(user))


def explicitly_denied(ctx: Context, user: User, action: str) -> bool:
    """Say whether a policy forbids a user this action on itself."""
    caller = of_user(user)
    _, answer = decide(ctx.within(user.account_id), caller, Question(action, caller.arn, {}))
    return answer.outcome is Outcome.EXPLICIT_DENY
