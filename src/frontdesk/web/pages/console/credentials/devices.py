"""MFA devices of whoever is signed in: added, renamed, brought back into step, removed (behaviour 3.5, 3.7)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.credentials.devices.devices import PER_PRINCIPAL
from frontdesk.operations.admission import StepUpRequired
from frontdesk.web import enrolling, forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.enrolling import Codes, Made, Name, Token
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse

HOME = "/console/credentials"
ADD = HOME + "/devices/add"
_SERVICE = "mfa:"


class Pair(Form):
    """Two codes, one after the other."""

    first: Field = forms.code(Message("A code"), parameter="AuthenticationCode1")
    second: Field = forms.code(
        Message("The next code"),
        hint=Message("Wait until the digits change. Then press the button at once."),
        parameter="AuthenticationCode2",
    )


def choose(request: PageRequest) -> Response:
    """Show which kinds of device there are."""
    held = ask(request, _SERVICE + "ListOwnDevices")["Devices"]
    return request.render("console/credentials/device_add.html", full=len(held) >= PER_PRINCIPAL, held=held)


def name_app(request: PageRequest) -> Response:
    """Ask what the app shall be called."""
    return request.render("console/credentials/device_name.html", form=Name(), kind="app")


def start_app(request: PageRequest) -> Response:
    """Make the seed and show it, with its QR code."""
    form = Name.read(request.form)
    try:
        if form.ok and enrolling.fits(form):
            made = ask(request, _SERVICE + "StartAuthenticator", DeviceName=form.name.value)
            serial, seed, address = made["SerialNumber"], made["SecretSeed"], made["SecretAddress"]
            return _codes(request, Codes.showing(serial=serial, seed=seed, address=address))
    except FrontdeskError as error:
        error.field = "DeviceName" if error.field == "VirtualMFADeviceName" else error.field
        refuse(form, error)
    return request.render("console/credentials/device_name.html", form=form, kind="app")


def _codes(request: PageRequest, form: Codes) -> Response:
    picture = enrolling.drawn(form.address.value)
    return request.render("console/credentials/device_codes.html", form=form, picture=picture)


def enable_app(request: PageRequest) -> Response:
    """Bind the app by two codes."""
    form = Codes.read(request.form)
    if not form.address.value:
        return request.see_other(ADD)
    try:
        if form.ok:
            codes = {"AuthenticationCode1": form.first.value, "AuthenticationCode2": form.second.value}
            ask(request, _SERVICE + "EnableAuthenticator", SerialNumber=form.serial.value, **codes)
            return request.see_other(f"{HOME}?done=device-added")
    except FrontdeskError as error:
        refuse(form, error)
        form.first.value = form.second.value = ""
    return _codes(request, form)


def ask_token(request: PageRequest) -> Response:
    """Ask for the token's serial number and two codes."""
    return request.render("console/credentials/device_token.html", form=Token())


def enable_token(request: PageRequest) -> Response:
    """Bind a hardware token that the operator imported."""
    form = Token.read(request.form)
    try:
        if form.ok:
            codes = {"AuthenticationCode1": form.first.value, "AuthenticationCode2": form.second.value}
            named = {"SerialNumber": form.serial.value, "DeviceName": form.name.value}
            ask(request, _SERVICE + "EnableAuthenticator", **named, **codes)
            return request.see_other(f"{HOME}?done=device-added")
    except FrontdeskError as error:
        refuse(form, error)
        form.first.value = form.second.value = ""
    return request.render("console/credentials/device_token.html", form=form)


def name_passkey(request: PageRequest) -> Response:
    """Ask what the passkey or key shall be called."""
    return request.render("console/credentials/device_name.html", form=Name(), kind="passkey")


def start_passkey(request: PageRequest) -> Response:
    """Show the page on which the browser makes it."""
    form = Name.read(request.form)
    try:
        if form.ok and enrolling.fits(form):
            return _touch(request, Made.showing(name=form.name.value))
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/credentials/device_name.html", form=form, kind="passkey")


def _touch(request: PageRequest, form: Made) -> Response:
    asked = ask(request, _SERVICE + "StartPasskey")
    form.state.value, form.response.value = asked["StateToken"], ""
    return request.render("console/credentials/device_passkey.html", form=form, options=asked["Options"])


