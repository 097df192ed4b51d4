"""A root user whose days without an MFA device are over registers one and comes in (P10, behaviour 3.6)."""

from __future__ import annotations

from frontdesk.authentication import attempts, enrolment
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import NewDevice, Outcome
from frontdesk.authentication.purposes import sign_in_root
from frontdesk.authentication.tables import Attempt
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.reasons import Reason
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, enrolling, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.enrolling import Codes, Made, Name
from frontdesk.web.forms import Form

_PATH = "/signin/register-device"
_START = "/signin"


def choose(request: PageRequest) -> Response:
    """Show which kinds there are; without a proven sign-in there is nothing to do here."""
    if not _proven(request):
        return sign_in.start_again(request, _START)
    return request.render("signin/register_choose.html")


def _proven(request: PageRequest) -> bool:
    return bool(attempt_cookie.proven(request, sign_in_root.NAME, lambda ctx, attempt: True))


def name(kind: str, request: PageRequest) -> Response:
    """Ask what the device shall be called."""
    if not _proven(request):
        return sign_in.start_again(request, _START)
    return request.render("signin/register_name.html", form=Name(), kind=kind)


def start_app(request: PageRequest) -> Response:
    """Make the seed and show it."""
    form = Name.read(request.form)
    if not form.ok or not enrolling.fits(form):
        return request.render("signin/register_name.html", form=form, kind="app")

    def run(ctx: Context, attempt: Attempt) -> Codes:
        device, seed, address = enrolment.start_app(ctx.within(attempt.account_id), form.name.value)
        return Codes.showing(serial=device.serial, seed=seed, address=address)

    try:
        codes = attempt_cookie.proven(request, sign_in_root.NAME, run)
    except FrontdeskError as error:
        form.fault("name", error.public)
        return request.render("signin/register_name.html", form=form, kind="app")
    return _codes(request, codes) if codes else sign_in.start_again(request, _START)


def _codes(request: PageRequest, form: Codes) -> Response:
    return request.render("signin/register_codes.html", form=form, picture=enrolling.drawn(form.address.value))


def enable_app(request: PageRequest) -> Response:
    """Bind the app by two codes, and come in."""
    form = Codes.read(request.form)
    if not form.address.value:
        return request.see_other(_PATH)
    if not form.ok:
        return _codes(request, form)
    device = NewDevice(serial=form.serial.value, codes=(form.first.value, form.second.value))
    refused = _complete(request, form, device)
    form.first.value = form.second.value = ""
    return refused or _codes(request, form)


def start_passkey(request: PageRequest) -> Response:
    """Show the page on which the browser makes the passkey."""
    form = Name.read(request.form)
    if not form.ok or not enrolling.fits(form):
        return request.render("signin/register_name.html", form=form, kind="passkey")
    return _touch(request, Made.showing(name=form.name.value))


def _touch(request: PageRequest, form: Made) -> Response:
    def run(ctx: Context, attempt: Attempt) -> tuple[str, str]:
        return enrolment.passkey_question(ctx.within(attempt.account_id), enrolment.owner_in(attempt, ()))

    asked = attempt_cookie.proven(request, sign_in_root.NAME, run)
    if asked is None:
        return sign_in.start_again(request, _START)
    form.state.value, form.response.value = asked[1], ""
    return request.render("signin/register_passkey.html", form=form, options=asked[0])


def enable_passkey(request: PageRequest) -> Response:
    """Bind the passkey that the browser made, and come in."""
    form = Made.read(request.form)
    if not form.ok or not form.response.value or not enrolling.is_name(form.name.value):
        return request.see_other(_PATH)
    device = NewDevice(name=form.name.value, state=form.state.value, response=form.response.value)
    return _complete(request, form, device) or _touch(request, form)


def _complete(request: PageRequest, form: Form, device: NewDevice) -> Response | None:
    """Return where the person goes; None where the form was refused."""

    def run(ctx: Context, attempt: Attempt) -> Outcome:
        outcome = attempts.complete(ctx, attempt, Filled(device=device))
        sign_in.settle(ctx, outcome, several=request.several)
        return outcome

    try:
        done = attempt_cookie.proven(request, sign_in_root.NAME, run)
    except FrontdeskError as refusal:
        step = attempt_cookie.holding(request, _refused)
        refusal.field = None
        refusal.reference = step
        form.refuse(refusal)
        return None
    if done is None or done.session is None:
        return sign_in.start_again(request, _START)
    return sign_in.let_in(request, done.session)


def _refused(ctx: Context, attempt: Attempt) -> str:
    return attempts.refuse(ctx, attempt, Reason.DEVICE_NEEDED, event="EnableMFADevice").reference


def _name_app(request: PageRequest) -> Response:
    return name("app", request)


def _name_passkey(request: PageRequest) -> Response:
    return name("passkey", request)


pages = (
    Page(_PATH, get=choose),
    Page(_PATH + "/app", get=_name_app, post=start_app),
    Page(_PATH + "/app/codes", post=enable_app),
    Page(_PATH + "/passkey", get=_name_passkey, post=start_passkey),
    Page(_PATH + "/passkey/made", post=enable_passkey),
)
