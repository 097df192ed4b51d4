"""What the organization's pages read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.core.messages import Message
from frontdesk.directory.organizations.errors import NotInUse
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Choice
from frontdesk.web.pages.console.asking import Done, ask

HOME = "/console/organization"
DONE = {
    "founded": Done(Message("Your organization is there"), Message("Create accounts in it, or invite some.")),
    "joined": Done(Message("Your account is in the organization"), Message("Its management account pays from now on.")),
    "dissolved": Done(Message("The organization is dissolved"), Message("Your account stands alone again.")),
    "left": Done(Message("Your account has left"), Message("It stands alone again and pays its own bills.")),
    "unit": Done(Message("The unit is there"), Message("Move accounts into it, or make units below it.")),
    "renamed": Done(Message("The unit has a new name"), Message("Its ID and what is below it stay as they were.")),
    "deleted": Done(Message("The unit is gone"), Message("Nothing else has changed.")),
    "created": Done(
        Message("The account is there"),
        Message("Its root user has no password yet. Whoever reads the mailbox chooses one when it is needed."),
    ),
    "moved": Done(Message("The account has moved"), Message("The policies of its new place hold for it.")),
    "closing": Done(Message("The account is being closed"), Message("It is closed within a minute.")),
    "removed": Done(Message("The account was removed"), Message("It stands alone and pays its own bills.")),
    "invited": Done(
        Message("The invitation is on its way"),
        Message(
            "If the ID or the address belongs to an account, its root user has mail. We do not say whether it does."
        ),
    ),
    "answered": Done(Message("Your answer is given"), Message("The other side is told by mail.")),
    "features": Done(Message("All features are enabled"), Message("Control policies can be turned on now.")),
}


@dataclass(frozen=True)
class Node:
    """The root, a unit or an account, with what hangs on it."""

    facts: Mapping[str, Any]
    children: tuple[Node, ...]


def organization(request: PageRequest) -> dict[str, Any] | None:
    """Return the organization that the account is in, or None; raises AccessDenied."""
    try:
        found: dict[str, Any] = ask(request, "organizations:DescribeOrganization")["Organization"]
    except NotInUse:
        return None
    return found


def nodes(request: PageRequest) -> list[dict[str, Any]]:
    """Return root, units and accounts in the order of the tree."""
    found: list[dict[str, Any]] = ask(request, "organizations:DescribeTree")["Nodes"]
    return found


def grown(flat: list[dict[str, Any]]) -> Node:
    """Return the tree of a list in which every parent stands before what hangs on it."""
    below: dict[str, list[dict[str, Any]]] = {}
    for one in flat[1:]:
        below.setdefault(one["ParentId"], []).append(one)

    def grow(facts: dict[str, Any]) -> Node:
        return Node(facts, tuple(grow(child) for child in below.get(facts["Id"], ())))

    return grow(flat[0])


def part_below(node: Node, id: str) -> Node | None:
    """Return the part of a tree that begins at an id."""
    if node.facts["Id"] == id:
        return node
    return next((found for child in node.children if (found := part_below(child, id))), None)


def places(flat: list[dict[str, Any]], *, without: str = "") -> tuple[Choice, ...]:
    """Return the root and every unit as answers of a field, each with the names above it."""
    return tuple(Choice(id, words) for id, words in _named(flat) if id != without)


def _named(flat: list[dict[str, Any]]) -> Iterator[tuple[str, Message]]:
    paths: dict[str, str] = {}
    for one in flat:
        if one["Type"] == "ROOT":
            yield one["Id"], Message("Root")
        elif one["Type"] == "ORGANIZATIONAL_UNIT":
            above = paths.get(one["ParentId"], "")
            paths[one["Id"]] = f"{above} / {one['Name']}" if above else one["Name"]
            yield one["Id"], Message("{path}", {"path": paths[one["Id"]]})


def way_to(flat: list[dict[str, Any]], id: str) -> list[dict[str, Any]]:
    """Return what stands above an id, from the root down, without itself."""
    known = {one["Id"]: one for one in flat}
    way: list[dict[str, Any]] = []
    here = known.get(id)
    while here and "ParentId" in here:
        here = known[here["ParentId"]]
        way.append(here)
    return way[::-1]


def every(request: PageRequest, operation: str, member: str, most: int = 1000, **params: Any) -> list[Any]:
    """Return a whole list of organizations, read page by page, of at most about ``most`` items."""
    found: list[Any] = []
    token: str | None = None
    while len(found) < most:
        answer = ask(request, f"organizations:{operation}", NextToken=token, **params)
        found += answer[member]
        token = answer.get("NextToken")
        if token is None:
            break
    return found


def handshakes(request: PageRequest, operation: str, **params: Any) -> list[dict[str, Any]]:
    """Return what was asked in the last thirty days, the newest first."""
    found = every(request, operation, "Handshakes", 500, **params)
    return sorted(found, key=lambda one: one["RequestedTimestamp"], reverse=True)
