"""Root moves to another e-mail address: the password once more, and a code to the new mailbox (recovery 3.2)."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication import possession, root_email_notices, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.code_mails import CodeMail, dispatch
from frontdesk.authentication.evidence import POSSESSION, Factor, Proof, Requirement, one_of
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.root_email_bars import bar
from frontdesk.authentication.subject import Subject, account_of, end_others
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import Internal
from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts, root_email
from frontdesk.store.context import Context

NAME = "replace_root_email"
SIGN_IN = False
LIFE = timedelta(minutes=15)  # of password and code: the act is a grave one
_SEAL = "root-email"


def subject(ctx: Context, claim: Claim) -> Subject:
    """Return the session's account; the claim is made from the session, but for the address."""
    account = accounts.find(ctx, claim.account)
    return Subject(account) if account else Subject(unknown=Reason.NO_SUCH_ACCOUNT)


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep the new address, sealed, and the session in which it was asked for.

    Raises ValidationError for an address of impossible shape.
    """
    sealed = ctx.keyring.seal(accounts.check_email(claim.email), _SEAL)
    enrolled = possession.enrolled(ctx, attempt.principal_id)
    attempt.data = {**attempt.data, "sealed": sealed, "session": claim.session, "enrolled": enrolled}


def wanted(ctx: Context, attempt: Attempt) -> str:
    """Return the new address; raises Internal when it cannot be opened."""
    email = ctx.keyring.open(attempt.data.get("sealed", ""), _SEAL)
    if email is None:
        raise Internal(cause="the sealed address cannot be opened")
    return email


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the password, then for the new mailbox, both just now; for a device see :func:`has_shown_device`."""
    return Requirement((one_of(Factor.PASSWORD), one_of(Factor.MAILED_CODE)), fresh=LIFE)


def has_shown_device(ctx: Context, attempt: Attempt) -> bool:
    """Say whether a root user who has a device has shown one that still stands, in the session, just before it asked.

    The page asks for it (``Page.fresh``); here it is asked again, before a code is mailed and before it is redeemed.
    A device that is removed meanwhile makes it no easier.
    """
    if not attempt.data["enrolled"] and not possession.enrolled(ctx, attempt.principal_id):
        return True
    shown = possession.standing(ctx, attempt.principal_id, sessions.proofs_of(ctx, attempt.data["session"]))
    return any(proof.factor in POSSESSION and attempt.opened_at - proof.at <= LIFE for proof in shown)


def challenge(ctx: Context, attempt: Attempt) -> None:
    """Mail a code to the new address once the password was shown, whoever the address belongs to."""
    password = any(step.passed and step.factor == Factor.PASSWORD.value for step in attempt.steps)
    if not password or not has_shown_device(ctx, attempt):
        return
    email = wanted(ctx, attempt)
    # counted with whatever else is mailed to that address, in whichever session it is asked for
    counted = Claim("", email=email).digest(ctx)
    facts = {"account_id": attempt.account_id or ""}
    dispatch(ctx, attempt, LIFE, CodeMail("root_email_code", email, counted, facts))
    root_email_notices.record(ctx, attempt, "StartPrimaryEmailUpdate")


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Change the address, end root's other sessions and attempts, and tell both addresses and the contacts.

    Raises EmailTaken. What bars it, and that the session stands, is asked again.
    """
    account, session = account_of(ctx, attempt), attempt.data["session"]
    if account is None or bar(ctx, account) or not sessions.is_live(ctx, session, account.id):
        return Outcome(wanted="start-again")
    if not has_shown_device(ctx, attempt):
        return Outcome(wanted="start-again")
    changed = root_email.change(ctx, account, wanted(ctx, attempt))
    sessions.end_all(ctx, account.id, but=session)
    end_others(ctx, attempt)
    attempt.data = {}
    root_email_notices.record(ctx, attempt, "AcceptPrimaryEmailUpdate")
    root_email_notices.changed(ctx, attempt, account, changed)
    return Outcome(account_id=account.id)
