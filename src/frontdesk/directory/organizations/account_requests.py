"""Creating member accounts, and what became of it (behaviour 5.8, wire 11.1)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.organizations import joining, membership, naming, quotas
from frontdesk.directory.organizations.errors import InvalidInput
from frontdesk.directory.organizations.joining import Arrival
from frontdesk.directory.organizations.tables import AccountRequest, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

SUCCEEDED, FAILED, IN_PROGRESS = "SUCCEEDED", "FAILED", "IN_PROGRESS"
ROLE = "OrganizationAccountAccessRole"


@dataclass(frozen=True)
class Wanted:
    """The account to be: its name and root e-mail, the role for the management account, and who sees its bills."""

    name: str
    email: str
    role: str = ROLE
    iam_billing: bool = True


def create(ctx: Context, organization: Organization, wanted: Wanted) -> tuple[AccountRequest, Account | None]:
    """Make a member and return how that ended, and the account unless it failed.

    Its root user has no password: nobody can sign in before the owner of the mailbox has chosen one. Its contact data
    are empty, since a telephone number of somebody else must not become a way back in. Raises ConstraintViolation
    where no account may be created at all, and InvalidInput for a name that no account can have.
    """
    quotas.check_room(ctx, organization)
    quotas.check_guessing(ctx, organization)
    try:
        name = accounts.check_name(wanted.name)
    except ValidationError as fault:
        raise InvalidInput("INVALID_PATTERN", str(fault.public), field="AccountName") from fault
    account, failure = _make(ctx, NewAccount(name, wanted.email))
    if account:
        account.iam_billing = wanted.iam_billing
        joining.join(ctx, organization, account.id, Arrival(membership.CREATED, wanted.role))
    return _write(ctx, organization, name, account, failure), account


def _make(ctx: Context, new: NewAccount) -> tuple[Account | None, str | None]:
    try:
        return accounts.create(ctx, new), None
    except EmailTaken:
        return None, "EMAIL_ALREADY_EXISTS"
    except ValidationError:
        return None, "INVALID_EMAIL"


def _write(
    ctx: Context, organization: Organization, name: str, account: Account | None, failure: str | None
) -> AccountRequest:
    request = AccountRequest(
        id=naming.request_id(ctx.entropy),
        account_id=organization.account_id,
        organization_id=organization.id,
        name=name,
        state=FAILED if failure else SUCCEEDED,
        requested_at=ctx.now,
        completed_at=ctx.now,
        made_account_id=account.id if account else None,
        failure=failure,
    )
    joining.record(
        ctx,
        organization.account_id,
        "CreateAccountResult",
        createAccountStatus={
            "id": request.id,
            "state": request.state,
            "accountId": request.made_account_id,
            "failureReason": failure,
        },
    )
    return ctx.add(request)


def find(ctx: Context, organization: Organization, id: str) -> AccountRequest | None:
    """Return a request of this organization."""
    found = ctx.by_key(AccountRequest, id)
    return found if found is not None and found.organization_id == organization.id else None


def all(ctx: Context, organization: Organization) -> list[AccountRequest]:
    """Return every request of this organization."""
    return ctx.all(ctx.across_accounts(AccountRequest).where(AccountRequest.organization_id == organization.id))
