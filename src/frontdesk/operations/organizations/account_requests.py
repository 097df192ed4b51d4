"""Creating accounts inside an organization."""

from __future__ import annotations

from typing import Any

from frontdesk.directory.organizations import account_requests
from frontdesk.directory.organizations.account_requests import IN_PROGRESS, ROLE, Wanted
from frontdesk.directory.organizations.errors import RequestNotFound
from frontdesk.directory.organizations.tables import Organization
from frontdesk.operations.organizations import hangings, notices
from frontdesk.operations.organizations.lists import in_hand, page
from frontdesk.operations.organizations.resources import organization_managed, organization_seen
from frontdesk.operations.organizations.shapes import shown_request
from frontdesk.operations.registry import Page, operation, with_tags
from frontdesk.store.context import Context

Answer = dict[str, Any]


@operation("organizations:CreateAccount", resource=organization_managed, also=with_tags("organizations:TagResource"))
def create_account(
    ctx: Context,
    organization: Organization,
    *,
    email: str,
    account_name: str,
    role_name: str = ROLE,
    iam_user_access_to_billing: str = "ALLOW",
    tags: hangings.Tags = (),
) -> Answer:
    """Create a member account. The answer says IN_PROGRESS, as AWS's does; the first look shows how it ended."""
    wanted = Wanted(account_name, email, role_name, iam_user_access_to_billing == "ALLOW")
    request, account = account_requests.create(ctx, organization, wanted)
    if account:
        hangings.arrive(ctx, organization, account.id, tags)
        notices.created(ctx, organization, account)
    begun = {"Id": request.id, "AccountName": request.name, "State": IN_PROGRESS}
    return {"CreateAccountStatus": begun | {"RequestedTimestamp": request.requested_at}}


@operation("organizations:DescribeCreateAccountStatus", resource=organization_seen)
def describe_create_account_status(
    ctx: Context, organization: Organization, *, create_account_request_id: str
) -> Answer:
    """Say how a request to create an account ended."""
    request = account_requests.find(ctx, organization, create_account_request_id)
    if request is None:
        text = "You specified a request that doesn't exist."
        raise RequestNotFound(text, field="CreateAccountRequestId")
    return {"CreateAccountStatus": shown_request(request)}


@operation("organizations:ListCreateAccountStatus", resource=organization_seen)
def list_create_account_status(ctx: Context, organization: Organization, *, states: list[str] | None = None) -> Page:
    """List requests to create accounts, of every state or of those asked for."""
    found = account_requests.all(ctx, organization)
    wanted = [request for request in found if not states or request.state in states]
    bound_to = ",".join(sorted(states or ()))
    return page("CreateAccountStatuses", in_hand(wanted, lambda request: request.id), shown_request, bound_to=bound_to)
