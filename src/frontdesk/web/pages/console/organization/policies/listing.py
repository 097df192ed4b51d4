"""The types of control policies, whether they count, and the policies of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.directory.organizations.errors import NotInUse, OrganizationAccessDenied
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, part, refuse
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.policies.asking import HOME, counting, root
from frontdesk.web.pages.console.organization.policies.kinds import BY_TYPE, KINDS, Kind
from frontdesk.web.pages.console.organization.reading import every

_DONE = {
    "on": Done(Message("These policies count now"), Message("One that allows everything hangs on everything.")),
    "off": Done(Message("These policies count no longer"), Message("They are kept, but hang nowhere.")),
    "deleted": Done(Message("The policy was deleted"), Message("It hung nowhere, so nothing else changed.")),
}


@dataclass(frozen=True)
class Shelf:
    """The policies of one type."""

    kind: Kind
    counts: bool
    policies: list[dict[str, Any]]


def get(request: PageRequest) -> Response:
    """Show the policies of both types; an account that manages no organization is told what it is in instead."""
    try:
        shelves = part(lambda: _shelves(request))
    except (NotInUse, OrganizationAccessDenied):
        return request.see_other(reading.HOME)
    return request.render("console/organization/policies/listing.html", shelves=shelves, said=done(request, _DONE))


def _shelves(request: PageRequest) -> list[Shelf]:
    count = counting(request)
    return [
        Shelf(kind, kind.type in count, every(request, "ListPolicies", "Policies", Filter=kind.type)) for kind in KINDS
    ]


def get_switch(request: PageRequest) -> Response:
    """Say what switching a type on or off does, and ask."""
    return _show_switch(request, None)


def _show_switch(request: PageRequest, form: Nothing | None) -> Response:
    kind = BY_TYPE.get(request.query.get("type", ""), KINDS[0])
    counts = kind.type in counting(request)
    return request.render("console/organization/policies/switch.html", form=form, kind=kind, counts=counts)


def post_switch(request: PageRequest) -> Response:
    """Switch a type on or off, as the form says."""
    form, on = Nothing(), request.form.get("on") == "yes"
    operation = "organizations:EnablePolicyType" if on else "organizations:DisablePolicyType"
    type = BY_TYPE.get(request.query.get("type", ""), KINDS[0]).type
    try:
        ask(request, operation, RootId=root(request)["Id"], PolicyType=type)
    except FrontdeskError as error:
        refuse(form, error)
        return _show_switch(request, form)
    return request.see_other(f"{HOME}?done={'on' if on else 'off'}")


pages = (
    Page(HOME, get=get, signed_in=True, menu=Menu("organization", Message("Control policies"), 60)),
    Page(HOME + "/~switch", get=get_switch, post=post_switch, signed_in=True),
)
