"""What a user may do: policies attached, policies written into the user, and what comes with groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, Nothing, Part, ask, done, gather, part, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user

_DONE = {
    "attached": Done(Message("The policies were attached"), Message("They count from the next request on.")),
    "detached": Done(Message("The policy was detached"), Message("It is still there; you can attach it again.")),
    "deleted": Done(Message("The inline policy was deleted"), Message("It counted for this user only.")),
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
    """Detach a managed policy; it can be attached again."""
    name, form = request.params["name"], Nothing()
    try:
        ask(request, "DetachUserPolicy", UserName=name, PolicyArn=request.form.get("detach", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(user_path(name, "permissions") + "?done=detached")


def get_delete(request: PageRequest) -> Response:
    """Ask once more, because the text of an inline policy is nowhere else."""
    return _show_delete(request, None)


def _show_delete(request: PageRequest, form: Nothing | None) -> Response:
    name, policy = request.params["name"], request.params["policy"]
    if policy not in gather(request, "ListUserPolicies", "PolicyNames", UserName=name):
        raise NotFound("{name} has no inline policy called {policy}.", name=name, policy=policy)
    return request.render("console/users/inline_delete.html", form=form, name=name, path=user_path(name), policy=policy)


def post_delete(request: PageRequest) -> Response:
    """Delete an inline policy for good."""
    name, form = request.params["name"], Nothing()
    try:
        ask(request, "DeleteUserPolicy", UserName=name, PolicyName=request.params["policy"])
    except FrontdeskError as error:
        refuse(form, error)
        return _show_delete(request, form)
    return request.see_other(user_path(name, "permissions") + "?done=deleted")


pages = (
    Page("/console/users/{name}/permissions", get=get, post=post, signed_in=True),
    Page("/console/users/{name}/permissions/inline/{policy}/delete", get=get_delete, post=post_delete, signed_in=True),
)
