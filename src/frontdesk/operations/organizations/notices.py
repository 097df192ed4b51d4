"""Who hears of what happens between an organization and an account: mails, and events on the other side."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.directory import accounts
from frontdesk.directory.organizations import joining
from frontdesk.directory.organizations.tables import Handshake, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail

_NOBODY = "000000000000"


def _trace(ctx: Context, reference: str) -> dict[str, str]:
    return {"at": ctx.now.isoformat(timespec="seconds"), "reference": reference}


def _link(ctx: Context, path: str) -> str:
    return f"{ctx.settings.public_origin}/console/organization{path}"


def _management(ctx: Context, account_id: str) -> Account:
    return accounts.bound(ctx.within(account_id))


def _mail(ctx: Context, message: str, to: Account, fields: Mapping[str, str]) -> None:
    ctx.send(Mail(message, to.email, fields, account_id=to.id))


def invited(ctx: Context, organization: Organization, handshake: Handshake, account: Account | None) -> None:
    """Tell an invited account. Where there is none, as much is written, and nobody hears of it."""
    management = _management(ctx, organization.account_id)
    id = account.id if account else _NOBODY
    reference = joining.record(
        ctx, account.id if account else None, "InvitedToOrganization", handshakeId=handshake.id, by=management.id
    )
    fields = {
        "account_id": id,
        "management_id": management.id,
        "management_email": management.email,
        "power": organization.feature_set,
        "until": handshake.expires_at.isoformat(timespec="seconds"),
        "link": _link(ctx, f"/invitations/{handshake.id}"),
    } | _trace(ctx, reference)
    to = account.email if account else handshake.target or ""
    ctx.send(
        Mail("organization_invitation", to, fields, account_id=account.id if account else None, discard=account is None)
    )


def features_asked(ctx: Context, organization: Organization, handshake: Handshake) -> None:
    """Ask an invited member to agree to all features."""
    member = accounts.bound(ctx.within(handshake.target))
    management = _management(ctx, organization.account_id)
    reference = joining.record(ctx, member.id, "AskedForAllFeatures", handshakeId=handshake.id, by=management.id)
    fields = {
        "account_id": member.id,
        "management_id": management.id,
        "management_email": management.email,
        "until": handshake.expires_at.isoformat(timespec="seconds"),
        "link": _link(ctx, f"/invitations/{handshake.id}"),
    }
    _mail(ctx, "organization_features_asked", member, fields | _trace(ctx, reference))


def accepted(ctx: Context, handshake: Handshake, account: Account) -> None:
    """Tell the management account that an account has joined, or agreed."""
    _answered(ctx, handshake, "accepted", account.id)


def declined(ctx: Context, handshake: Handshake, account: Account) -> None:
    """Tell the management account of a no, under the name by which it asked: an address stays an address."""
    _answered(ctx, handshake, "declined", handshake.target or account.id)


def _answered(ctx: Context, handshake: Handshake, answer: str, guest: str) -> None:
    management = _management(ctx, handshake.account_id)
    name = f"{answer.capitalize()}Handshake"
    reference = joining.record(ctx, management.id, name, handshakeId=handshake.id, action=handshake.action)
    fields = {
        "answer": answer,
        "asked": "features" if handshake.parent_id else "join",
        "guest": guest,
        "management_id": management.id,
        "link": _link(ctx, ""),
    }
    _mail(ctx, "organization_answered", management, fields | _trace(ctx, reference))


def created(ctx: Context, organization: Organization, account: Account) -> None:
    """Tell the address of a created account how its owner takes possession: by choosing a password."""
    management = _management(ctx, organization.account_id)
    reference = joining.record(ctx, account.id, "CreateAccount", by=management.id, organizationId=organization.id)
    fields = {
        "account_id": account.id,
        "management_id": management.id,
        "management_email": management.email,
        "reset_link": f"{ctx.settings.public_origin}/recovery/root-password",
    }
    _mail(ctx, "organization_account_created", account, fields | _trace(ctx, reference))


def closing(ctx: Context, organization: Organization, account: Account) -> None:
    """Tell the management account that one of its members is being closed; the member hears of it by itself."""
    management = _management(ctx, organization.account_id)
    reference = joining.record(ctx, management.id, "CloseAccountStarted", accountId=account.id)
    fields = {"account_id": account.id, "management_id": management.id, "link": _link(ctx, "")}
    _mail(ctx, "organization_member_closed", management, fields | _trace(ctx, reference))


def departed(ctx: Context, organization: Organization, account: Account, method: str) -> None:
    """Tell both sides that an account stands alone again."""
    management = _management(ctx, organization.account_id)
    reference = joining.record(
        ctx, account.id, "DepartedFromOrganization", organizationId=organization.id, departureMethod=method
    )
    fields = {"account_id": account.id, "management_id": management.id, "method": method.lower()}
    for to in (account, management):
        _mail(ctx, "organization_departed", to, fields | {"link": _link(ctx, "")} | _trace(ctx, reference))
