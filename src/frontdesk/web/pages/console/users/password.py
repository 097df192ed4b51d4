"""Console access of a user: turned on, or given another password (behaviour 3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core import ids
from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.core.secret import Password
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import passwords

_OFF = "off"


@dataclass(frozen=True)
class Given:
    """A password for a user. ``new`` is set where we made it, so that nobody knows it yet."""

    name: str
    password: Password
    must_change: bool
    new: bool


class SetPassword(Form):
    """``present`` is when the present password was set, so that a form sent again later sets nothing.

    ``once`` is random, for ``passwords.FormEntropy``.
    """

    present: Field = forms.hidden()
    once: Field = forms.hidden(most=64)
    how: Field = forms.pick(
        Message("New password"), passwords.MADE, passwords.OWN, missing=Message("Choose how to make the password.")
    )
    password: Field = passwords.typed_field()
    must_change: Field = passwords.must_change_field()


def _present(request: PageRequest, name: str) -> str:
    access = ask(request, "frontdesk:GetConsoleAccess", UserName=name)["ConsoleAccess"]
    return access["PasswordLastChanged"].isoformat() if access["Enabled"] else _OFF


def get(request: PageRequest) -> Response:
    """Ask how the new password should be made."""
    name = request.params["name"]
    present = _present(request, name)
    form = SetPassword.showing(present=present, once=ids.token(request.store.entropy), must_change="yes")
    return _show(request, name, form, present)


def _show(request: PageRequest, name: str, form: SetPassword, present: str) -> Response:
    return request.render(
        "console/users/password.html",
        form=form,
        name=name,
        path=user_path(name),
        on=present != _OFF,
        rules=passwords.rules(request),
    )


def post(request: PageRequest) -> Response:
    """Set the password and show it, this once: the answer to this request is the only place where it ever is."""
    name = request.params["name"]
    present, form = _present(request, name), SetPassword.read(request.form)
    passwords.check_typed(form.how, form.password)
    if form.ok and form.present.value != present:
        return request.render("console/users/password_stale.html", status=409, name=name, path=user_path(name))
    try:
        if form.ok:
            given = _given(request, name, form)
            return turn_on(request, given) if present == _OFF else _replace(request, given)
    except NotFound:
        raise
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, name, form, present)


def _given(request: PageRequest, name: str, form: SetPassword) -> Given:
    entropy = passwords.FormEntropy(request, f"{form.once.value}.{form.present.value}")
    secret = passwords.given(request, form.how, form.password, entropy)
    return Given(name, secret, form.must_change.ticked, new=form.how.value == passwords.GENERATED)


def turn_on(request: PageRequest, given: Given) -> Response:
    """Give a user without a password one, and show what to hand over; raises what CreateLoginProfile raises."""
    _set(request, "CreateLoginProfile", given)
    return _hand_over(request, given, Message("{name} can sign in now", {"name": given.name}))


def _replace(request: PageRequest, given: Given) -> Response:
    _set(request, "UpdateLoginProfile", given)
    return _hand_over(request, given, Message("{name} has a new password", {"name": given.name}))


def _set(request: PageRequest, operation: str, given: Given) -> None:
    secret = given.password.reveal()
    ask(request, operation, UserName=given.name, Password=secret, PasswordResetRequired=given.must_change)


def _hand_over(request: PageRequest, given: Given, heading: Message) -> Response:
    return request.render(
        "console/users/hand_over.html",
        heading=heading,
        given=given,
        path=user_path(given.name),
        address=passwords.sign_in_address(request),
    )


def show_refused(request: PageRequest, given: Given, error: FrontdeskError) -> Response:
    """Show the page for a user who was just made and whose password was refused."""
    once = ids.token(request.store.entropy)
    form = SetPassword.showing(present=_OFF, once=once, must_change="yes" if given.must_change else "")
    refuse(form, error)
    if form.refusal is None:
        form.refusal = Refusal(Message("That did not work"), error.public, error.reference)
    made = Message("{name} was created, without a password. {words}", {"name": given.name, "words": form.refusal.words})
    form.refusal = Refusal(form.refusal.heading, made, form.refusal.reference, form.refusal.advice)
    return _show(request, given.name, form, _OFF)


page = Page("/console/users/{name}/password", get=get, post=post, pool="hash", signed_in=True)
