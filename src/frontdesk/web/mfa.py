"""The second half of a sign-in or step-up: what this browser's attempt waits for, and what an answer gave (P4)."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authentication import attempts
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import passkey
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.purposes import sign_in_iam_user, sign_in_root, step_up
from frontdesk.authentication.tables import Attempt
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, sign_in
from frontdesk.web.attempt_cookie import ATTEMPT
from frontdesk.web.door import PageRequest, Response, safe_return
from frontdesk.web.forms import Form, Refusal
from frontdesk.web.session_cookie import SESSION
from frontdesk.web.sign_in import Tried

CODE, PASSKEY, RECOVERY_CODE, CHOOSE = "code", "passkey", "recovery-code", "choose"
WAYS = {Factor.TOTP: CODE, Factor.PASSKEY: PASSKEY, Factor.RECOVERY_CODE: RECOVERY_CODE}
_PURPOSES = (sign_in_root.NAME, sign_in_iam_user.NAME, step_up.NAME)
_MANY = 2


@dataclass(frozen=True)
class Asked:
    """What this browser's attempt waits for: by which ways, and how codes went so far."""

    ways: tuple[str, ...]
    root: bool
    stepping_up: bool
    reference: str
    wrong_codes: int
    options: str = ""
    state: str = ""

    @property
    def astray(self) -> bool:
        """Whether several codes were wrong, so that a clock may be off."""
        return CODE in self.ways and self.wrong_codes >= _MANY


def asked(request: PageRequest, by: str = "") -> Asked | None:
    """Return what is asked next, with the browser's question where it is ``by`` passkey; None where nothing is."""

    def read(ctx: Context, attempt: Attempt) -> Asked | None:
        return _asked(ctx, attempt, by)

    return attempt_cookie.holding(request, read)


def _asked(ctx: Context, attempt: Attempt, by: str) -> Asked | None:
    wanted = attempts.ask(ctx, attempt) if attempt.purpose in _PURPOSES else frozenset()
    ways = tuple(way for factor, way in WAYS.items() if factor in wanted)
    if not ways:
        return None
    with_passkey = by == PASSKEY or (not by and ways == (PASSKEY,))
    options, state = passkey.options(ctx, attempt) if with_passkey and PASSKEY in ways else ("", "")
    wrong = sum(step.reason == Reason.WRONG_DEVICE_CODE.value for step in attempt.steps)
    root, stepping = attempt.principal_id == attempt.account_id, attempt.purpose == step_up.NAME
    return Asked(ways, root, stepping, attempt.reference, wrong, options, state)


def back(request: PageRequest) -> str:
    """Return where somebody goes after a step-up."""
    return safe_return(request.form.get("back") or request.query.get("return"), sign_in.HOME)


def offer(request: PageRequest, factor: Factor, answer: Password) -> Tried | None:
    """Check an answer on this browser's attempt, and let in whoever has shown enough; None without an attempt.

    One writing unit of work counts and decides, so that answers sent at once are counted one by one (R12).
    """
    token = request.cookies.get(ATTEMPT)

    def run(ctx: Context) -> Tried | None:
        attempt = attempts.find(ctx, token, request.browser) if token else None
        if attempt is None or attempt.purpose not in _PURPOSES:
            return None
        shown = attempts.offer(ctx, attempt, token or "", factor, answer)
        if shown.refused:
            return Tried(shown.token, Reason(shown.refused.reason), shown.refused.reference)
        outcome = attempts.complete(ctx, attempt, Filled())
        if attempt.purpose != step_up.NAME:
            sign_in.settle(ctx, outcome, several=request.several)
        return Tried(shown.token, wanted=outcome.wanted, started=outcome.session)

    return request.store.transact(run, origin=request.origin, writes=True)


def go_on(request: PageRequest, tried: Tried, stepping_up: bool) -> Response:
    """Return where somebody goes whose answer was accepted."""
    if not stepping_up:
        return sign_in.go_on(request, tried)
    attempt_cookie.drop(request)
    if tried.started is None:
        return sign_in.start_again(request)
    request.set_cookie(SESSION, tried.started.secret)
    return request.see_other(back(request))


def refuse(form: Form, tried: Tried, at: str) -> None:
    """Put the public words of a refusal over a form."""
    words = (tried.reason or Reason.WRONG_DEVICE_CODE).words.public
    form.refusal = Refusal(Message("We could not go on"), words, tried.reference, at=at)


def is_over(tried: Tried) -> bool:
    """Say whether the attempt can go no further, so that one begins again."""
    return tried.reason in (Reason.ATTEMPT_EXPIRED, Reason.NO_USABLE_FACTOR)
