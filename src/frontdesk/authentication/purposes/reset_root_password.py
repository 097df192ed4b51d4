"""The root user replaces a forgotten password through the account's mailbox (behaviour 4.1, recovery 3.2)."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication import records, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.code_mails import CodeMail, dispatch, trace
from frontdesk.authentication.evidence import Factor, Proof, Requirement, one_of
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject, account_of, by_root_email, end_others
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import Internal
from frontdesk.core.reasons import Reason
from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.directory import accounts, root_email
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import Mail

NAME = "reset_root_password"
SIGN_IN = False
MAIL_ONLY_LIMIT = 3
MAIL_ONLY_WINDOW = timedelta(days=7)
_REQUESTED, _COMPLETED = "PasswordRecoveryRequested", "PasswordRecoveryCompleted"


def subject(ctx: Context, claim: Claim) -> Subject:
    """Find the account whose root user has this address."""
    account = by_root_email(ctx, claim.email)
    return Subject(account) if account else Subject(unknown=Reason.NO_SUCH_ACCOUNT)


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the mailbox; after three mailed resets in seven days for something more (recovery 5).

    So too of an address that root moved to within 72 hours (recovery 2.1); no code is mailed there anyway.

    The second part shows itself only to somebody who has proven the mailbox, so that it tells strangers nothing.
    """
    mailbox = one_of(Factor.MAILED_CODE)
    shown, account = any(step.passed for step in attempt.steps), account_of(ctx, attempt)
    if shown and account and (_is_junior(ctx, account) or _recent_resets(ctx, account.id) >= MAIL_ONLY_LIMIT):
        return Requirement((mailbox, one_of(Factor.KNOWN_BROWSER)), classes=2)
    return Requirement((mailbox,))


def _is_junior(ctx: Context, account: Account) -> bool:
    return root_email.junior_until(ctx, account) is not None


def _recent_resets(ctx: Context, account_id: str) -> int:
    query = (
        ctx.within(account_id)
        .select(EventRow)
        .where(EventRow.name == _COMPLETED, EventRow.at > ctx.now - MAIL_ONLY_WINDOW)
    )
    return len(ctx.all(query.limit(MAIL_ONLY_LIMIT)))


def challenge(ctx: Context, attempt: Attempt) -> None:
    """Mail a code to the account's own address; an unknown one gets a row that is never delivered.

    An address that is still junior gets a mail that says until when, and no code.
    """
    account = account_of(ctx, attempt)
    life = timedelta(minutes=ctx.settings.reset_code_minutes)
    dispatch(ctx, attempt, life, _mail(ctx, account))
    ctx.record(records.signin_event(ctx, attempt, None, _REQUESTED, response={_REQUESTED: "Success"}))


def _mail(ctx: Context, account: Account | None) -> CodeMail:
    if account is None:
        return CodeMail("root_password_code", None)
    junior = root_email.junior_until(ctx, account)
    if junior is None:
        return CodeMail("root_password_code", account.email)
    return CodeMail("root_email_too_new", account.email, facts={"until": junior.isoformat(timespec="seconds")})


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Set the password and end root's sessions and other attempts; no session starts, and MFA is not touched."""
    account = account_of(ctx, attempt)
    if account is None:
        raise Internal(cause="a proven account is gone")
    if form.password is None:
        return Outcome(wanted="new-password")
    password_rules.check_root(form.password, account.name, account.email)
    row = passwords.of(ctx, account.id)
    if row and passwords.used_before(ctx, row, form.password, 1):
        raise PasswordPolicyViolation("Choose a password that is not the present one.", field="Password")
    lineage = sorted({one.value for proof in proofs for one in proof.classes})
    passwords.put(ctx.within(account.id), account.id, form.password, lineage=lineage)
    sessions.end_all(ctx, account.id)
    end_others(ctx, attempt)
    accounts.touch(ctx, account.id)
    ctx.record(records.signin_event(ctx, attempt, None, _COMPLETED, response={_COMPLETED: "Success"}))
    for to in root_email.told(ctx, account):
        ctx.send(Mail("root_password_changed", to, _notice(ctx, attempt, account.id), account_id=account.id))
    return Outcome(account_id=account.id)


def _notice(ctx: Context, attempt: Attempt, account_id: str) -> dict[str, str]:
    reset = f"{ctx.settings.public_origin}/recovery/root-password"
    return {"account_id": account_id, "reset_link": reset} | trace(ctx, attempt)
