"""A mailed code, typed into the page that asked for it (recovery 2.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.authentication import attempts
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.purposes import replace_root_email, reset_root_password, sign_up
from frontdesk.authentication.tables import DENIED, PROVEN, Attempt
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.attempt_cookie import ATTEMPT
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.pages.console.account import root_email
from frontdesk.web.pages.mailbox import letters
from frontdesk.web.sending import CODE_PAGE


class Code(Form):
    """The six digits."""

    code: Field = forms.code(Message("Six-digit code"), hint=Message("Only the newest one counts, and it counts once."))


@dataclass(frozen=True)
class Path:
    """Where a purpose begins, and where it goes on once the mailbox is proven; or what then finishes it at once."""

    start: str
    next: str
    finish: Callable[[PageRequest], Response] | None = None


PATHS = {
    reset_root_password.NAME: Path("/recovery/root-password", "/recovery/new-password"),
    sign_up.NAME: Path("/signup", "/signup/password"),
    replace_root_email.NAME: Path(root_email.PATH, root_email.PATH, root_email.finish),
}


@dataclass(frozen=True)
class Asked:
    """What this browser's attempt waits for; ``email`` where the attempt itself knows the address."""

    purpose: str
    proven: bool
    waits: bool
    reference: str
    email: str = ""


def get(request: PageRequest) -> Response:
    """Ask for the code; a link from the mail fills it in, here, or shows it to be typed elsewhere."""
    linked = _digits(request.query.get("code", ""))
    asked = attempt_cookie.holding(request, _asked)
    if asked is None or not (asked.waits or asked.proven):
        return request.render("attempt/elsewhere.html", code=linked) if linked else sign_in.start_again(request)
    if asked.proven:
        return request.see_other(PATHS[asked.purpose].next)
    return _show(request, Code.showing(code=linked), asked)


def post(request: PageRequest) -> Response:
    """Check the code and go on, or say that it was not accepted."""
    asked = attempt_cookie.holding(request, _asked)
    if asked is None or not asked.waits:
        return sign_in.start_again(request)
    form = Code.read(request.form)
    if not form.ok:
        return _show(request, form, asked)
    typed, token = form.code.secret, request.cookies.get(ATTEMPT) or ""
    shown = attempt_cookie.holding(
        request, lambda ctx, attempt: attempts.offer(ctx, attempt, token, Factor.MAILED_CODE, typed)
    )
    return _after(request, form, asked, shown) if shown else sign_in.start_again(request)


def again(request: PageRequest) -> Response:
    """Send another code, within the limits of its address."""
    asked = attempt_cookie.holding(request, _send_again)
    if asked is None:
        return sign_in.start_again(request)
    sign_in_state.say(request, "sent")
    return request.see_other(CODE_PAGE)


def _after(request: PageRequest, form: Code, asked: Asked, shown: Progress) -> Response:
    path = PATHS[asked.purpose]
    if shown.refused is None:
        attempt_cookie.keep(request, shown.token)
        return path.finish(request) if path.finish else request.see_other(path.next)
    reason, reference = Reason(shown.refused.reason), shown.refused.reference
    if shown.attempt.state == DENIED:
        attempt_cookie.drop(request)
        return request.render("attempt/not_enough.html", 403, words=reason.words.public, reference=reference)
    if reason is Reason.ATTEMPT_EXPIRED:
        return sign_in.start_again(request, path.start)
    advice = Message("Type the six digits of the newest mail")
    form.refusal = Refusal(Message("We could not go on"), reason.words.public, reference, advice, "code")
    form.code.value = ""
    return _show(request, form, asked)


def _show(request: PageRequest, form: Code, asked: Asked) -> Response:
    signing_up = asked.purpose == sign_up.NAME
    return request.render(
        "attempt/mailed_code.html",
        form=form,
        email=asked.email or sign_in_state.visit(request).email,
        signing_up=signing_up,
        moving=asked.purpose == replace_root_email.NAME,
        minutes=_minutes(request, asked.purpose),
        start=PATHS[asked.purpose].start,
        reference=asked.reference,
        said=sign_in_state.said(request),
        mailbox=letters.is_here(request),
    )


def _minutes(request: PageRequest, purpose: str) -> int:
    if purpose == replace_root_email.NAME:
        return int(replace_root_email.LIFE.total_seconds() // 60)
    settings = request.settings
    return settings.signup_code_minutes if purpose == sign_up.NAME else settings.reset_code_minutes


def _asked(ctx: Context, attempt: Attempt) -> Asked | None:
    if attempt.purpose not in PATHS:
        return None
    waits = Factor.MAILED_CODE in attempts.ask(ctx, attempt)
    email = replace_root_email.wanted(ctx, attempt) if attempt.purpose == replace_root_email.NAME else ""
    return Asked(attempt.purpose, attempt.state == PROVEN, waits, attempt.reference, email)


def _send_again(ctx: Context, attempt: Attempt) -> Asked | None:
    asked = _asked(ctx, attempt)
    if asked and asked.waits:
        attempts.again(ctx, attempt)
        return asked
    return None


def _digits(sent: str) -> str:
    bare = "".join(sent.split())
    return bare if len(bare) == 6 and bare.isascii() and bare.isdigit() else ""


pages = (Page(CODE_PAGE, get=get, post=post, level=True), Page(CODE_PAGE + "/again", post=again, level=True))
