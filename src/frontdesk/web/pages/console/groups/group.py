"""What all pages of one group share: which it is, the tabs, the actions."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.core.messages import Message, Remedy
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.owners import Owner

TABS = (("", Message("Members")), ("/permissions", Message("Permissions")))


def described(request: PageRequest) -> dict[str, Any]:
    """Return the group of this address as IAM describes it; raises NotFound or AccessDenied."""
    try:
        group: dict[str, Any] = ask(request, "GetGroup", GroupName=request.params["name"], MaxItems=1)["Group"]
    except NotFound as error:
        error.remedy = Remedy("list-groups", Message("See all groups"))
        raise
    return group


def render(request: PageRequest, tab: str, group: dict[str, Any], form: Form | None = None, **values: Any) -> Response:
    """Return a tab of a group's page. ``tab`` is its template without ending; templates extend ``group.html``."""
    owner = Owner("group", group["GroupName"])
    here = owner.path if tab == "members" else f"{owner.path}/{tab}"
    tabs = [(owner.path + end, words) for end, words in TABS]
    return request.render(
        f"console/groups/{tab}.html", form=form, group=group, path=owner.path, tabs=tabs, here=here, **values
    )
