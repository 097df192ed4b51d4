"""Knowledge of the present password; on the page of its kind of user only (behaviour 2.1)."""

from __future__ import annotations

from datetime import timedelta

from frontdesk.authentication import sessions
from frontdesk.authentication.evidence import EvidenceClass, Factor, Failure, Proof
from frontdesk.authentication.subject import Whom, account_of
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import PASSWORD_ACCOUNT, PASSWORD_PRINCIPAL, PASSWORD_SOURCE, Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.tables import PasswordRow
from frontdesk.directory import accounts, standing
from frontdesk.store.context import Context

FACTOR = Factor.PASSWORD


def challenge(ctx: Context, attempt: Attempt) -> None:
    """A password needs nothing sent."""


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count against the credential, the source and, for IAM users, the account.

    A browser in which this person signed in before keeps a counter of its own, so that strangers'
    guesses do not keep the person out (recovery 5). Root is alone with its address: guesses at users do not keep
    it out, nor tell which address belongs to which account.
    """
    who = attempt.principal_id or attempt.data["who"]
    known = sessions.known_browser(ctx, who, attempt.browser_digest)
    account = None if known else _account(attempt)
    counted = (_principal_scope(ctx, attempt, known), Scope(f"password-source:{ctx.origin.source}", PASSWORD_SOURCE))
    return (*counted, Scope(f"password-account:{account}", PASSWORD_ACCOUNT)) if account else counted


def _account(attempt: Attempt | Whom) -> str | None:
    if attempt.account_id is None:
        return attempt.data.get("account")
    return attempt.account_id if attempt.principal_id != attempt.account_id else None


def _principal_scope(ctx: Context, attempt: Attempt | Whom, known: bool) -> Scope:
    who = attempt.principal_id or attempt.data["who"]
    row = passwords.of(ctx, attempt.principal_id) if attempt.principal_id else None
    # guesses at the former password do not count against a new one, or a reset would not help at once
    credential = f"{who}:{row.changed_at.timestamp()}" if row else who
    return Scope(f"password:{credential}" + (f":{attempt.browser_digest}" if known else ""), PASSWORD_PRINCIPAL)


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check a password at the cost of one hash, whoever was claimed."""
    row = passwords.of(ctx, attempt.principal_id) if attempt.principal_id else None
    right = passwords.matches(ctx, row, answer)
    if attempt.principal_id is None:
        return Failure(Reason(attempt.data["unknown"]))
    if row is None:
        return Failure(Reason.NO_CONSOLE_ACCESS)
    if not right:
        return Failure(Reason.WRONG_PASSWORD)
    refusal = standing_of(ctx, attempt, row)
    return Failure(refusal) if refusal else Proof(FACTOR, ctx.now, _classes(row))


def standing_of(ctx: Context, attempt: Attempt, row: PasswordRow) -> Reason | None:
    """Return why the account or the password lets its holder not in now, or None."""
    account, root = account_of(ctx, attempt), attempt.principal_id == attempt.account_id
    if account is None:
        return Reason.NO_SUCH_ACCOUNT
    refusal = standing.refusal(account, root=root)
    if refusal is None and not root and hard_expired(ctx, row):
        return Reason.PASSWORD_EXPIRED
    return refusal


def expired(ctx: Context, row: PasswordRow) -> bool:
    """Say whether an IAM user's password is older than the policy allows (behaviour 3.2)."""
    age = _policy(ctx, row).max_age_days
    return bool(age) and ctx.now >= row.changed_at + timedelta(days=age)


def hard_expired(ctx: Context, row: PasswordRow) -> bool:
    """Say whether only an administrator can set a new one."""
    return _policy(ctx, row).hard_expiry and expired(ctx, row)


def _policy(ctx: Context, row: PasswordRow) -> password_rules.PasswordPolicy:
    account = accounts.find(ctx, row.account_id)
    return password_rules.of(account) if account else password_rules.DEFAULT


def _classes(row: PasswordRow) -> frozenset[EvidenceClass]:
    # a credential is worth what set it (recovery 2.2)
    return frozenset(EvidenceClass(one) for one in row.lineage) or frozenset({EvidenceClass.KNOWLEDGE})
