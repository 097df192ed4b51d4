"""The whole tree of an organization at once, in the order in which it is drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from frontdesk.directory.organizations import membership, tree
from frontdesk.directory.organizations.tables import Member, Organization, OrganizationalUnit
from frontdesk.directory.tables import Account
from frontdesk.operations.organizations.organization import shown
from frontdesk.operations.organizations.resources import organization_seen
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

Answer = dict[str, Any]


@dataclass(frozen=True)
class _Whole:
    """Everything that hangs somewhere, by what it hangs on."""

    organization: Organization
    units: dict[str, list[OrganizationalUnit]]
    members: dict[str, list[Member]]
    accounts: dict[str, Account]


@operation("organizations:ListAccounts", resource=organization_seen, model="organizations:DescribeTree")
def describe_tree(ctx: Context, organization: Organization) -> Answer:
    """Describe the root, every unit and every account, each below its parent, units first, by name."""
    whole = _read(ctx, organization)
    root = {"Id": organization.root_id, "Type": "ROOT", "Name": tree.ROOT_NAME, "Depth": 0}
    nodes = [root, *_below(whole, organization.root_id, 1)]
    return {"Organization": shown(ctx, organization), "Nodes": nodes}


def _read(ctx: Context, organization: Organization) -> _Whole:
    whole = _Whole(organization, defaultdict(list), defaultdict(list), membership.accounts(ctx, organization))
    for unit in tree.all_units(ctx, organization):
        whole.units[unit.parent_id].append(unit)
    for member in ctx.all(membership.members(ctx, organization)):
        whole.members[member.parent_id].append(member)
    return whole


def _below(whole: _Whole, parent_id: str, depth: int) -> Iterator[Answer]:
    for unit in whole.units[parent_id]:
        yield {
            "Id": unit.id,
            "Type": "ORGANIZATIONAL_UNIT",
            "Name": unit.name,
            "ParentId": parent_id,
            "Depth": depth,
        }
        yield from _below(whole, unit.id, depth + 1)
    for member in sorted(
        whole.members[parent_id], key=lambda one: (whole.accounts[one.account_id].name, one.account_id)
    ):
        yield _account(whole, member, depth)


def _account(whole: _Whole, member: Member, depth: int) -> Answer:
    account = whole.accounts[member.account_id]
    return {
        "Id": account.id,
        "Type": "ACCOUNT",
        "Name": account.name,
        "ParentId": member.parent_id,
        "Depth": depth,
        "Email": account.email,
        "State": account.state,
        "JoinedMethod": member.joined_method,
        "Management": account.id == whole.organization.account_id,
    }
