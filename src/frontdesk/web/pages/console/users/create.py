"""A new user, with or without a password for the console."""

from __future__ import annotations

import re

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.core.secret import Password
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import ask, refuse, require
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import password, passwords

NAME = re.compile(r"[A-Za-z0-9_+=,.@-]+")
PATH = re.compile(r"/|/[\x21-\x7e]+/")
NAME_WORDS = Message("Use letters without accents, digits and + = , . @ _ - only, without spaces.")
PATH_WORDS = Message("Begin and end the path with a slash, such as /office/oslo/, without spaces.")


class NewUser(Form):
    """Who it is, and whether they sign in to the console."""

    name: Field = forms.text(
        Message("User name"),
        hint=Message("What the person types to sign in, such as m.okafor. You can change it later."),
        most=64,
        parameter="UserName",
        missing=Message("Enter a user name."),
    )
    path: Field = forms.text(
        Message("Path"),
        hint=Message("A folder for policies to refer to, such as /office/oslo/. Most accounts need none."),
        most=512,
        mono=True,
        required=False,
        parameter="Path",
    )
    how: Field = forms.pick(
        Message("Password for the console"),
        Choice(passwords.NONE, Message("None"), Message("For programs: they use access keys.")),
        passwords.MADE,
        passwords.OWN,
        missing=Message("Choose whether the user signs in to the console."),
    )
    password: Field = passwords.typed_field()
    must_change: Field = passwords.must_change_field()


def get(request: PageRequest) -> Response:
    """Ask for the new user's name."""
    return _show(request, NewUser.showing(must_change="yes"))


def _show(request: PageRequest, form: NewUser) -> Response:
    return request.render("console/users/create.html", form=form, rules=passwords.rules(request))


def post(request: PageRequest) -> Response:
    """Make the user; with console access go on to the page that shows, once, what to hand over."""
    form = NewUser.read(request.form)
    require(form.name, NAME, NAME_WORDS)
    require(form.path, PATH, PATH_WORDS)
    passwords.check_typed(form.how, form.password)
    if not form.ok:
        return _show(request, form)
    try:
        # before the user is made, so that a password against the rules leaves nothing behind
        secret = _password(request, form)
        made = ask(request, "CreateUser", UserName=form.name.value, Path=form.path.value or None)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return _with_access(request, form, made["User"]["UserName"], secret)


def _password(request: PageRequest, form: NewUser) -> Password | None:
    if form.how.value == passwords.NONE:
        return None
    return passwords.given(request, form.how, form.password, request.store.entropy)


def _with_access(request: PageRequest, form: NewUser, name: str, secret: Password | None) -> Response:
    if secret is None:
        return request.see_other(user_path(name) + "?done=created")
    given = password.Given(name, secret, form.must_change.ticked, new=form.how.value == passwords.GENERATED)
    try:
        return password.turn_on(request, given)
    except FrontdeskError as error:
        return password.show_refused(request, given, error)


page = Page("/console/users/~new", get=get, post=post, pool="hash", signed_in=True)
