"""What keeps root from moving to another e-mail address for a while (recovery 3.2, 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.core.messages import Message
from frontdesk.credentials import passwords
from frontdesk.directory import root_email, standing
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Bar:
    """Why not now, and until when, where time alone ends it."""

    words: Message
    until: datetime | None = None


def bar(ctx: Context, account: Account) -> Bar | None:
    """Return what keeps root of this account from changing its address now, or None.

    A password that was set through the mailbox is the mailbox once more. If it could move the address at once, whoever
    reads the mailbox for an hour would own the account; so it may do so only after 72 hours, of which root was told.
    """
    if standing.operation_refusal(account.state, root=True, also_in=()):
        return Bar(Message("This account is not active. The address can be changed only in an active account."))
    until = root_email.settling_until(ctx, account)
    if until:
        return Bar(Message("The address was changed, or a change of it stopped, within the last 72 hours."), until)
    row = passwords.of(ctx, account.id)
    if row and row.lineage and ctx.now < row.changed_at + root_email.WINDOW:
        words = Message("The password was set by mail within the last 72 hours. It cannot move the address yet.")
        return Bar(words, row.changed_at + root_email.WINDOW)
    return None
