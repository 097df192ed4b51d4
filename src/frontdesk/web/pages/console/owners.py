"""Users and groups as owners of policies: those attached to them and those written into them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from urllib.parse import quote

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import Done, ask, gather, part, refuse

Kind = Literal["user", "group"]
KINDS: tuple[Kind, ...] = ("user", "group")
DONE = {
    "attached": Done(Message("The policies were attached"), Message("They count from the next request on.")),
    "detached": Done(Message("The policy was detached"), Message("It is still there; you can attach it again.")),
    "written": Done(Message("The inline policy was saved"), Message("It counts from the next request on.")),
    "deleted": Done(Message("The inline policy was deleted"), Message("It counted here and nowhere else.")),
}
_LISTS = {"user": Message("Users"), "group": Message("Groups")}


@dataclass(frozen=True)
class Owner:
    """Whose policies a page is about."""

    kind: Kind
    name: str

    @property
    def path(self) -> str:
        """The owner's own page."""
        return f"/console/{self.kind}s/{self._quoted}"

    @property
    def editor(self) -> str:
        """Where an inline policy is written; followed by its name where there is one already."""
        return f"/console/policies/inline/{self.kind}/{self._quoted}"

    @property
    def _quoted(self) -> str:
        return quote(self.name, safe="+=,.@-")

    @property
    def crumbs(self) -> list[tuple[str, Message | str]]:
        """The way to the page that lists the owner's policies."""
        return [
            ("/console/home", Message("Console")),
            (f"/console/{self.kind}s", _LISTS[self.kind]),
            (self.path, self.name),
            (f"{self.path}/permissions", Message("Permissions")),
        ]

    def ask(self, request: PageRequest, operation: str, **params: Any) -> dict[str, Any]:
        """Perform an operation whose name has ``{}`` where AWS says User or Group; raises what it raises."""
        return ask(request, self._named(operation), **self._self, **params)

    def gather(self, request: PageRequest, operation: str, member: str) -> list[Any]:
        """Return the whole list of such an operation."""
        return gather(request, self._named(operation), member, **self._self)

    def _named(self, operation: str) -> str:
        return operation.format(self.kind.capitalize())

    @property
    def _self(self) -> dict[str, Any]:
        return {f"{self.kind.capitalize()}Name": self.name}

    def attached(self, request: PageRequest) -> list[dict[str, Any]]:
        """Return the managed policies attached to the owner itself."""
        return self.gather(request, "ListAttached{}Policies", "AttachedPolicies")

    def inline(self, request: PageRequest) -> list[str]:
        """Return the names of the policies written into the owner; raises NotFound for an owner that is not there."""
        return self.gather(request, "List{}Policies", "PolicyNames")


def owner_of(kind: Kind, request: PageRequest) -> Owner:
    """Return the owner that a page's address names."""
    return Owner(kind, request.params["name"])


def policies(request: PageRequest, owner: Owner) -> dict[str, Any]:
    """Return what the sections of ``owner_policies.html`` show."""
    return {
        "owner": owner,
        "attached": part(partial(owner.attached, request)),
        "inline": part(partial(owner.inline, request)),
    }


def detach(request: PageRequest, owner: Owner, form: Form) -> bool:
    """Detach the policy whose button was pressed; say whether that worked, else ``form`` says why not."""
    try:
        owner.ask(request, "Detach{}Policy", PolicyArn=request.form.get("detach", ""))
    except FrontdeskError as error:
        refuse(form, error)
    return form.ok
