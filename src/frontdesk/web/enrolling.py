"""Forms for registering a device, before a session starts and in it (P10)."""

from __future__ import annotations

import io

from markupsafe import Markup

from frontdesk.core.messages import Message
from frontdesk.credentials.devices import passkeys
from frontdesk.web import forms
from frontdesk.web.forms import Field, Form

_NAME_HINT = Message("So that you know it again. Letters, digits and . _ - @ = , + without spaces.")
_FIRST = Message("Enter the six digits that it shows now.")
_SECOND = Message("Enter the six digits that came after those.")


class Name(Form):
    """What a device is called."""

    name: Field = forms.text(
        Message("Device name"), most=64, parameter="DeviceName", hint=_NAME_HINT, missing=Message("Enter a name.")
    )


class Codes(Form):
    """Two codes of an app; what its QR code said travels along, so that it can be shown once more."""

    first: Field = forms.code(Message("First code"), parameter="AuthenticationCode1", missing=_FIRST)
    second: Field = forms.code(
        Message("Second code"),
        hint=Message("Wait until the digits change. Then press the button at once."),
        parameter="AuthenticationCode2",
        missing=_SECOND,
    )
    serial: Field = forms.hidden(most=256)
    seed: Field = forms.hidden(most=128)
    address: Field = forms.hidden(most=600)


class Token(Form):
    """A hardware token: what is printed on it, and two of its codes."""

    name: Field = forms.text(
        Message("Device name"), most=64, parameter="DeviceName", hint=_NAME_HINT, missing=Message("Enter a name.")
    )
    serial: Field = forms.text(
        Message("Serial number"),
        hint=Message("It is printed on the back of the token."),
        most=64,
        mono=True,
        parameter="SerialNumber",
        missing=Message("Enter the serial number."),
    )
    first: Field = forms.code(
        Message("First code"),
        hint=Message("Press the token's button, if it has one."),
        parameter="AuthenticationCode1",
        missing=_FIRST,
    )
    second: Field = forms.code(
        Message("Second code"),
        hint=Message("Wait until the digits change. Then press the button at once."),
        parameter="AuthenticationCode2",
        missing=_SECOND,
    )


class Made(Form):
    """What the browser answered when it made a passkey, and what it shall be called."""

    name: Field = forms.hidden(most=64)
    response: Field = forms.hidden(most=passkeys.MOST)
    state: Field = forms.hidden(most=600)


def drawn(address: str) -> Markup:
    """Return a QR code as SVG, dark on light whatever the display, for the page itself."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, svgclass="qr",
        lineclass=None, nl=False,
    )  # fmt: skip
    # the box around it says what it is
    return Markup(out.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def is_name(text: str) -> bool:
    """Say whether a device can have this name."""
    return 0 < len(text) <= 64 and all(one.isalnum() or one in "_+=,.@-" for one in text)


def fits(form: Name) -> bool:
    """Say whether the name is one that a device can have; else put that beside it."""
    if is_name(form.name.value):
        return True
    form.fault("name", Message("Letters, digits and . _ - @ = , + only, without spaces."))
    return False
