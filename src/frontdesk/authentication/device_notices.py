"""Mails and events about devices and recovery codes (recovery 3.2, 8).

The root user is told at its own address. IAM users have none here, so their account's security contact is told and,
where there is none, the root user.
"""

from __future__ import annotations

from typing import Any

from frontdesk.core import arns, ids
from frontdesk.credentials.devices.tables import Device
from frontdesk.directory import accounts, alternate_contacts, root_email, users
from frontdesk.directory.alternate_contacts import SECURITY
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

ADDED, REMOVED = "device_added", "device_removed"
CODE_USED, CODES_MADE = "recovery_code_used", "recovery_codes_made"
MANY_WRONG, COPIED = "device_many_wrong", "passkey_copied"
ROOT_NAME = "AWS ROOT USER"


def added(ctx: Context, device: Device) -> None:
    """Tell that a device was bound."""
    _send(ctx, ADDED, device.principal_id or "", device=device.name)


def removed(ctx: Context, device: Device, principal_id: str) -> None:
    """Tell that a device was taken away from a principal; by whom is said where it was somebody else."""
    by = ctx.caller.user_name or "root" if ctx.caller and ctx.caller.principal_id != principal_id else "-"
    _send(ctx, REMOVED, principal_id, device=device.name, by_name=by)


def code_used(ctx: Context, principal_id: str, left: int) -> None:
    """Tell that a recovery code opened a sign-in, and how many are left."""
    _send(ctx, CODE_USED, principal_id, left=str(left))


def codes_made(ctx: Context, principal_id: str) -> None:
    """Tell that there is a new list of recovery codes."""
    _send(ctx, CODES_MADE, principal_id)


def many_wrong(ctx: Context, principal_id: str) -> None:
    """Tell that somebody who knew the password typed wrong codes until no more were checked."""
    _send(ctx, MANY_WRONG, principal_id)


def copied(ctx: Context, device: Device) -> None:
    """Tell that a passkey's counter went back, as a copy's would."""
    _send(ctx, COPIED, device.principal_id or "", device=device.name)


def resynced(ctx: Context, device: Device) -> None:
    """Record that a device was brought back into step before its owner was signed in."""
    identity = _identity(ctx, device.principal_id or "")
    ctx.record(
        Event(
            name="ResyncMFADevice",
            source="iam.amazonaws.com",
            account_id=device.account_id,
            identity=identity,
            request={"serialNumber": device.serial},
        )
    )


def _identity(ctx: Context, principal_id: str) -> dict[str, Any]:
    account = ctx.account_id or ""
    user = users.get(ctx, principal_id) if principal_id != account else None
    if user is None:
        root = {"type": "Root", "principalId": account, "arn": arns.root(account), "userName": ROOT_NAME}
        return {**root, "accountId": account, "accessKeyId": ""}
    named = {"type": "IAMUser", "principalId": user.id, "arn": users.arn(user), "userName": user.name}
    return {**named, "accountId": account, "accessKeyId": ""}


def _send(ctx: Context, message: str, principal_id: str, **facts: str) -> None:
    account, reference = accounts.bound(ctx), ids.reference(ctx.entropy)
    user = users.get(ctx, principal_id) if principal_id != account.id else None
    ctx.record(
        Event(
            name="DeviceNoticeSent",
            source="signin.amazonaws.com",
            type="AwsServiceEvent",
            account_id=account.id,
            identity={"type": "AWSService", "accountId": account.id},
            additional={"notice": message, "principalId": principal_id, **facts},
            resource_type="AWS::IAM::User" if user else None,
            resource_name=user.name if user else None,
            reference=reference,
        )
    )
    fields = {
        "account_id": account.id,
        "user": user.name if user else "root",
        "link": f"{ctx.settings.public_origin}/console/credentials",
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address or "-",
        "reference": reference,
        **facts,
    }
    for to in _told(ctx, root=user is None):
        ctx.send(Mail(message, to, fields, account_id=account.id))


def _told(ctx: Context, *, root: bool) -> tuple[str, ...]:
    contact = None if root else alternate_contacts.find(ctx, SECURITY)
    return (contact.email,) if contact else root_email.told(ctx, accounts.bound(ctx))
