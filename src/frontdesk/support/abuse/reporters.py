"""Who reported: kept sealed, told to nobody but the staff unless permitted."""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import asdict, dataclass

from frontdesk.core.errors import Internal, ValidationError
from frontdesk.store.context import Context
from frontdesk.support.abuse.tables import AbuseReport

_PURPOSE = "abuse-reporter"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,190}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
LONGEST_NAME, LONGEST_EMAIL = 100, 254
# what a key opens: the page shown after sending; the same from a mail, which also proves the mailbox; a reply by mail
PAGE, MAILED, REPLY = "page", "mailed", "reply"


@dataclass(frozen=True)
class Reporter:
    """Who reported, as they say themselves."""

    name: str
    email: str
    organisation: str = ""


def is_email(email: str) -> bool:
    """Say whether this is one plain e-mail address, such as a mail can be sent to without tricks."""
    return len(email) <= LONGEST_EMAIL and bool(_EMAIL.fullmatch(email)) and ".." not in email


def checked(reporter: Reporter) -> Reporter:
    """Return the reporter in tidy spelling; raises ValidationError naming the field."""
    tidy = Reporter(*(" ".join(value.split()) for value in (reporter.name, reporter.email, reporter.organisation)))
    if not 0 < len(tidy.name) <= LONGEST_NAME or not tidy.name.isprintable():
        raise ValidationError("Enter your name, of at most {most} characters.", most=LONGEST_NAME, field="Name")
    if len(tidy.organisation) > LONGEST_NAME or not tidy.organisation.isprintable():
        raise ValidationError("Use at most {most} characters.", most=LONGEST_NAME, field="Organisation")
    if not is_email(tidy.email):
        raise ValidationError("Enter an e-mail address, such as name@example.com.", field="Email")
    return tidy


def seal(ctx: Context, report_id: str, reporter: Reporter) -> str:
    """Return a reporter as it is kept."""
    return ctx.keyring.seal(json.dumps(asdict(reporter)), f"{_PURPOSE}:{report_id}")


def of(ctx: Context, report: AbuseReport) -> Reporter:
    """Return who made a report."""
    opened = ctx.keyring.open(report.sealed, f"{_PURPOSE}:{report.id}")
    if opened is None:
        raise Internal(cause=f"no key opens the reporter of {report.number}")
    return Reporter(**json.loads(opened))


def address_mac(ctx: Context, email: str) -> str:
    """Return the keyed digest under which an address is remembered, without regard to case."""
    return ctx.keyring.mac(email.strip().casefold(), _PURPOSE)


def key(ctx: Context, report: AbuseReport, use: str) -> str:
    """Return the key of a report for one use; nobody can work it out from the number."""
    return ctx.keyring.mac(f"{use}:{report.id}", _PURPOSE)[: 24 if use == REPLY else 64]


def key_fits(ctx: Context, report: AbuseReport, use: str, given: str) -> bool:
    """Say whether a key opens a report for a use."""
    return hmac.compare_digest(key(ctx, report, use).encode(), given.encode())
