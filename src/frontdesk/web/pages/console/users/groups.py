"""The groups that a user is in."""

from __future__ import annotations

from functools import partial
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, gather, part, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user

_DONE = {
    "added": Done(Message("The user is in the group"), Message("The group's policies count from the next request on.")),
    "removed": Done(Message("The user left the group"), Message("Its policies no longer count for this user.")),
}


class Join(Form):
    """The groups that were ticked."""

    groups: Field = forms.picks(
        Message("Groups to join"), required=True, missing=Message("Tick at least one group."), parameter="GroupName"
    )


def get(request: PageRequest) -> Response:
    """Show the user's groups."""
    return _show(request, None)


def _show(request: PageRequest, form: Form | None) -> Response:
    shown = user.described(request)
    memberships = part(partial(_of_user, request, shown["UserName"]))
    return user.render(request, "groups", shown, form=form, done=done(request, _DONE), memberships=memberships)


def _of_user(request: PageRequest, name: str) -> list[dict[str, Any]]:
    return gather(request, "ListGroupsForUser", "Groups", UserName=name)


def post(request: PageRequest) -> Response:
    """Take the user out of a group."""
    name, form = request.params["name"], Nothing()
    try:
        ask(request, "RemoveUserFromGroup", UserName=name, GroupName=request.form.get("remove", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(user_path(name, "groups") + "?done=removed")


def get_join(request: PageRequest) -> Response:
    """Offer the groups that the user is not in."""
    return _show_join(request, Join())


def _show_join(request: PageRequest, form: Join) -> Response:
    name = request.params["name"]
    present = {group["GroupName"] for group in _of_user(request, name)}
    names = [group["GroupName"] for group in gather(request, "ListGroups", "Groups")]
    form.groups.choices = tuple(Choice(one, Message("{name}", {"name": one})) for one in names if one not in present)
    return request.render("console/users/join.html", form=form, name=name, path=user_path(name))


def post_join(request: PageRequest) -> Response:
    """Put the user into the ticked groups; where one is refused, those before it stay."""
    name, form = request.params["name"], Join.read(request.form)
    try:
        if form.ok:
            for group in form.groups.values:
                ask(request, "AddUserToGroup", UserName=name, GroupName=group)
            return request.see_other(user_path(name, "groups") + "?done=added")
    except FrontdeskError as error:
        refuse(form, error)
    return _show_join(request, form)


pages = (
    Page("/console/users/{name}/groups", get=get, post=post, signed_in=True),
    Page("/console/users/{name}/groups/join", get=get_join, post=post_join, signed_in=True),
)
