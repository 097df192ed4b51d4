"""Mails of abuse cases. What strangers wrote is never mailed to strangers, and never with a link that works."""

from __future__ import annotations

import re
from collections.abc import Mapping

from frontdesk.directory import alternate_contacts
from frontdesk.mail import messages
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail
from frontdesk.support.abuse import reporters
from frontdesk.support.abuse.reporters import Reporter
from frontdesk.support.abuse.tables import AbuseAddress, AbuseNotice, AbuseReport

LONGEST_LINES = 8000
NO_REPLY = "-"
_ATTRIBUTE = re.compile(r"\b(href|src|action|background)(\s*)=", re.IGNORECASE)


def harmless(text: str, most: int = LONGEST_LINES) -> str:
    """Return lines for a mail, in which no address can be followed: ``hxxps[:]//``; too long ones end with a word."""
    lines = ["".join(one if one.isprintable() else " " for one in line).rstrip() for line in text.splitlines()]
    plain = re.sub("http", "hxxp", "\n".join(lines), flags=re.IGNORECASE).replace("://", "[:]//")
    plain = _ATTRIBUTE.sub(r"\1\2:", plain.replace("www.", "www[.]"))
    return plain if len(plain) <= most else plain[:most].rsplit("\n", 1)[0] + "\n[shortened]"


def page_link(ctx: Context, report: AbuseReport, use: str = reporters.PAGE) -> str:
    """Return the address at which the maker of a report sees where it stands."""
    return f"{ctx.settings.public_origin}/abuse/report/{report.number}?key={reporters.key(ctx, report, use)}"


def reply_address(ctx: Context, report: AbuseReport) -> str:
    """Return the address whose mail is added to a report, or ``-`` where no mail is taken in."""
    local, at, domain = ctx.settings.abuse_mailbox.rpartition("@")
    key = reporters.key(ctx, report, reporters.REPLY)
    return f"{local}+{report.number.lower()}.{key}@{domain}" if at and local else NO_REPLY


def acknowledge(ctx: Context, report: AbuseReport, reporter: Reporter) -> None:
    """Mail the number of a new report to its maker; nothing that the maker wrote is in it."""
    _to_reporter(ctx, report, reporter, "abuse_received", {})


def to_reporter(ctx: Context, report: AbuseReport, message: str, **fields: str) -> None:
    """Mail the maker of a report, whose address has to be proven by now; otherwise the page alone says it."""
    _to_reporter(ctx, report, reporters.of(ctx, report), message, fields)


def _to_reporter(
    ctx: Context, report: AbuseReport, reporter: Reporter, message: str, fields: Mapping[str, str]
) -> None:
    if not _may_mail(ctx, reporter.email):
        return
    known = {
        "reference": report.number,
        "link": page_link(ctx, report, reporters.MAILED),
        "reply_to": reply_address(ctx, report),
        "at": ctx.now.isoformat(),
        **fields,
    }
    ctx.send(Mail(message, reporter.email, {name: known[name] for name in messages.declared()[message]}))


def _may_mail(ctx: Context, email: str) -> bool:
    """Say whether an address may be mailed: each one once, and freely from when it is proven (recovery 5)."""
    mac = reporters.address_mac(ctx, email)
    row = ctx.by_key(AbuseAddress, mac)
    if row is None:
        ctx.add(AbuseAddress(mac=mac, mailed_at=ctx.now))
        return True
    return row.proven_at is not None


def is_proven(ctx: Context, report: AbuseReport) -> bool:
    """Say whether the maker of a report is told by mail how it goes on."""
    row = ctx.by_key(AbuseAddress, report.address_mac or "")
    return row is not None and row.proven_at is not None


def prove(ctx: Context, report: AbuseReport) -> None:
    """Note that whoever made a report reads the mailbox of its address."""
    row = ctx.by_key(AbuseAddress, report.address_mac or "")
    if row is None:
        row = ctx.add(AbuseAddress(mac=report.address_mac or "", mailed_at=ctx.now))
    row.proven_at = row.proven_at or ctx.now


def to_account(ctx: Context, notice: AbuseNotice, number: str, message: str, **fields: str) -> None:
    """Mail the root user and the SECURITY contact of the account that a notice is about."""
    within = ctx.within(notice.account_id)
    shared = {
        "reference": number,
        "account_id": notice.account_id,
        "link": f"{ctx.settings.public_origin}/console/notices/{notice.id}",
        "at": ctx.now.isoformat(),
    }
    for address in alternate_contacts.addresses(within, alternate_contacts.SECURITY):
        ctx.send(Mail(message, address, {**shared, **fields}, account_id=notice.account_id))
