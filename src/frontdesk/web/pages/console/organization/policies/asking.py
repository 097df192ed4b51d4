"""What the pages on control policies read of the organization."""

from __future__ import annotations

from typing import Any

from frontdesk.web.door import PageRequest
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.organization.reading import every

HOME = "/console/organization/policies"


def root(request: PageRequest) -> dict[str, Any]:
    """Return the organization's root with the types of policies that count."""
    found: dict[str, Any] = every(request, "ListRoots", "Roots")[0]
    return found


def counting(request: PageRequest) -> set[str]:
    """Return the types of policies that count."""
    return {one["Type"] for one in root(request)["PolicyTypes"]}


def policy(request: PageRequest) -> dict[str, Any]:
    """Return the policy that the address names: its summary and ``Content``."""
    found = ask(request, "organizations:DescribePolicy", PolicyId=request.params["policy"])["Policy"]
    return {**found["PolicySummary"], "Content": found["Content"]}


def places(request: PageRequest) -> list[tuple[str, str]]:
    """Return id and name of the root, every unit and every account, the tree's order for units."""
    top = root(request)["Id"]
    accounts = every(request, "ListAccounts", "Accounts")
    named = [(one["Id"], f"{one['Name']} ({one['Id']})") for one in accounts]
    return [(top, "Root"), *_units(request, top, ""), *sorted(named, key=lambda one: one[1].lower())]


def _units(request: PageRequest, parent: str, path: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for unit in every(request, "ListOrganizationalUnitsForParent", "OrganizationalUnits", ParentId=parent):
        name = f"{path}{unit['Name']}"
        found += [(unit["Id"], name), *_units(request, unit["Id"], f"{name} / ")]
    return found
