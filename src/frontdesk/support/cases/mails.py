"""Who is mailed about a case, and how much such a mail tells (behaviour 7.3, recovery 8).

A mail holds the text of an answer only for an address whose owner has proven it: a root user's, or a visitor's that was
verified. Any other address that somebody named gets one mail, ever, and only with a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from frontdesk.directory import accounts, alternate_contacts
from frontdesk.directory.alternate_contacts import BILLING, OPERATIONS, SECURITY
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail
from frontdesk.support.cases import subjects
from frontdesk.support.cases.tables import Case, CaseAddress

# a mail of ours never leads elsewhere (recovery R11): what holds another address is read on the page
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LONGEST = 8000
_PURPOSE = "support address"


def address_key(ctx: Context, email: str) -> str:
    """Return the keyed digest under which an address is remembered; it tells nothing without the keys."""
    return ctx.keyring.mac(accounts.email_key(email), _PURPOSE)


def is_verified(ctx: Context, email: str) -> bool:
    """Say whether the owner of an address that a visitor named has opened the link in the mail to it."""
    row = ctx.by_key(CaseAddress, address_key(ctx, email))
    return row is not None and row.verified_at is not None


def may_get(ctx: Context, email: str) -> bool:
    """Say whether a mail to an address that somebody typed may leave, and count it: unverified ones get one, ever."""
    row = ctx.by_key(CaseAddress, address_key(ctx, email))
    if row is None:
        ctx.add(CaseAddress(key=address_key(ctx, email), mailed_at=ctx.now))
        return True
    return row.verified_at is not None


def verify(ctx: Context, key: str) -> bool:
    """Note that the owner of an address has shown to read its mail; False when that was known."""
    row = ctx.by_key(CaseAddress, key)
    if row is None or row.verified_at is not None:
        return False
    row.verified_at = ctx.now
    return True


def answered(ctx: Context, case: Case, text: str) -> None:
    """Tell a customer's people that staff have answered: root with the text, the others with a link."""
    within = ctx.within(case.account_id)
    root = accounts.bound(within).email
    link = f"{ctx.settings.public_origin}/console/support/{case.number}"
    type = BILLING if case.kind == subjects.BILLING else OPERATIONS
    others = [email for email in alternate_contacts.addresses(within, type) if email != root]
    _send_text(within, case, root, text, link)
    for email in [*others, *_allowed(within, case.cc)]:
        within.send(Mail("support_news", email, _fields(ctx, case, link)))


def answered_visitor(ctx: Context, case: Case, email: str, text: str, link: str) -> None:
    """Tell a visitor that staff have answered, if the address is verified; else nothing leaves."""
    if is_verified(ctx, email):
        _send_text(ctx, case, email, text, link)


def received(ctx: Context, case: Case, email: str, link: str) -> None:
    """Mail a visitor the link to the case. It repeats nothing that was typed, and it may be the only mail, ever."""
    if may_get(ctx, email):
        fields = _fields(ctx, case, link) | {"address": ctx.origin.address}
        ctx.send(Mail("support_case_received", email, fields))


def permit_given(ctx: Context, case: Case, who: str, scopes: str, until: str) -> None:
    """Tell root and the security contact that staff may look."""
    link = f"{ctx.settings.public_origin}/console/support/permits"
    more = {"who": who, "scopes": scopes, "until": until, "address": ctx.origin.address}
    for email in alternate_contacts.addresses(ctx, SECURITY):
        ctx.send(Mail("support_permit", email, _fields(ctx, case, link) | more))


def _send_text(ctx: Context, case: Case, email: str, text: str, link: str) -> None:
    if _fits(text):
        ctx.send(Mail("support_answer", email, _fields(ctx, case, link) | {"text": text}))
    else:
        ctx.send(Mail("support_news", email, _fields(ctx, case, link)))


def _fits(text: str) -> bool:
    printable = all(line.isprintable() for line in text.split("\n"))
    return printable and len(text) <= _LONGEST and not _ADDRESS.search(text)


def _allowed(ctx: Context, typed: Iterable[str]) -> list[str]:
    return [email for email in typed if may_get(ctx, email)]


def _fields(ctx: Context, case: Case, link: str) -> dict[str, str]:
    return {"link": link, "at": ctx.now.isoformat(), "reference": case.number}
