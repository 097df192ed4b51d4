"""Another name or path for a group."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse, require
from frontdesk.web.pages.console.groups import group
from frontdesk.web.pages.console.owners import Owner
from frontdesk.web.pages.console.users import create as user


class Rename(Form):
    """The new name and path, with the present ones filled in."""

    name: Field = forms.text(
        Message("Group name"), most=128, parameter="NewGroupName", missing=Message("Enter a group name.")
    )
    path: Field = forms.text(
        Message("Path"), most=512, mono=True, parameter="NewPath", missing=Message("Enter a path; / is the usual one.")
    )


def get(request: PageRequest) -> Response:
    """Ask for the new name."""
    shown = group.described(request)
    return _show(request, Rename.showing(name=shown["GroupName"], path=shown["Path"]))


def _show(request: PageRequest, form: Rename) -> Response:
    owner = Owner("group", request.params["name"])
    return request.render("console/groups/rename.html", form=form, owner=owner)


def post(request: PageRequest) -> Response:
    """Rename the group; id, members and policies stay."""
    form = Rename.read(request.form)
    require(form.name, user.NAME, user.NAME_WORDS)
    require(form.path, user.PATH, user.PATH_WORDS)
    try:
        if form.ok:
            present, new = request.params["name"], form.name.value
            ask(request, "UpdateGroup", GroupName=present, NewGroupName=new, NewPath=form.path.value)
            return request.see_other(Owner("group", new).path + "?done=renamed")
    except FrontdeskError as error:
        if error.field == "GroupName":
            error.field = "NewGroupName"  # a taken name is told under the name that groups are made with
        refuse(form, error)
    return _show(request, form)


page = Page("/console/groups/{name}/rename", get=get, post=post, signed_in=True)
