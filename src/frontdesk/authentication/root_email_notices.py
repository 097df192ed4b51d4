"""Who is told when root's e-mail address changes, and what is written down (behaviour 5.3, 9.4)."""

from __future__ import annotations

from frontdesk.authentication import records
from frontdesk.authentication.code_mails import trace
from frontdesk.authentication.tables import Attempt
from frontdesk.directory import accounts, alternate_contacts, root_email
from frontdesk.directory.root_email import Changed
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

SOURCE = "account.amazonaws.com"
STOP_PAGE = "/recovery/root-email"


def record(ctx: Context, attempt: Attempt, name: str) -> None:
    """Write an event of the account about an attempt; neither address is in it."""
    event = Event(
        name=name,
        source=SOURCE,
        account_id=attempt.account_id,
        identity=records.identity(ctx, attempt, None),
        response={"Status": "SUCCEEDED"},
        attempt_id=attempt.id,
        reference=attempt.reference,
    )
    ctx.record(event)


def changed(ctx: Context, attempt: Attempt, account: Account, done: Changed) -> None:
    """Tell the new address and every contact, and the former address with a link that stops it."""
    facts = _facts(account.id, done.row.former_email, account.email) | trace(ctx, attempt)
    for to in _others(ctx, account, done.row.former_email):
        until = {"until": done.row.junior_until.isoformat(timespec="seconds")}
        ctx.send(Mail("root_email_changed", to, facts | until, account_id=account.id))
    if done.secret and done.row.stoppable_until:
        stop = {
            "stop_link": f"{ctx.settings.public_origin}{STOP_PAGE}?change={done.secret}",
            "until": done.row.stoppable_until.isoformat(timespec="seconds"),
        }
        ctx.send(Mail("root_email_can_be_stopped", done.row.former_email, facts | stop, account_id=account.id))


def restored(ctx: Context, attempt: Attempt, account: Account, left: str) -> None:
    """Tell the address that is root's again, every contact, and the address that was ``left``."""
    facts = _facts(account.id, account.email, left) | trace(ctx, attempt)
    facts |= {"reset_link": f"{ctx.settings.public_origin}/recovery/root-password"}
    for to in (*alternate_contacts.everybody(ctx.within(account.id)), left):
        ctx.send(Mail("root_email_restored", to, facts, account_id=account.id))


def _facts(account_id: str, former: str, present: str) -> dict[str, str]:
    return {
        "account_id": account_id,
        "former": root_email.masked(former),
        "present": root_email.masked(present),
    }


def _others(ctx: Context, account: Account, former: str) -> list[str]:
    key = accounts.email_key(former)
    known = alternate_contacts.everybody(ctx.within(account.id))
    return [to for to in known if accounts.email_key(to) != key]
