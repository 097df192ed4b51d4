"""Which account a call is about, and whether the caller may act for it.

``AccountId`` is left out for the caller's own account. With it the management account of an organisation, or a
delegated administrator, acts for a member. Strangers' accounts and those that do not exist are refused alike.
"""

from __future__ import annotations

from functools import partial

from frontdesk.authentication.evidence import EvidenceClass
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied
from frontdesk.directory import accounts, standing
from frontdesk.directory.tables import Account
from frontdesk.operations.account import organization
from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context

READABLE = frozenset({standing.SUSPENDED, standing.CLOSED})  # where root still looks at its settings
CHANGEABLE = frozenset({standing.CLOSED})  # and changes them (behaviour 5.2)


def account_for(action: str) -> Resource:
    """Return how the account of an ``account:…`` action is found: the caller's own, or the member it names."""
    return Resource(partial(_either, action), consumes=("AccountId",))


def member_for(action: str) -> Resource:
    """Return how a member is found for what only a management account does."""
    return Resource(partial(_member, action), consumes=("AccountId",))


def _either(action: str, ctx: Context, params: Params) -> Target:
    if params.get("AccountId") is not None:
        return _member(action, ctx, params)
    account = accounts.bound(ctx)
    return Target(f"arn:{arns.PARTITION}:account::{account.id}:account", account)


def _member(action: str, ctx: Context, params: Params) -> Target:
    caller, member_id = calling(ctx), params["AccountId"]
    held = organization.holding(ctx, caller, member_id)
    if held.refusal or held.account is None:
        raise AccessDenied(
            "User: {arn} is not authorized to perform: {action} ({why})",
            arn=caller.arn,
            action=action,
            why=held.refusal,
            cause=str(held.refusal),
        )
    owner = f"arn:{arns.PARTITION}:account::{held.management_id}:account/{held.organization_id}/{member_id}"
    return Target(owner, held.account)


def lineage(ctx: Context, account: Account) -> list[str]:
    """Return the classes of the caller, as what it sets is worth them (recovery 2.2): none for root in person."""
    caller = calling(ctx)
    if caller.account_id != account.id:
        return [EvidenceClass.MANAGEMENT.value]
    if caller.kind == "Host" or _in_person(caller):
        return []
    return [(EvidenceClass.ROOT_KEY if caller.kind == "Root" else EvidenceClass.ADMINISTRATOR).value]


def _in_person(caller: Caller) -> bool:
    return caller.kind == "Root" and caller.session_id is not None
