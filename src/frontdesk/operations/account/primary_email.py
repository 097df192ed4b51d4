"""Root e-mail addresses of an organisation's members, and one's own as its root user sees it (behaviour 5.3)."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import member_root_email, root_email_bars
from frontdesk.authentication.member_root_email import Asked
from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.core.secret import Password
from frontdesk.directory import accounts, root_email
from frontdesk.directory.tables import Account
from frontdesk.operations.account.errors import Conflict, FieldInvalid
from frontdesk.operations.account.resources import READABLE, account_for, member_for
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.registry import Keys, Params, operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


def _domain(params: Params) -> Keys:
    return {"account:EmailTargetDomain": str(params["PrimaryEmail"]).rpartition("@")[2].strip().lower()}


def _asked(ctx: Context, account: Account, email: str) -> Asked:
    return Asked(account, email, calling(ctx).account_id)


@operation("account:GetPrimaryEmail", resource=member_for("account:GetPrimaryEmail"))
def get_primary_email(ctx: Context, account: Account) -> Answer:
    """Return a member's root e-mail address."""
    return {"PrimaryEmail": account.email}


@operation("account:StartPrimaryEmailUpdate", resource=member_for("account:StartPrimaryEmailUpdate"), keys=_domain)
def start_primary_email_update(ctx: Context, account: Account, *, primary_email: str) -> Answer:
    """Mail a code to a new root e-mail address of a member."""
    if accounts.email_key(primary_email) == account.email_key:
        raise Conflict("This is the primary email of the account already.")
    try:
        member_root_email.start(ctx, _asked(ctx, account, primary_email))
    except ValidationError as refusal:
        raise FieldInvalid(refusal, "PrimaryEmail") from None
    return {"Status": member_root_email.PENDING}


@operation("account:AcceptPrimaryEmailUpdate", resource=member_for("account:AcceptPrimaryEmailUpdate"), keys=_domain)
def accept_primary_email_update(ctx: Context, account: Account, *, primary_email: str, otp: str) -> Answer:
    """Change a member's root e-mail address with the code that was mailed to the new one."""
    member_root_email.accept(ctx, _asked(ctx, account, primary_email), Password(otp))
    return {"Status": member_root_email.ACCEPTED}


@operation(
    "account:GetPrimaryEmailUpdateStatus",
    resource=account_for("account:GetPrimaryEmailUpdateStatus"),
    also_in=READABLE,
)
def get_primary_email_update_status(ctx: Context, account: Account) -> Answer:
    """Say how the latest update of a member's root e-mail address stands."""
    row, status = member_root_email.status(ctx, account.id)
    return {"Status": status, "UpdatedAt": row.updated_at}


@operation("frontdesk:GetRootEmail", unchecked=True, also_in=READABLE)
def get_root_email(ctx: Context) -> Answer:
    """Return the calling root user's own address, and what keeps it from being changed now."""
    if calling(ctx).kind not in ("Root", "Host"):
        raise AccessDenied("Only the root user sees and changes the root user's e-mail address.")
    account = accounts.bound(ctx)
    facts: Answer = {"Email": account.email}
    bar, junior = root_email_bars.bar(ctx, account), root_email.junior_until(ctx, account)
    if bar:
        facts |= {"Bar": str(bar.words)} | ({"BarredUntil": bar.until} if bar.until else {})
    return facts | ({"NewUntil": junior} if junior else {})
