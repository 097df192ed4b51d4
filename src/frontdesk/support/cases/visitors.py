"""Cases of people who cannot sign in: written without an account, followed by a link, taken over by a proven customer.

Nothing here looks up what a visitor typed about an account, an alias or an address, so nothing can tell whether it
exists. A visitor's case and an account meet only when somebody signed in enters the case's number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.core.secret import digest
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from frontdesk.support.cases import cases, mails, subjects
from frontdesk.support.cases.cases import Author, NewCase
from frontdesk.support.cases.errors import CaseIdNotFound
from frontdesk.support.cases.tables import Case, CaseMessage, CaseNote

VISITOR = "Visitor"
_SEALED = "support visitor"
_LINK = "support link"
_LATER = 5
_BATCH = 100
LONGEST = {"name": 100, "email": 254, "phone": 30, "country": 60, "account": 63, "root_email": 64}


@dataclass(frozen=True)
class Letter:
    """What a visitor fills in. ``lost`` is a key of ``subjects.LOST``; ``said`` has the other answers by name."""

    lost: str
    said: Mapping[str, str]
    subject: str
    body: str


def open(ctx: Context, letter: Letter) -> Case:
    """Open a visitor's case and mail the link to it; raises ValidationError for what cannot be used."""
    if letter.lost not in subjects.LOST:
        raise ValidationError("Choose what you have lost.", field="Lost")
    said = _check(letter.said)
    about = subjects.VISITORS
    new = NewCase(subjects.SIGN_IN, about.code, "sign-in", letter.subject, letter.body)
    case, _ = cases.create(ctx.but(caller=None, account_id=None), new, Author(VISITOR))
    case.key_digest = digest(key(ctx, case))
    case.sealed = ctx.keyring.seal(json.dumps(said | {"lost": letter.lost}), _SEALED)
    case.address_key = mails.address_key(ctx, said["email"])
    mails.received(ctx, case, said["email"], link(ctx, case))
    return case


def _check(said: Mapping[str, str]) -> dict[str, str]:
    given = {name: " ".join(said.get(name, "").split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(given[name]) > longest or not given[name].isprintable():
            raise ValidationError("Use at most {longest} characters.", longest=longest, field=name)
    if not given["name"]:
        raise ValidationError("Enter a name that we may use in the answer.", field="name")
    given["email"] = _check_email(given["email"])
    return {name: value for name, value in given.items() if value}


def _check_email(email: str) -> str:
    try:
        return accounts.check_email(email)
    except ValidationError:
        raise ValidationError("Enter an e-mail address such as name@example.com.", field="EmailAddress") from None


def said(ctx: Context, case: Case) -> dict[str, str]:
    """Return what a visitor said of themselves; empty for a customer's own case. Nothing of it was checked."""
    opened = ctx.keyring.open(case.sealed, _SEALED) if case.sealed else None
    return dict(json.loads(opened)) if opened else {}


def key(ctx: Context, case: Case) -> str:
    """Return the secret of a visitor's link: 256 bits, made again from the keys whenever a mail needs it."""
    return ctx.keyring.mac(case.id, _LINK)


def link(ctx: Context, case: Case) -> str:
    """Return the address by which a visitor follows the case; its secret is in the query, which no log keeps."""
    return f"{ctx.settings.public_origin}/contact/case?key={key(ctx, case)}"


def by_key(ctx: Context, typed: str) -> Case | None:
    """Return the case that a visitor's link leads to, or None; a double leads to the case that goes on."""
    if not 0 < len(typed) <= 128:
        return None
    case = ctx.first(ctx.across_accounts(Case).where(Case.key_digest == digest(typed)))
    if case and case.merged_into:
        case = ctx.by_key(Case, case.merged_into)
    return case if case and case.account_id is None else None


def is_verified(ctx: Context, case: Case) -> bool:
    """Say whether the visitor has shown to read the mail of the address for the answer."""
    email = said(ctx, case).get("email")
    return email is not None and mails.is_verified(ctx, email)


def follow(ctx: Context, case: Case) -> None:
    """Take the opened link as proof of the address, and mail the links of the other cases that waited for it."""
    if case.address_key is None or not mails.verify(ctx, case.address_key):
        return
    waiting = ctx.across_accounts(Case).where(Case.address_key == case.address_key, Case.account_id.is_(None))
    for other in ctx.all(waiting.order_by(Case.created_at.desc()).limit(_LATER)):
        if other.id != case.id and not other.merged_into:
            mails.received(ctx, other, said(ctx, other)["email"], link(ctx, other))


def reply(ctx: Context, typed: str, body: str) -> Case:
    """Add a visitor's letter to the case of a link; raises NotFound for a link that leads nowhere."""
    case = by_key(ctx, typed)
    if case is None or not is_verified(ctx, case):
        raise NotFound("This link leads to no case. Use the newest mail, or write to us again.")
    cases.reply(ctx, case, Author(VISITOR), body)
    return case


def take_over(ctx: Context, number: str) -> Case:
    """Bind a visitor's case to the caller's account, because the caller knows its number.

    Raises CaseIdNotFound for every other number. The visitor's link ends with it, so that nobody who is not signed in
    hears what is said of the account from then on.
    """
    unbound = ctx.across_accounts(Case).where(Case.account_id.is_(None), Case.merged_into.is_(None))
    case = ctx.first(unbound.where(Case.number == "-".join(number.strip().upper().split())))
    if case is None:
        raise CaseIdNotFound(
            "No case that waits for its owner has the number {number}.", number=number, field="CaseNumber"
        )
    case.account_id, case.key_digest, case.updated_at = ctx.account_id, None, ctx.now
    for letter in cases.letters(ctx, case):
        letter.account_id = ctx.account_id
    for note in ctx.all(ctx.across_accounts(CaseNote).where(CaseNote.case_id == case.id)):
        note.account_id = ctx.account_id
    return case


def answered(ctx: Context, case: Case, letter: CaseMessage) -> None:
    """Mail a staff member's answer to whoever the case belongs to."""
    if case.account_id is not None:
        mails.answered(ctx, case, letter.body)
        return
    mails.answered_visitor(ctx, case, said(ctx, case)["email"], letter.body, link(ctx, case))


def forget_old(ctx: Context) -> bool:
    """Delete visitors' cases that nobody has touched for as long as events are kept; True when more wait.

    What their writers said of themselves is kept no longer than what was recorded of it.
    """
    before = ctx.now - timedelta(days=ctx.settings.event_days)
    old = ctx.across_accounts(Case).where(Case.account_id.is_(None), Case.updated_at < before)
    ids = [case.id for case in ctx.all(old.limit(_BATCH))]
    ctx.db.execute(delete(CaseMessage).where(CaseMessage.case_id.in_(ids)))
    ctx.db.execute(delete(CaseNote).where(CaseNote.case_id.in_(ids)))
    ctx.db.execute(delete(Case).where(Case.id.in_(ids)))
    return len(ids) == _BATCH
