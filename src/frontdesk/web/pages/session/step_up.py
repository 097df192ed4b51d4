"""Showing once more who one is, before a grave act (recovery 3.2)."""

from __future__ import annotations

from urllib.parse import quote

from frontdesk.authentication.claims import Claim
from frontdesk.authentication.purposes import step_up
from frontdesk.core.messages import Message
from frontdesk.web import attempt_cookie, forms, sign_in
from frontdesk.web.door import STEP_UP, Page, PageRequest, Response, safe_return
from frontdesk.web.forms import Field, Form
from frontdesk.web.session_cookie import SESSION

_TEMPLATE = "session/step_up.html"


class StepUp(Form):
    """The password once more, and where to go afterwards."""

    password: Field = forms.password(
        Message("Password"), autocomplete="current-password", missing=Message("Enter your password.")
    )
    back: Field = forms.hidden()


def get(request: PageRequest) -> Response:
    """Ask for the password, or go on where it was shown a moment ago."""
    back = _back(request.query.get("return"))
    if request.is_fresh:
        return request.see_other(back)
    before = sign_in.barrier(request, step_up.NAME, _claim(request))
    return sign_in.show(request, _TEMPLATE, StepUp.showing(back=back), before)


def post(request: PageRequest) -> Response:
    """Check the password and go on to what it was asked for."""
    form, claim = StepUp.read(request.form), _claim(request)
    if not form.ok:
        return sign_in.show(request, _TEMPLATE, form, sign_in.barrier(request, step_up.NAME, claim))
    tried = sign_in.check(request, step_up.NAME, claim, form.password.secret)
    attempt_cookie.keep(request, tried.token)
    if tried.reason:
        form.refusal = sign_in.refused(tried, Message("Type the password you sign in with"), "password")
        return sign_in.show(request, _TEMPLATE, form, tried.barrier)
    if tried.wanted == sign_in.DEVICE:
        return request.see_other(f"{sign_in.DEVICE_PAGE}?return={quote(_back(form.back.value), safe='/')}")
    attempt_cookie.drop(request)
    if tried.started is None:
        return sign_in.start_again(request)
    request.set_cookie(SESSION, tried.started.secret)
    return request.see_other(_back(form.back.value))


def _claim(request: PageRequest) -> Claim:
    caller = request.caller
    return Claim(
        request.browser, account=caller.account_id, user=caller.user_name or "", session=caller.session_id or ""
    )


def _back(path: str | None) -> str:
    return safe_return(path, sign_in.HOME)


page = Page(STEP_UP, get=get, post=post, pool="hash", signed_in=True)
