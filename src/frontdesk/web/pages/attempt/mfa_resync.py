"""Two codes in a row, for a device whose clock went astray (P5); and what to do about other trouble (P6)."""

from __future__ import annotations

from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import resync
from frontdesk.core.messages import Message
from frontdesk.web import forms, mfa, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.mfa import CODE
from frontdesk.web.sign_in import DEVICE_PAGE

RESYNC_PAGE, TROUBLE_PAGE = DEVICE_PAGE + "/resync", DEVICE_PAGE + "/trouble"


class Pair(Form):
    """Two codes, one after the other."""

    first: Field = forms.code(
        Message("A code"),
        hint=Message("The one that your device shows now."),
        missing=Message("Enter the six digits that your device shows now."),
    )
    second: Field = forms.code(
        Message("The next code"),
        hint=Message("Wait until the digits change. Type the new ones and press the button at once."),
        missing=Message("Enter the six digits that came after those."),
    )
    back: Field = forms.hidden()


def get(request: PageRequest) -> Response:
    """Ask for both codes."""
    asked = mfa.asked(request)
    if asked is None or CODE not in asked.ways:
        return sign_in.start_again(request)
    return _show(request, Pair.showing(back=mfa.back(request)))


def _show(request: PageRequest, form: Pair) -> Response:
    return request.render("attempt/mfa_resync.html", form=form, back=mfa.back(request))


def post(request: PageRequest) -> Response:
    """Bring the device back into step; the two codes show it, too."""
    form, asked = Pair.read(request.form), mfa.asked(request)
    if asked is None or CODE not in asked.ways:
        return sign_in.start_again(request)
    if not form.ok:
        return _show(request, form)
    tried = mfa.offer(request, Factor.RESYNC, resync.answer(form.first.value, form.second.value))
    if tried is None or mfa.is_over(tried):
        return sign_in.start_again(request)
    if tried.reason is None:
        return mfa.go_on(request, tried, asked.stepping_up)
    mfa.refuse(form, tried, "first")
    form.first.value = form.second.value = ""
    return _show(request, form)


def trouble(request: PageRequest) -> Response:
    """Say what helps whom; root's other ways and an IAM user's administrator."""
    asked = mfa.asked(request)
    if asked is None:
        return sign_in.start_again(request)
    return request.render("attempt/mfa_trouble.html", asked=asked, back=mfa.back(request))


pages = (Page(RESYNC_PAGE, get=get, post=post, level=True), Page(TROUBLE_PAGE, get=trouble))
