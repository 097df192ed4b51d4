"""What the staff do about an account of an abuse case. Ordinary support has none of these actions (behaviour 7.2)."""

from __future__ import annotations

from frontdesk.operations import admission
from frontdesk.operations.abuse.resources import Told, account_told
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context
from frontdesk.support.abuse import notices


@operation("frontdesk:SendAbuseNotice", model="abuse:SendAbuseNotice", resource=account_told)
def send_abuse_notice(ctx: Context, told: Told, *, text: str = "", hours: int | None = None) -> None:
    """Tell an account what was reported, without the reporters, and until when it has to answer."""
    notices.send(ctx, told.matter, told.notice, text, hours)


@operation("frontdesk:SendAbuseNotice", model="abuse:WriteToAbuseAccount", resource=account_told)
def write_to_abuse_account(ctx: Context, told: Told, *, text: str) -> None:
    """Write to an account in its thread of the case."""
    notices.write(ctx, told.matter, told.notice, text)


@operation("frontdesk:SendAbuseNotice", model="abuse:RemindAbuseAccount", resource=account_told)
def remind_abuse_account(ctx: Context, told: Told) -> None:
    """Remind an account that owes an answer."""
    notices.remind(ctx, told.matter, told.notice)


@operation("frontdesk:ExtendAbuseDeadline", model="abuse:ExtendAbuseDeadline", resource=account_told)
def extend_abuse_deadline(ctx: Context, told: Told, *, hours: int) -> None:
    """Give an account so many hours from now to answer."""
    notices.extend(ctx, told.matter, told.notice, hours)


@operation("frontdesk:BlockForAbuse", model="abuse:BlockForAbuse", resource=account_told)
def block_for_abuse(ctx: Context, told: Told, *, resource: str, text: str) -> None:
    """Write down that a resource is blocked, and tell the account why."""
    notices.block(ctx, told.matter, told.notice, resource, text)


@operation("frontdesk:BlockForAbuse", model="abuse:UnblockAfterAbuse", resource=account_told)
def unblock_after_abuse(ctx: Context, told: Told) -> None:
    """Write down that a resource is free again, and tell the account."""
    notices.unblock(ctx, told.matter, told.notice)


@operation("frontdesk:SuspendForAbuse", model="abuse:SuspendForAbuse", resource=account_told, fresh=admission.FRESH)
def suspend_for_abuse(ctx: Context, told: Told) -> None:
    """Suspend an account that did not answer, or of which a resource had to be blocked."""
    notices.suspend(ctx, told.matter, told.notice)


@operation("frontdesk:ReinstateAfterAbuse", model="abuse:ReinstateAfterAbuse", resource=account_told)
def reinstate_after_abuse(ctx: Context, told: Told) -> None:
    """Let an account that was suspended for this case work again."""
    notices.reinstate(ctx, told.matter, told.notice)
