"""A group deleted, with what hangs on it; its members stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import deleting
from frontdesk.web.pages.console.groups import group
from frontdesk.web.pages.console.groups.members import everyone_in
from frontdesk.web.pages.console.owners import Owner


class Delete(Form):
    """The group's name, typed."""

    typed: Field = forms.text(
        Message("Type the group name"), most=128, missing=Message("Type the group name to confirm.")
    )


@dataclass(frozen=True)
class Belongings:
    """What hangs on a group and goes with it."""

    members: Sequence[str]
    attached: Sequence[dict[str, Any]]
    inline: Sequence[str]


def _belongings(request: PageRequest, owner: Owner) -> Belongings:
    return Belongings(
        members=[user["UserName"] for user in everyone_in(request, owner.name)],
        attached=owner.attached(request),
        inline=owner.inline(request),
    )


def _remove(request: PageRequest, owner: Owner, found: Belongings) -> None:
    """Take away what hangs on the group in the order in which IAM asks for it (wire 11.2), then the group."""
    for user in found.members:
        owner.ask(request, "RemoveUserFromGroup", UserName=user)
    for attached in found.attached:
        owner.ask(request, "Detach{}Policy", PolicyArn=attached["PolicyArn"])
    for policy in found.inline:
        owner.ask(request, "Delete{}Policy", PolicyName=policy)
    owner.ask(request, "DeleteGroup")


def get(request: PageRequest) -> Response:
    """Say what goes, and ask for the name."""
    owner = _owner(request)
    return _show(request, owner, Delete(), _belongings(request, owner))


def _owner(request: PageRequest) -> Owner:
    return Owner("group", group.described(request)["GroupName"])


def _show(request: PageRequest, owner: Owner, form: Delete, found: Belongings) -> Response:
    return request.render("console/groups/delete.html", form=form, owner=owner, found=found)


def post(request: PageRequest) -> Response:
    """Delete the group, part by part through the operations; where one is refused, what went before it stays gone."""
    owner = _owner(request)
    found, form = _belongings(request, owner), Delete.read(request.form)
    deleting.confirm(form.typed, owner.name)
    if not form.ok:
        return _show(request, owner, form, found)
    try:
        _remove(request, owner, found)
    except FrontdeskError as error:
        left = _belongings(request, owner)
        deleting.stopped(form, error, partly=left != found)
        return _show(request, owner, form, left)
    return request.see_other("/console/groups?done=deleted")


page = Page("/console/groups/{name}/delete", get=get, post=post, signed_in=True)
