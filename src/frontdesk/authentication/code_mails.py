"""Sending a code to a mailbox, alike for known and unknown addresses (architecture 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from frontdesk.authentication import throttle
from frontdesk.authentication.factors import mailed_code
from frontdesk.authentication.tables import Attempt
from frontdesk.mail import messages
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail

_NOBODY = "nobody@invalid.example"


@dataclass(frozen=True)
class CodeMail:
    """Which message goes where; ``to`` None means that nobody may receive it.

    ``counted_as`` is the digest under which mails to an address are counted, where the claim says more than that;
    ``facts`` are fields beside those that every code has.
    """

    message: str
    to: str | None
    counted_as: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def dispatch(ctx: Context, attempt: Attempt, life: timedelta, mail: CodeMail) -> None:
    """Issue a code and send it; over the limits of recovery 5 the mail is not sent, and nothing looks different.

    A code that was mailed before stays the one to type then.
    """
    scopes = mailed_code.request_scopes(ctx, mail.counted_as or attempt.claim_digest)
    within = throttle.locked_until(ctx, scopes) is None
    if within:
        throttle.count(ctx, scopes)
    elif mailed_code.pending(ctx, attempt):
        return
    discard = mail.to is None or not within
    wanted = messages.declared()[mail.message]
    code = mailed_code.issue(ctx, attempt, life, sent=not discard and "code" in wanted)
    known = {**_fields(ctx, attempt, life, code), **mail.facts}
    fields = {name: known[name] for name in wanted}
    ctx.send(Mail(mail.message, mail.to or _NOBODY, fields, account_id=attempt.account_id, discard=discard))


def _fields(ctx: Context, attempt: Attempt, life: timedelta, code: str) -> dict[str, str]:
    return {
        "code": f"{code[:3]} {code[3:]}",
        "link": f"{ctx.settings.public_origin}/attempt/mailed-code?code={code}",
        "minutes": str(int(life.total_seconds() // 60)),
        "until": (ctx.now + life).isoformat(timespec="seconds"),
        "sign_in_link": f"{ctx.settings.public_origin}/signin",
        "sign_up_link": f"{ctx.settings.public_origin}/signup",
        "reset_link": f"{ctx.settings.public_origin}/recovery/root-password",
    } | trace(ctx, attempt)


def trace(ctx: Context, attempt: Attempt) -> dict[str, str]:
    """Return the fields with which every mail ends: when and from where it was asked, and the reference."""
    return {
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address,
        "reference": attempt.reference,
    }
