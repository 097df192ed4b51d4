"""The root user changes the own password, knowing the present one (behaviour 3.1)."""

from __future__ import annotations

from frontdesk.authentication import own_guesses, records, sessions
from frontdesk.core import arns, ids
from frontdesk.core.errors import AccessDenied, Throttled
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.directory import accounts, root_email
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

MESSAGE = "root_password_changed"


def choose(ctx: Context, old: Password, new: Password) -> None:
    """Set the bound account's root password, end root's other sessions, record it and tell the root address.

    Raises AccessDenied for a wrong old password, which counts as a guess; Throttled after too many of them;
    PasswordPolicyViolation for a new one against the rules or equal to the present one.
    """
    account = accounts.bound(ctx)
    _check_old(ctx, account, old)
    password_rules.check_root(new, account.name, account.email)
    row = passwords.of(ctx, account.id)
    if row and passwords.used_before(ctx, row, new, 1):
        raise PasswordPolicyViolation("Choose a password that is not the present one.", field="Password")
    # a password is worth what set the one that was shown for it (recovery 2.2)
    passwords.put(ctx, account.id, new, lineage=list(row.lineage) if row else [])
    sessions.end_all(ctx, account.id, but=ctx.caller.session_id if ctx.caller else None)
    accounts.touch(ctx)
    _tell(ctx, account, _record(ctx, account))


def _check_old(ctx: Context, account: Account, old: Password) -> None:
    locked = Throttled("{words}", words=Reason.THROTTLED.words.public, cause=Reason.THROTTLED.value)
    own_guesses.require_free(ctx, account.id, locked)
    if not passwords.matches(ctx, passwords.of(ctx, account.id), old):
        wrong = AccessDenied("The old password is not the right one.", field="OldPassword")
        raise own_guesses.counted(account.id, wrong, locked)


def _record(ctx: Context, account: Account) -> str:
    reference = ids.reference(ctx.entropy)
    identity = {"type": "Root", "principalId": account.id, "arn": arns.root(account.id), "accountId": account.id}
    event = Event(
        name="PasswordUpdated",
        source=records.SOURCE,
        type="AwsConsoleSignIn",
        account_id=account.id,
        identity=identity | {"accessKeyId": ""},
        response={"PasswordUpdated": "Success"},
        reference=reference,
    )
    ctx.record(event)
    return reference


def _tell(ctx: Context, account: Account, reference: str) -> None:
    fields = {
        "account_id": account.id,
        "reset_link": f"{ctx.settings.public_origin}/recovery/root-password",
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address,
        "reference": reference,
    }
    for to in root_email.told(ctx, account):
        ctx.send(Mail(MESSAGE, to, fields, account_id=account.id))
