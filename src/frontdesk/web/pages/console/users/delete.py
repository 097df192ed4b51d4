"""A user deleted, with everything that belongs to it (behaviour 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import deleting
from frontdesk.web.pages.console.asking import ask, gather
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user


class Delete(Form):
    """The user's name, typed."""

    typed: Field = forms.text(Message("Type the user name"), most=64, missing=Message("Type the user name to confirm."))


@dataclass(frozen=True)
class Belongings:
    """What hangs on a user and goes with it."""

    password: bool
    keys: Sequence[str]
    groups: Sequence[str]
    inline: Sequence[str]
    attached: Sequence[dict[str, Any]]


def _belongings(request: PageRequest, name: str) -> Belongings:
    every = partial(gather, request, UserName=name)
    return Belongings(
        password=ask(request, "frontdesk:GetConsoleAccess", UserName=name)["ConsoleAccess"]["Enabled"],
        keys=[key["AccessKeyId"] for key in every("ListAccessKeys", "AccessKeyMetadata")],
        groups=[group["GroupName"] for group in every("ListGroupsForUser", "Groups")],
        inline=every("ListUserPolicies", "PolicyNames"),
        attached=every("ListAttachedUserPolicies", "AttachedPolicies"),
    )


def _remove(request: PageRequest, name: str, found: Belongings) -> None:
    """Take away what hangs on the user, credentials first so that nobody acts as it meanwhile, then the user."""
    act = partial(ask, request, UserName=name)
    if found.password:
        act("DeleteLoginProfile")
    for key in found.keys:
        act("DeleteAccessKey", AccessKeyId=key)
    for group in found.groups:
        act("RemoveUserFromGroup", GroupName=group)
    for policy in found.inline:
        act("DeleteUserPolicy", PolicyName=policy)
    for attached in found.attached:
        act("DetachUserPolicy", PolicyArn=attached["PolicyArn"])
    act("DeleteUser")


def get(request: PageRequest) -> Response:
    """Say what goes, and ask for the name."""
    name = user.described(request)["UserName"]
    return _show(request, name, Delete(), _belongings(request, name))


def _show(request: PageRequest, name: str, form: Delete, found: Belongings) -> Response:
    return request.render(
        "console/users/delete.html",
        form=form,
        name=name,
        path=user_path(name),
        found=found,
        own=name == request.caller.user_name,
    )


def post(request: PageRequest) -> Response:
    """Delete the user, part by part through the operations; where one is refused, what went before it stays gone."""
    name = user.described(request)["UserName"]
    found, form = _belongings(request, name), Delete.read(request.form)
    deleting.confirm(form.typed, name)
    if not form.ok:
        return _show(request, name, form, found)
    try:
        _remove(request, name, found)
    except FrontdeskError as error:
        left = _belongings(request, name)
        deleting.stopped(form, error, partly=left != found)
        return _show(request, name, form, left)
    return request.see_other("/console/users?done=deleted")


page = Page("/console/users/{name}/delete", get=get, post=post, signed_in=True)
