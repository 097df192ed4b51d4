"""What a user may do: policies attached, policies written into the user, and what comes with groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console import owners
from frontdesk.web.pages.console.asking import Nothing, Part, done, gather, part
from frontdesk.web.pages.console.owners import Owner
from frontdesk.web.pages.console.users import user


@dataclass(frozen=True)
class FromGroup:
    """A group with the policies that its members get from it."""

    name: str
    policies: Part[list[str]]


def get(request: PageRequest) -> Response:
    """Show every policy that counts for the user, and where it comes from."""
    return _show(request, None)


def _show(request: PageRequest, form: Nothing | None) -> Response:
    shown = user.described(request)
    name = shown["UserName"]
    return user.render(
        request,
        "permissions",
        shown,
        form=form,
        done=done(request, owners.DONE),
        memberships=part(partial(_groups, request, name)),
        **owners.policies(request, Owner("user", name)),
    )


def _groups(request: PageRequest, name: str) -> list[FromGroup]:
    names = [group["GroupName"] for group in gather(request, "ListGroupsForUser", "Groups", UserName=name)]
    return [FromGroup(group, part(partial(_of_group, request, Owner("group", group)))) for group in names]


def _of_group(request: PageRequest, group: Owner) -> list[str]:
    return [policy["PolicyName"] for policy in group.attached(request)] + group.inline(request)


def post(request: PageRequest) -> Response:
    """Detach a managed policy; it can be attached again."""
    owner, form = owners.owner_of("user", request), Nothing()
    if not owners.detach(request, owner, form):
        return _show(request, form)
    return request.see_other(f"{owner.path}/permissions?done=detached")


page = Page("/console/users/{name}/permissions", get=get, post=post, signed_in=True)
