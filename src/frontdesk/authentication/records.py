"""Sign-in events in CloudTrail's shape (behaviour 9.2, wire 9.4)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication.evidence import POSSESSION, Factor
from frontdesk.authentication.tables import Attempt, Step
from frontdesk.core import arns
from frontdesk.core.reasons import Reason
from frontdesk.credentials.devices import devices
from frontdesk.credentials.devices.tables import HARDWARE, PASSKEY, TOTP
from frontdesk.directory import aliases
from frontdesk.directory.tables import User
from frontdesk.store.context import Context
from frontdesk.store.events import Event

SOURCE = "signin.amazonaws.com"
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_KINDS = {TOTP: "Virtual MFA", HARDWARE: "Hardware MFA", PASSKEY: "U2F MFA"}


def identity(ctx: Context, attempt: Attempt, user: User | None) -> dict[str, Any]:
    """Return the userIdentity of an attempt; unknown user names are never written."""
    account = attempt.account_id
    if account is None:
        return {"type": "Unknown", "claim": attempt.claim_digest}
    if attempt.principal_id is None:
        return {"type": "IAMUser", "accountId": account, "accessKeyId": "", "userName": HIDDEN}
    if user is None:
        return _root(ctx, account)
    return {
        "type": "IAMUser",
        "principalId": user.id,
        "arn": arns.iam(account, "user", user.path, user.name),
        "accountId": account,
        "accessKeyId": "",
        "userName": user.name,
    }


def _root(ctx: Context, account: str) -> dict[str, Any]:
    root = {"type": "Root", "principalId": account, "arn": arns.root(account), "accountId": account, "accessKeyId": ""}
    alias = aliases.current(ctx.within(account))
    return root | ({"userName": alias} if alias else {})


def console_login(ctx: Context, attempt: Attempt, user: User | None, step: Step | None) -> Event:
    """Return the ConsoleLogin event of a finished sign-in; ``step`` is the refused one, or None for success."""
    error = None
    if step is not None:
        unknown = step.reason == Reason.NO_SUCH_USER.value
        error = "No username found in supplied account" if unknown else "Failed authentication"
    return signin_event(
        ctx,
        attempt,
        user,
        "ConsoleLogin",
        response={"ConsoleLogin": "Failure" if error else "Success"},
        error_message=error,
        additional=_login(ctx, attempt, step),
        reference=step.reference if step else attempt.reference,
    )


def _login(ctx: Context, attempt: Attempt, step: Step | None) -> dict[str, Any]:
    """Return AWS's own members and ours: the cause from the closed list, and every step of the attempt."""
    facts: dict[str, Any] = {
        "LoginTo": f"{ctx.settings.public_origin}/console",
        "MobileVersion": "Yes" if "Mobi" in attempt.agent else "No",
        **_mfa(attempt, step),
        "Steps": [
            {"Factor": one.factor, "Result": "Success" if one.passed else "Failure", "Reason": one.reason}
            for one in attempt.steps
        ],
    }
    return facts | ({"Reason": step.reason} if step else {})


def _mfa(attempt: Attempt, refused: Step | None) -> dict[str, str]:
    possessed = {factor.value for factor in POSSESSION | {Factor.RESYNC}}
    shown = [one for one in attempt.steps if one.passed and one.factor in possessed]
    used = bool(shown) or (refused is not None and refused.factor in possessed)
    device = shown[-1].device if shown and shown[-1].factor != Factor.RECOVERY_CODE.value else None
    return {"MFAUsed": "Yes" if used else "No"} | ({"MFAIdentifier": device} if device else {})


def check_mfa(ctx: Context, attempt: Attempt, user: User | None) -> Event:
    """Return the event that the password was right and a device is asked for (wire 9.4)."""
    kinds = {_KINDS[one.kind] for one in devices.held(ctx, attempt.principal_id)}
    kind = "Multiple MFA Devices" if len(kinds) > 1 else next(iter(kinds), "Virtual MFA")
    facts: dict[str, Any] = {"response": {"CheckMfa": "Success"}, "additional": {"MfaType": kind}}
    return signin_event(ctx, attempt, user, "CheckMfa", **facts)


def signin_event(ctx: Context, attempt: Attempt, user: User | None, name: str, **facts: Any) -> Event:
    """Return a sign-in event about an attempt."""
    return Event(
        name=name,
        source=SOURCE,
        type="AwsConsoleSignIn",
        account_id=attempt.account_id,
        identity=identity(ctx, attempt, user),
        attempt_id=attempt.id,
        reference=facts.pop("reference", attempt.reference),
        **facts,
    )
