"""An operation as a CloudTrail record, without its secrets (wire 9.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frontdesk.core.callers import Caller
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.secret import Secret
from frontdesk.operations.registry import Operation, Params
from frontdesk.store.context import Context
from frontdesk.store.events import Event

_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_SECRET = ("password", "secret", "token", "seed", "code")
_LONGEST = 2048


def event(
    ctx: Context, operation: Operation, params: Params, answer: Mapping[str, Any] | None, refusal: FrontdeskError | None
) -> Event:
    """Return the record of a performed or refused operation."""
    caller = ctx.caller
    return Event(
        name=operation.name,
        source=f"{operation.service}.amazonaws.com",
        account_id=ctx.account_id,
        identity=identity(caller) if caller else {"type": "Unknown"},
        read_only=operation.reads,
        request=_lower(params) or None,
        response=_lower(answer) or None if answer else None,
        error_code=refusal.code if refusal else None,
        error_message=str(refusal.public)[:_LONGEST] if refusal else None,
        reference=refusal.reference if refusal else None,
        resource_name=_resource(params),
        resource_type=f"AWS::{operation.service.upper()}::{_kind(operation.name)}",
    )


def identity(caller: Caller) -> dict[str, Any]:
    """Return the userIdentity of a caller (behaviour 9.1)."""
    known = {
        "type": caller.kind,
        "principalId": caller.principal_id,
        "arn": caller.arn,
        "accountId": caller.account_id,
        "accessKeyId": caller.access_key_id or "",
        "userName": caller.user_name,
    }
    facts = {name: value for name, value in known.items() if value is not None}
    return facts | {"sessionContext": _session(caller)} if caller.temporary else facts


def _session(caller: Caller) -> dict[str, Any]:
    created = caller.issued_at.strftime("%Y-%m-%dT%H:%M:%SZ") if caller.issued_at else ""
    return {"attributes": {"creationDate": created, "mfaAuthenticated": str(caller.mfa_at is not None).lower()}}


def _lower(value: Any, name: str = "") -> Any:
    if isinstance(value, Secret) or (isinstance(value, str) and any(word in name.lower() for word in _SECRET)):
        return _HIDDEN
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: _lower(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_lower(inner, name) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return str(value)[:_LONGEST]


def _resource(params: Params) -> str | None:
    for name in ("UserName", "GroupName", "RoleName", "PolicyArn", "PolicyName", "AccountAlias", "AccessKeyId"):
        if isinstance(params.get(name), str):
            return str(params[name])[:_LONGEST]
    return None


def _kind(name: str) -> str:
    for kind in ("User", "Group", "Policy", "AccessKey", "LoginProfile", "Alias"):
        if kind in name:
            return kind
    return "Account"
