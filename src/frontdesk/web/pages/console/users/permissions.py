"""What a user may do: policies attached, policies written into the user, and what comes with groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, Nothing, Part, ask, done, gather, part, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user

_DONE = {
    "attached": Done(Message("The policies were attached"), Message("They count from the next request on.")),
    "detached": Done(Message("The policy was detached"), Message("It is still there; you can attach it again.")),
    "removed": Done(Message("The inline policy was deleted"), Message("It counted for this user only.")),
}


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
        done=done(request, _DONE),
        attached=part(partial(gather, request, "ListAttachedUserPolicies", "AttachedPolicies", UserName=name)),
        inline=part(partial(gather, request, "ListUserPolicies", "PolicyNames", UserName=name)),
        memberships=part(partial(_groups, request, name)),
        editor=f"/console/policies/inline/user/{quote(name, safe='+=,.@-')}",
    )


def _groups(request: PageRequest, name: str) -> list[FromGroup]:
    names = [group["GroupName"] for group in gather(request, "ListGroupsForUser", "Groups", UserName=name)]
    return [FromGroup(group, part(partial(_of_group, request, group))) for group in names]


def _of_group(request: PageRequest, group: str) -> list[str]:
    attached = gather(request, "ListAttachedGroupPolicies", "AttachedPolicies", GroupName=group)
    inline: list[str] = gather(request, "ListGroupPolicies", "PolicyNames", GroupName=group)
    return [policy["PolicyName"] for policy in attached] + inline


def post(request: PageRequest) -> Response:
    """Detach a managed policy, or delete an inline one."""
    acts: dict[str, Callable[[str, str], Any]] = {
        "detach": lambda name, arn: ask(request, "DetachUserPolicy", UserName=name, PolicyArn=arn),
        "remove": lambda name, policy: ask(request, "DeleteUserPolicy", UserName=name, PolicyName=policy),
    }
    name, form = request.params["name"], Nothing()
    act = next((act for act in acts if act in request.form), None)
    try:
        if act is not None:
            acts[act](name, request.form[act])
            return request.see_other(user_path(name, "permissions") + f"?done={act.removesuffix('e')}ed")
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, form)


page = Page("/console/users/{name}/permissions", get=get, post=post, signed_in=True)
