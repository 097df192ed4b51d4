"""A group's first tab: which group it is and who is in it; and more users to put in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console import paging
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, gather, refuse
from frontdesk.web.pages.console.groups import group
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.owners import Owner

MOST_SHOWN, MOST_USERS = 30, 5000
_DONE = {
    "created": Done(Message("The group was created"), Message("Give it members and policies, in either order.")),
    "renamed": Done(Message("The group has a new name"), Message("Members and policies are the same.")),
    "added": Done(Message("The users are in the group"), Message("Its policies count for them from now on.")),
    "removed": Done(Message("The user left the group"), Message("Its policies no longer count for this user.")),
}


class Search(Form):
    """A part of a user name."""

    find: Field = forms.text(Message("Find users by a part of their name"), required=False, most=64)


class Add(Form):
    """The users that were ticked."""

    users: Field = forms.picks(
        Message("Users to add"), required=True, missing=Message("Tick at least one user."), parameter="UserName"
    )


@dataclass(frozen=True)
class Offer:
    """Users who could be added: those whose name fits, and how many of them are not shown."""

    choices: tuple[Choice, ...]
    hidden: int


def everyone_in(request: PageRequest, name: str) -> list[dict[str, Any]]:
    """Return the users of a group, by name."""
    return gather(request, "GetGroup", "Users", MOST_USERS, GroupName=name)


def get(request: PageRequest) -> Response:
    """Show the group and one page of its members."""
    return _show(request, None)


def _show(request: PageRequest, form: Form | None) -> Response:
    shown = group.described(request)
    rows = [(user_path(user["UserName"]), user) for user in everyone_in(request, shown["GroupName"])]
    return group.render(request, "members", shown, form, window=paging.window(request, rows), done=done(request, _DONE))


def post(request: PageRequest) -> Response:
    """Take a user out of the group."""
    owner, form = Owner("group", request.params["name"]), Nothing()
    try:
        ask(request, "RemoveUserFromGroup", GroupName=owner.name, UserName=request.form.get("remove", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(owner.path + "?done=removed")


def get_add(request: PageRequest) -> Response:
    """Offer the users who are not in the group."""
    return _show_add(request, Search.read(request.query), Add())


def _show_add(request: PageRequest, search: Search, form: Add) -> Response:
    name = group.described(request)["GroupName"]
    offer = _offer(request, name, search.find.value)
    form.users.choices = offer.choices
    return request.render(
        "console/groups/add.html", form=form, name=name, path=Owner("group", name).path, search=search.find, offer=offer
    )


def _offer(request: PageRequest, name: str, words: str) -> Offer:
    present = {user["UserName"] for user in everyone_in(request, name)}
    users = paging.named(gather(request, "ListUsers", "Users", MOST_USERS), "UserName", words)
    names = [user["UserName"] for user in users if user["UserName"] not in present]
    choices = tuple(Choice(one, Message("{name}", {"name": one})) for one in names[:MOST_SHOWN])
    return Offer(choices, len(names) - MOST_SHOWN)


def post_add(request: PageRequest) -> Response:
    """Put the ticked users into the group; where one is refused, those before it stay."""
    owner, form = Owner("group", request.params["name"]), Add.read(request.form)
    try:
        if form.ok:
            for user in form.users.values:
                ask(request, "AddUserToGroup", GroupName=owner.name, UserName=user)
            return request.see_other(owner.path + "?done=added")
    except FrontdeskError as error:
        refuse(form, error)
    return _show_add(request, Search.read(request.query), form)


pages = (
    Page("/console/groups/{name}", get=get, post=post, signed_in=True),
    Page("/console/groups/{name}/add", get=get_add, post=post_add, signed_in=True),
)
