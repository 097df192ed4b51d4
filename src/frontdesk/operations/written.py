"""An operation as a CloudTrail record, without its secrets (wire 9.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from frontdesk.core import card_numbers
from frontdesk.core.callers import Caller
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.secret import Secret
from frontdesk.operations import contract
from frontdesk.operations.registry import Operation, Params
from frontdesk.store.context import Context
from frontdesk.store.events import Event

_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_SECRET = ("password", "secret", "token", "seed", "code", "cvc", "cvv", "communicationbody")
_LONGEST = 2048
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# by which member an operation names what it acts on, and of which kind that is
_RESOURCES = {
    "UserName": "User",
    "GroupName": "Group",
    "RoleName": "Role",
    "PolicyArn": "Policy",
    "PolicyName": "Policy",
    "AccountAlias": "Alias",
    "AccessKeyId": "AccessKey",
}


def event(
    ctx: Context, operation: Operation, params: Params, answer: Mapping[str, Any] | None, refusal: FrontdeskError | None
) -> Event:
    """Return the record of a performed or refused operation."""
    caller = ctx.caller
    member = next((name for name in _RESOURCES if isinstance(params.get(name), str)), None)
    return Event(
        name=operation.name,
        source=f"{operation.service}.amazonaws.com",
        account_id=ctx.account_id,
        identity=identity(caller) if caller else {"type": "Unknown"},
        read_only=operation.reads,
        request=_lower(contract.hiding(operation.service, operation.name, params, _HIDDEN)) or None,
        response=_lower(answer) or None if answer else None,
        error_code=refusal.code if refusal else None,
        error_message=card_numbers.removed(str(refusal.public)[:_LONGEST]) if refusal else None,
        reference=refusal.reference if refusal else None,
        resource_name=params[member][:_LONGEST] if member else None,
        resource_type=f"AWS::IAM::{_RESOURCES[member]}" if member else None,
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


def moment(at: datetime) -> str:
    """Return a time as CloudTrail writes it inside a record's parameters and answers: ``Jan 2, 2026, 3:04:05 AM``."""
    at = at.astimezone(UTC)
    half = "AM" if at.hour < 12 else "PM"
    return f"{_MONTHS[at.month - 1]} {at.day}, {at.year}, {at.hour % 12 or 12}:{at:%M:%S} {half}"


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET)


def _lower(value: Any, name: str = "") -> Any:
    if isinstance(value, Secret) or (isinstance(value, str) and _is_secret(name)):
        return _HIDDEN
    if isinstance(value, bytes):
        return _HIDDEN
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: _lower(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_lower(inner, name) for inner in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, datetime):
        return moment(value)
    return card_numbers.removed(str(value)[:_LONGEST])