def enable_passkey(request: PageRequest) -> Response:
    """Bind the passkey that the browser made."""
    form = Made.read(request.form)
    if not form.ok or not form.name.value:
        return request.see_other(ADD)
    try:
        sent = {"DeviceName": form.name.value, "StateToken": form.state.value or "-"}
        ask(request, _SERVICE + "EnablePasskey", Credential=form.response.value or "{}", **sent)
        return request.see_other(f"{HOME}?done=device-added")
    except FrontdeskError as error:
        refuse(form, error)
    return _touch(request, form)


def one_of(request: PageRequest) -> dict[str, Any]:
    """Return the device that the address names; raises NotFound for one that is not the person's."""
    serial = request.query.get("device", "")
    held = ask(request, _SERVICE + "ListOwnDevices")["Devices"]
    found: dict[str, Any] | None = next((one for one in held if one["SerialNumber"] == serial), None)
    if found is None:
        raise NotFound("There is no such device here. It may have been removed.")
    return found


def show_rename(request: PageRequest) -> Response:
    """Ask for another name."""
    device = one_of(request)
    form = Name.showing(name=device["DeviceName"])
    return request.render("console/credentials/device_rename.html", form=form, device=device)


def rename(request: PageRequest) -> Response:
    """Give it another name."""
    device, form = one_of(request), Name.read(request.form)
    try:
        if form.ok:
            ask(request, _SERVICE + "RenameOwnDevice", SerialNumber=device["SerialNumber"], DeviceName=form.name.value)
            return request.see_other(f"{HOME}?done=device-renamed")
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/credentials/device_rename.html", form=form, device=device)


def show_resync(request: PageRequest) -> Response:
    """Ask for two codes in a row."""
    return request.render("console/credentials/device_resync.html", form=Pair(), device=one_of(request))


def resync(request: PageRequest) -> Response:
    """Bring it back into step."""
    device, form = one_of(request), Pair.read(request.form)
    try:
        if form.ok:
            codes = {"AuthenticationCode1": form.first.value, "AuthenticationCode2": form.second.value}
            ask(request, _SERVICE + "ResyncOwnDevice", SerialNumber=device["SerialNumber"], **codes)
            return request.see_other(f"{HOME}?done=device-resynced")
    except FrontdeskError as error:
        refuse(form, error)
        form.first.value = form.second.value = ""
    return request.render("console/credentials/device_resync.html", form=form, device=device)


def show_remove(request: PageRequest) -> Response:
    """Say what removing does."""
    return _removing(request, None)


def _removing(request: PageRequest, form: Form | None) -> Response:
    last = len(ask(request, _SERVICE + "ListOwnDevices")["Devices"]) == 1
    root = request.caller.kind == "Root"
    template = "console/credentials/device_remove.html"
    return request.render(template, form=form, device=one_of(request), last=last, root=root)


def remove(request: PageRequest) -> Response:
    """Remove it; whoever came in by a recovery code shows a device first."""
    device, form = one_of(request), Nothing()
    try:
        ask(request, _SERVICE + "RemoveOwnDevice", SerialNumber=device["SerialNumber"])
    except StepUpRequired as error:
        error.remedy = None
        refuse(form, error)
        return _removing(request, form)
    except FrontdeskError as error:
        refuse(form, error)
        return _removing(request, form)
    return request.see_other(f"{HOME}?done=device-removed")


_ONE = HOME + "/devices"
pages = (
    Page(ADD, get=choose, signed_in=True, fresh=True),
    Page(ADD + "/app", get=name_app, post=start_app, signed_in=True, fresh=True),
    Page(ADD + "/app/codes", post=enable_app, signed_in=True, fresh=True),
    Page(ADD + "/token", get=ask_token, post=enable_token, signed_in=True, fresh=True),
    Page(ADD + "/passkey", get=name_passkey, post=start_passkey, signed_in=True, fresh=True),
    Page(ADD + "/passkey/made", post=enable_passkey, signed_in=True, fresh=True),
    Page(_ONE + "/rename", get=show_rename, post=rename, signed_in=True),
    Page(_ONE + "/resync", get=show_resync, post=resync, signed_in=True),
    Page(_ONE + "/remove", get=show_remove, post=remove, signed_in=True, fresh=True),
)
