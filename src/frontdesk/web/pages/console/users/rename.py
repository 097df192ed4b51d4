"""Another name or path for a user (behaviour 3.3)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse, require
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import create, user


class Rename(Form):
    """The new name and path, with the present ones filled in."""

    name: Field = forms.text(
        Message("User name"), most=64, parameter="NewUserName", missing=Message("Enter a user name.")
    )
    path: Field = forms.text(
        Message("Path"), most=512, mono=True, parameter="NewPath", missing=Message("Enter a path; / is the usual one.")
    )


def get(request: PageRequest) -> Response:
    """Ask for the new name."""
    shown = user.described(request)
    return _show(request, Rename.showing(name=shown["UserName"], path=shown["Path"]))


def _show(request: PageRequest, form: Rename) -> Response:
    name = request.params["name"]
    return request.render("console/users/rename.html", form=form, name=name, path=user_path(name))


def post(request: PageRequest) -> Response:
    """Rename the user; id, groups, policies and credentials stay."""
    form = Rename.read(request.form)
    require(form.name, create.NAME, create.NAME_WORDS)
    require(form.path, create.PATH, create.PATH_WORDS)
    try:
        if form.ok:
            present, new = request.params["name"], form.name.value
            ask(request, "UpdateUser", UserName=present, NewUserName=new, NewPath=form.path.value)
            return request.see_other(user_path(new) + "?done=renamed")
    except FrontdeskError as error:
        if error.field == "UserName":
            error.field = "NewUserName"  # AWS names a taken name after the member of its own list
        refuse(form, error)
    return _show(request, form)


page = Page("/console/users/{name}/rename", get=get, post=post, signed_in=True)
