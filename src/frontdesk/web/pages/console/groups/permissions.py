"""What a group gives its members: policies attached to it and policies written into it."""

from __future__ import annotations

from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console import owners
from frontdesk.web.pages.console.asking import Nothing, done
from frontdesk.web.pages.console.groups import group
from frontdesk.web.pages.console.owners import Owner


def get(request: PageRequest) -> Response:
    """Show the group's policies."""
    return _show(request, None)


def _show(request: PageRequest, form: Form | None) -> Response:
    shown = group.described(request)
    owner = Owner("group", shown["GroupName"])
    said = done(request, owners.DONE)
    return group.render(request, "permissions", shown, form, done=said, **owners.policies(request, owner))


def post(request: PageRequest) -> Response:
    """Detach a managed policy; it can be attached again."""
    owner, form = owners.owner_of("group", request), Nothing()
    if not owners.detach(request, owner, form):
        return _show(request, form)
    return request.see_other(f"{owner.path}/permissions?done=detached")


page = Page("/console/groups/{name}/permissions", get=get, post=post, signed_in=True)
