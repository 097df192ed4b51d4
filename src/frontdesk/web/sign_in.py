"""A password typed on a sign-in page: checked, refused in neutral words, or let in (behaviour 2.1, 2.5, 2.9)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from frontdesk.authentication import attempts, browsers
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.sessions import PER_BROWSER, Started
from frontdesk.authentication.throttle import Barrier
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory.standing import WORKING
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, hosts, puzzle, sign_in_state
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.forms import Form, Refusal
from frontdesk.web.session_cookie import SESSION

HOME = "/console/home"
HANDOVER = "handover"
DEVICE = "device"
DEVICE_PAGE = "/attempt/mfa"
REGISTER_PAGE = "/session/register-device"
_NEXT = {
    DEVICE: DEVICE_PAGE,
    "new-password": "/signin/new-password",
    "register-device": "/signin/register-device",
}
_SECONDS = 120


@dataclass(frozen=True)
class Tried:
    """What became of one password: refused, asked for more (``wanted``), or let in."""

    token: str
    reason: Reason | None = None
    reference: str = ""
    barrier: Barrier = field(default_factory=Barrier)
    wanted: str | None = None
    started: Started | None = None


def check(request: PageRequest, purpose: str, claim: Claim, typed: Password) -> Tried:
    """Check a password for a claim, on this browser's attempt, and let in whoever has shown enough.

    The password is hashed between two units of work, the second of which decides and holds the store's write lock
    for as short as that; ``typed`` remembers the result.
    """
    token = request.cookies.get(attempt_cookie.ATTEMPT)
    solved = puzzle.solved(request.store, request.store.clock.now(), request.browser, request.form)
    target = request.store.transact(
        lambda ctx: attempts.target(ctx, purpose, claim, puzzle=solved), origin=request.origin
    )
    if target:
        passwords.verify(request.settings, target.hash, typed)

    def run(ctx: Context) -> Tried:
        begun = attempts.begin(ctx, purpose, claim, token)
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, typed, puzzle=solved)
        if shown.refused:
            barrier = attempts.barrier(ctx, purpose, claim, Factor.PASSWORD)
            return Tried(shown.token, Reason(shown.refused.reason), shown.refused.reference, barrier)
        if not shown.proven:
            return Tried(shown.token, wanted=DEVICE)
        outcome = attempts.complete(ctx, shown.attempt, Filled())
        settle(ctx, outcome, several=request.several)
        return Tried(shown.token, wanted=outcome.wanted, started=outcome.session)

    return request.store.transact(run, origin=request.origin, writes=True)


def settle(ctx: Context, outcome: Outcome, *, several: bool) -> None:
    """End the sessions that the one just started, if any was, replaces in its browser."""
    if outcome.session:
        browsers.settle(ctx, outcome.session.session, several=several)


def barrier(request: PageRequest, purpose: str, claim: Claim) -> Barrier:
    """Return what stands before the next password for a claim."""
    return request.store.transact(
        lambda ctx: attempts.barrier(ctx, purpose, claim, Factor.PASSWORD), origin=request.origin
    )


def show(request: PageRequest, template: str, form: Form, before: Barrier, **values: Any) -> Response:
    """Return a sign-in page with what stands before the next answer: how long to wait, a puzzle."""
    now = request.store.clock.now()
    asked = puzzle.challenge(request.store, now, request.browser) if before.puzzle else None
    status = 429 if before.until and not form.ok else None
    said = sign_in_state.said(request)
    wait = _wait(before.until, now) if before.until else None
    shown = {"puzzle": asked, "until": before.until, "wait": wait, "said": said}
    response = request.render(template, status, form=form, **shown, **values)
    if status and before.until:
        response.headers["Retry-After"] = str(max(1, round((before.until - now).total_seconds())))
    return response


def _wait(until: datetime, now: datetime) -> Message:
    seconds = max(1, round((until - now).total_seconds()))
    if seconds <= _SECONDS:
        return Message("{count} seconds", {"count": seconds})
    return Message("{count} minutes", {"count": -(-seconds // 60)})


def refused(tried: Tried, advice: Message, at: str) -> Refusal:
    """Return the neutral words for a refused password; ``advice`` leads to the field ``at``."""
    public = (tried.reason or Reason.WRONG_PASSWORD).words.public
    heading = Message("We could not sign you in")
    if public != Reason.WRONG_PASSWORD.words.public:
        return Refusal(heading, public, tried.reference)
    return Refusal(heading, public, tried.reference, advice, at)


def go_on(request: PageRequest, tried: Tried) -> Response:
    """Return where somebody goes whose password was accepted."""
    attempt_cookie.keep(request, tried.token)
    if tried.started:
        return let_in(request, tried.started)
    if tried.wanted in _NEXT:
        return request.see_other(_NEXT[tried.wanted])
    return start_again(request)


def let_in(request: PageRequest, started: Started) -> Response:
    """Set the session's cookie, or hand the session over to its own host, and go where the person was going."""
    kind = sign_in_state.ROOT if started.session.caller.kind == "Root" else sign_in_state.IAM
    said = replace(sign_in_state.visit(request), kind=kind)
    if _is_alone(request, started):
        asking = f"{REGISTER_PAGE}?return={quote(said.back or HOME, safe='/')}"
        said = sign_in_state.keep(request, kind=kind, back=asking)
    sign_in_state.remember(request, said)
    attempt_cookie.drop(request)
    if request.several:
        return hand_over(request, started)
    sign_in_state.forget_visit(request)
    request.set_cookie(SESSION, started.secret)
    return request.see_other(said.back or HOME)


def _is_alone(request: PageRequest, started: Started) -> bool:
    """Say whether this is a root user that came with a password only, and is asked to register a device (P10)."""
    session, days = started.session, request.settings.root_mfa_days
    alone = session.caller.kind == "Root" and session.caller.mfa_at is None
    return alone and days > 0 and session.account.state in WORKING


def hand_over(request: PageRequest, started: Started) -> Response:
    """Begin to bring a session to its own host: that host asks for it, and this cookie shows that it may."""
    request.set_cookie(HANDOVER, started.secret, int(browsers.GRANT_LIFE.total_seconds()))
    return hosts.away(request.session_home(started.session) + "/session/begin")


def start_again(request: PageRequest, path: str = "/console") -> Response:
    """Return to the beginning, with a word about why."""
    attempt_cookie.drop(request)
    sign_in_state.say(request, "start-again")
    return request.see_other(path)


def elsewhere(request: PageRequest) -> Response | None:
    """Return where to sign in instead of here, or None where this is the place.

    The main host is where people sign in, and a browser keeps at most five sessions at once.
    """
    if not hosts.is_main(request):
        return hosts.main(request, request.path)
    if request.several and len(request.sessions) >= PER_BROWSER:
        sign_in_state.say(request, "full")
        return request.see_other("/session/several")
    return None
