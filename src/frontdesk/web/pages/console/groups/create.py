"""A new group."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse, require
from frontdesk.web.pages.console.owners import Owner
from frontdesk.web.pages.console.users import create as user


class NewGroup(Form):
    """What the group is called."""

    name: Field = forms.text(
        Message("Group name"),
        hint=Message("The work that its members do, such as bookkeepers. You can change it later."),
        most=128,
        parameter="GroupName",
        missing=Message("Enter a group name."),
    )
    path: Field = forms.text(
        Message("Path"),
        hint=Message("A folder for policies to refer to, such as /office/oslo/. Most accounts need none."),
        most=512,
        mono=True,
        required=False,
        parameter="Path",
    )


def get(request: PageRequest) -> Response:
    """Ask for the new group's name."""
    return _show(request, NewGroup())


def _show(request: PageRequest, form: NewGroup) -> Response:
    return request.render("console/groups/create.html", form=form)


def post(request: PageRequest) -> Response:
    """Make the group and go to its page."""
    form = NewGroup.read(request.form)
    require(form.name, user.NAME, user.NAME_WORDS)
    require(form.path, user.PATH, user.PATH_WORDS)
    try:
        if form.ok:
            made = ask(request, "CreateGroup", GroupName=form.name.value, Path=form.path.value or None)["Group"]
            return request.see_other(Owner("group", made["GroupName"]).path + "?done=created")
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, form)


page = Page("/console/groups/~new", get=get, post=post, signed_in=True)
