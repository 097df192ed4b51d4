"""Somebody opens an account (behaviour 5.1, P17)."""

from __future__ import annotations

import json
from datetime import timedelta

from frontdesk.authentication import records
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.code_mails import CodeMail, dispatch, trace
from frontdesk.authentication.evidence import Factor, Proof, Requirement, one_of
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.subject import Subject
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import Internal
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules, passwords
from frontdesk.directory import accounts, life_cycle, standing
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.contacts import check_contact
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail

NAME = "sign_up"
SIGN_IN = False
_SEAL = "sign-up"


def subject(ctx: Context, claim: Claim) -> Subject:
    """Nobody yet; the address is checked for its shape only, so that a known one looks no different."""
    accounts.check_email(claim.email)
    accounts.check_name(claim.name)
    return Subject()


def remember(ctx: Context, attempt: Attempt, claim: Claim) -> None:
    """Keep address and account name, sealed, until the attempt ends."""
    wanted = {"email": claim.email.strip(), "name": claim.name.strip()}
    attempt.data = {**attempt.data, "sealed": ctx.keyring.seal(json.dumps(wanted), _SEAL)}


def wanted(ctx: Context, attempt: Attempt) -> dict[str, str]:
    """Return the address and account name of this sign-up; raises Internal when they cannot be opened."""
    opened = ctx.keyring.open(attempt.data.get("sealed", ""), _SEAL)
    if opened is None:
        raise Internal(cause="sealed sign-up data cannot be opened")
    return dict(json.loads(opened))


def requirement(ctx: Context, attempt: Attempt) -> Requirement:
    """Ask for the mailbox."""
    return Requirement((one_of(Factor.MAILED_CODE),))


def challenge(ctx: Context, attempt: Attempt) -> None:
    """Mail a code; an address that has an account is told so by mail instead, and the page is the same."""
    email = wanted(ctx, attempt)["email"]
    life = timedelta(minutes=ctx.settings.signup_code_minutes)
    dispatch(ctx, attempt, life, CodeMail(_message(accounts.by_email(ctx, email)), email))


def _message(present: Account | None) -> str:
    if present is None:
        return "sign_up_code"
    ended = present.state == standing.PERMANENTLY_CLOSED
    return "sign_up_address_used" if ended else "sign_up_account_exists"


def choose_password(ctx: Context, attempt: Attempt, password: Password) -> None:
    """Check and keep root's password, hashed, for the last page; raises PasswordPolicyViolation.

    That page, with the contact, then has the full time of an attempt.
    """
    asked = wanted(ctx, attempt)
    password_rules.check_root(password, asked["name"], asked["email"])
    attempt.expires_at = ctx.now + timedelta(minutes=ctx.settings.attempt_minutes)
    attempt.data = {**attempt.data, "hash": passwords.hash(ctx.settings, password)}


def complete(ctx: Context, attempt: Attempt, proofs: tuple[Proof, ...], form: Form) -> Outcome:
    """Make the account; its owner then signs in with the password just chosen.

    It is active at once, or where the installation says so only when it has a payment method (behaviour 5.1).
    """
    if "hash" not in attempt.data:
        return Outcome(wanted="new-password")
    if not form.contact:
        return Outcome(wanted="contact")
    contact = check_contact(form.contact)
    asked = wanted(ctx, attempt)
    account = accounts.create(ctx, NewAccount(asked["name"], asked["email"], contact))
    if ctx.settings.signup_payment:
        life_cycle.await_activation(ctx, account)
    _set_password(ctx.within(account.id), account, attempt)
    attempt.account_id = attempt.principal_id = account.id
    attempt.data = {}
    agreed = {"AgreementAccepted": "Yes"}  # the page does not complete without it
    created = {"CreateAccount": "Success"}
    ctx.record(records.signin_event(ctx, attempt, None, "CreateAccount", response=created, additional=agreed))
    ctx.send(Mail("sign_up_done", account.email, _welcome(ctx, attempt, account), account_id=account.id))
    return Outcome(account_id=account.id)


def _set_password(ctx: Context, account: Account, attempt: Attempt) -> None:
    password = Password("")
    password.hashed = attempt.data["hash"]
    passwords.put(ctx, account.id, password, lineage=[])


def _welcome(ctx: Context, attempt: Attempt, account: Account) -> dict[str, str]:
    return {
        "account_id": account.id,
        "sign_in_link": f"{ctx.settings.public_origin}/signin",
        "iam_link": f"{ctx.settings.public_origin}/console?account={account.id}",
    } | trace(ctx, attempt)
