"""The second factor: a code, a passkey or a recovery code, for sign-in and step-up alike (P4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import passkey
from frontdesk.core.messages import Message
from frontdesk.core.secret import Password
from frontdesk.web import forms, mfa, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.mfa import CHOOSE, CODE, PASSKEY, RECOVERY_CODE, Asked
from frontdesk.web.sign_in import DEVICE_PAGE


class Code(Form):
    """Six digits of an app or token."""

    code: Field = forms.code(
        Message("Code from your device"),
        hint=Message("Six digits. They change every 30 seconds, and each code counts once."),
        missing=Message("Enter the six digits that your app or token shows now."),
    )
    back: Field = forms.hidden()


class Paper(Form):
    """One recovery code."""

    recovery_code: Field = forms.text(
        Message("Recovery code"),
        hint=Message("Sixteen letters and digits from your list. Hyphens and capitals do not matter."),
        most=40,
        mono=True,
        missing=Message("Enter a recovery code that you have not used yet."),
    )
    back: Field = forms.hidden()


class Touched(Form):
    """What the browser answered for a passkey."""

    response: Field = forms.hidden(most=16 * 1024)
    state: Field = forms.hidden(most=600)
    back: Field = forms.hidden()


_FORMS: dict[str, type[Form]] = {CODE: Code, PASSKEY: Touched, RECOVERY_CODE: Paper}


def get(request: PageRequest) -> Response:
    """Ask by the one way there is, by the way chosen, or which way it shall be."""
    by = request.query.get("by", "")
    asked = mfa.asked(request, by)
    if asked is None:
        return sign_in.start_again(request)
    by = by if by in (*asked.ways, CHOOSE) else _usual(asked)
    if by == CHOOSE:
        return request.render("attempt/mfa_choose.html", asked=asked, back=mfa.back(request))
    return _show(request, _FORMS[by].showing(back=mfa.back(request)), asked, by)


def _usual(asked: Asked) -> str:
    devices = [way for way in asked.ways if way != RECOVERY_CODE]
    return devices[0] if len(devices) == 1 else CHOOSE if devices else asked.ways[0]


def _show(request: PageRequest, form: Form, asked: Asked, by: str) -> Response:
    return request.render(f"attempt/mfa_{by.replace('-', '_')}.html", form=form, asked=asked, back=mfa.back(request))


def post(by: str, factor: Factor, answer: Callable[[Form], Password], request: PageRequest) -> Response:
    """Check an answer of one kind and go on, or say that it was not accepted."""
    form, asked = _FORMS[by].read(request.form), mfa.asked(request, by)
    if asked is None:
        return sign_in.start_again(request)
    tried = mfa.offer(request, factor, answer(form)) if form.ok else None
    if form.ok and (tried is None or mfa.is_over(tried)):
        return sign_in.start_again(request)
    if tried and tried.reason is None:
        return mfa.go_on(request, tried, asked.stepping_up)
    if tried:
        mfa.refuse(form, tried, next(iter(form)).name)
    next(iter(form)).value = ""
    return _show(request, form, mfa.asked(request, by) or asked, by)


def _code(form: Form) -> Password:
    assert isinstance(form, Code)
    return form.code.secret


def _paper(form: Form) -> Password:
    assert isinstance(form, Paper)
    return form.recovery_code.secret


def _touched(form: Form) -> Password:
    assert isinstance(form, Touched)
    return passkey.answer(form.state.value, form.response.value)


pages = (
    Page(DEVICE_PAGE, get=get, level=True),
    Page(DEVICE_PAGE + "/code", post=partial(post, CODE, Factor.TOTP, _code), level=True),
    Page(DEVICE_PAGE + "/passkey", post=partial(post, PASSKEY, Factor.PASSKEY, _touched), level=True),
    Page(DEVICE_PAGE + "/recovery-code", post=partial(post, RECOVERY_CODE, Factor.RECOVERY_CODE, _paper), level=True),
)
