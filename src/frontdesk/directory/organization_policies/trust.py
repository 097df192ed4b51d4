"""Services that may act in the whole organization, and members that administer one for all."""

from __future__ import annotations

from frontdesk.directory import standing
from frontdesk.directory.organization_policies.errors import AccountAlreadyRegistered, AccountNotRegistered
from frontdesk.directory.organization_policies.tables import Delegate, TrustedService
from frontdesk.directory.organizations import tree
from frontdesk.directory.organizations.errors import AccountNotFound, ConstraintViolation, InvalidInput
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

_DOMAIN = ".amazonaws.com"


def trusted(ctx: Context, organization: Organization) -> list[TrustedService]:
    """Return the services that are trusted, by name."""
    query = ctx.across_accounts(TrustedService).where(TrustedService.organization_id == organization.id)
    return ctx.all(query.order_by(TrustedService.service))


def enable(ctx: Context, organization: Organization, service: str) -> None:
    """Trust a service; trusting it twice changes nothing. Raises ConstraintViolation or InvalidInput."""
    if organization.feature_set != "ALL":
        words = "Your organization does not have all features enabled."
        raise ConstraintViolation("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", words)
    _check(service)
    if ctx.db.get(TrustedService, (organization.id, service)) is None:
        ctx.add(
            TrustedService(
                organization_id=organization.id, service=service, account_id=organization.account_id, enabled_at=ctx.now
            )
        )


def _check(service: str) -> None:
    if not service.endswith(_DOMAIN) or len(service) == len(_DOMAIN):
        words = "You specified an unrecognized service principal."
        raise InvalidInput("UNRECOGNIZED_SERVICE_PRINCIPAL", words, field="ServicePrincipal")


def disable(ctx: Context, organization: Organization, service: str) -> None:
    """Trust a service no longer; refused while a member administers it."""
    _check(service)
    if delegates(ctx, organization, service):
        words = "Deregister the delegated administrators of this service first."
        raise ConstraintViolation("DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE", words)
    row = ctx.db.get(TrustedService, (organization.id, service))
    if row:
        ctx.delete(row)


def register(ctx: Context, organization: Organization, account_id: str, service: str) -> None:
    """Let a member administer a trusted service for the whole organization."""
    place = _member(ctx, organization, account_id)
    _check(service)
    if account_id == organization.account_id:
        words = "You cannot register the management account as a delegated administrator."
        raise ConstraintViolation("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR", words)
    account = ctx.by_key(Account, account_id)
    if account is None or account.state not in standing.WORKING:
        words = "You cannot register a suspended account as a delegated administrator."
        raise ConstraintViolation("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", words)
    if ctx.db.get(TrustedService, (organization.id, service)) is None:
        words = "Enable trusted access for this service first."
        raise ConstraintViolation("SERVICE_ACCESS_NOT_ENABLED", words)
    if ctx.db.get(Delegate, (account_id, service)):
        raise AccountAlreadyRegistered("The specified account is already a delegated administrator for this service.")
    ctx.add(Delegate(account_id=place.account_id, service=service, organization_id=organization.id, enabled_at=ctx.now))


def deregister(ctx: Context, organization: Organization, account_id: str, service: str) -> None:
    """Take a service's administration from a member; raises AccountNotFound or AccountNotRegistered."""
    _member(ctx, organization, account_id)
    row = ctx.db.get(Delegate, (account_id, service))
    if row is None:
        raise AccountNotRegistered("The specified account is not a delegated administrator for this service.")
    ctx.delete(row)


def delegates(ctx: Context, organization: Organization, service: str | None = None) -> list[Delegate]:
    """Return who administers a service, or any, by account and service."""
    query = ctx.across_accounts(Delegate).where(Delegate.organization_id == organization.id)
    if service is not None:
        query = query.where(Delegate.service == service)
    return ctx.all(query.order_by(Delegate.account_id, Delegate.service))


def services_of(ctx: Context, organization: Organization, account_id: str) -> list[Delegate]:
    """Return which services a member administers; raises AccountNotFound, or AccountNotRegistered for none."""
    _member(ctx, organization, account_id)
    found = [one for one in delegates(ctx, organization) if one.account_id == account_id]
    if not found:
        raise AccountNotRegistered("The specified account is not a delegated administrator.")
    return found


def administers(ctx: Context, account_id: str, service: str | None = None) -> bool:
    """Say whether an account is a delegated administrator of a service, or of any."""
    query = ctx.across_accounts(Delegate).where(Delegate.account_id == account_id)
    return ctx.first(query.where(Delegate.service == service) if service else query) is not None


def forget(ctx: Context, account_id: str) -> None:
    """Drop what an account that leaves the organization administered."""
    for row in ctx.all(ctx.across_accounts(Delegate).where(Delegate.account_id == account_id)):
        ctx.delete(row)


def _member(ctx: Context, organization: Organization, account_id: str) -> Member:
    place = tree.place(ctx, organization, account_id)
    if place is None:
        raise AccountNotFound("You specified an account that is not in this organization.", field="AccountId")
    return place
