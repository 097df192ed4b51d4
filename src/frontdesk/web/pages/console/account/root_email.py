"""The root user's e-mail address: the new one twice and the password once more, then a code from its mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field

from frontdesk.authentication import attempts
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.purposes import replace_root_email
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Barrier
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts
from frontdesk.directory.errors import EmailTaken
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, forms, puzzle, sign_in
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.sending import CODE_PAGE

PATH = "/console/account/root-email"
_TEMPLATE = "console/account/root_email.html"
_HEADING = Message("We could not go on")


class Address(Form):
    """Where root moves to, and that it is root who says so."""

    email: Field = forms.email(
        Message("New e-mail address"),
        hint=Message("Best a group mailbox that stays when people leave. Whoever reads it owns the account."),
        most=64,
        missing=Message("Enter the new e-mail address."),
    )
    again: Field = forms.email(
        Message("New e-mail address, once more"), most=64, missing=Message("Enter the new address again.")
    )
    password: Field = forms.password(
        Message("Present password of the root user"),
        autocomplete="current-password",
        missing=Message("Enter your password."),
    )


@dataclass(frozen=True)
class Tried:
    """What became of the password: refused, or accepted, and mail is on its way."""

    token: str
    refused: Refusal | None = None
    barrier: Barrier = field(default_factory=Barrier)


def get(request: PageRequest) -> Response:
    """Ask, or say what keeps the address from being changed now."""
    return _show(request, Address(), sign_in.barrier(request, replace_root_email.NAME, _claim(request, "")))


def post(request: PageRequest) -> Response:
    """Check the password and mail a code to the new address, whoever it belongs to."""
    form = Address.read(request.form)
    _check(request, form)
    claim = _claim(request, form.email.value)
    if not form.ok or ask(request, "frontdesk:GetRootEmail").get("Bar"):
        return _show(request, form, sign_in.barrier(request, replace_root_email.NAME, _claim(request, "")))
    tried = _try(request, claim, form.password.secret)
    attempt_cookie.keep(request, tried.token)
    if tried.refused is None:
        return request.see_other(CODE_PAGE)
    form.refusal = tried.refused
    return _show(request, form, tried.barrier)


def finish(request: PageRequest) -> Response:
    """Change the address, once this browser has typed the code: the last step of the page of mailed codes."""

    def complete(ctx: Context, attempt: Attempt) -> Outcome:
        return attempts.complete(ctx, attempt, Filled())

    try:
        outcome = attempt_cookie.proven(request, replace_root_email.NAME, complete)
    except EmailTaken:
        return _taken(request)
    if outcome is None or outcome.wanted:
        return sign_in.start_again(request, PATH)
    attempt_cookie.drop(request)
    return request.see_other("/console/account?done=root-email")


def _taken(request: PageRequest) -> Response:
    """Say that the address is another account's, to somebody who reads its mailbox."""

    def refuse(ctx: Context, attempt: Attempt) -> tuple[str, str]:
        email = replace_root_email.wanted(ctx, attempt)
        step = attempts.refuse(ctx, attempt, Reason.EMAIL_TAKEN, Factor.MAILED_CODE, "AcceptPrimaryEmailUpdate")
        return email, step.reference

    email, reference = attempt_cookie.proven(request, replace_root_email.NAME, refuse) or ("", "")
    attempt_cookie.drop(request)
    return request.render("console/account/root_email_taken.html", 409, email=email, reference=reference)


def _check(request: PageRequest, form: Address) -> None:
    if form.errors:
        return
    try:
        accounts.check_email(form.email.value)
    except ValidationError as refusal:
        form.refuse(refusal)
        return
    if accounts.email_key(form.email.value) != accounts.email_key(form.again.value):
        form.fault("again", Message("The two addresses differ. Type the same one twice."))
    elif accounts.email_key(form.email.value) == accounts.email_key(ask(request, "frontdesk:GetRootEmail")["Email"]):
        form.fault("email", Message("This is the address already."))


def _claim(request: PageRequest, email: str) -> Claim:
    caller = request.caller
    return Claim(request.browser, email=email, account=caller.account_id, session=caller.session_id or "")


def _try(request: PageRequest, claim: Claim, typed: Password) -> Tried:
    token = request.cookies.get(attempt_cookie.ATTEMPT)
    solved = puzzle.solved(request.store, request.store.clock.now(), request.browser, request.form)
    target = request.store.transact(
        lambda ctx: attempts.target(ctx, replace_root_email.NAME, claim, puzzle=solved), origin=request.origin
    )
    if target:
        passwords.verify(request.settings, target.hash, typed)

    def run(ctx: Context) -> Tried:
        begun = _begin(ctx, claim, token)
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, typed, puzzle=solved)
        if shown.refused:
            barrier = attempts.barrier(ctx, replace_root_email.NAME, claim, Factor.PASSWORD)
            return Tried(shown.token, _refusal(Reason(shown.refused.reason), shown.refused.reference), barrier)
        attempts.again(ctx, shown.attempt)
        return Tried(shown.token)

    return request.store.transact(run, origin=request.origin, writes=True)


def _begin(ctx: Context, claim: Claim, token: str | None) -> Progress:
    """Go on with this browser's attempt while only wrong passwords were typed, else begin anew."""
    former = attempts.find(ctx, token, claim.browser) if token else None
    if former and any(step.passed for step in former.steps):
        return attempts.open(ctx, replace_root_email.NAME, claim, instead_of=former)
    return attempts.begin(ctx, replace_root_email.NAME, claim, token)


def _refusal(reason: Reason, reference: str) -> Refusal:
    if reason is not Reason.WRONG_PASSWORD:
        return Refusal(_HEADING, reason.words.public, reference)
    words = Message("The password is not the right one.")
    return Refusal(_HEADING, words, reference, Message("Type the password you sign in with"), "password")


def _show(request: PageRequest, form: Address, before: Barrier) -> Response:
    return sign_in.show(request, _TEMPLATE, form, before, root=ask(request, "frontdesk:GetRootEmail"))


page = Page(PATH, get=get, post=post, pool="hash", signed_in=True, fresh=True)
