"""Asking for a mailed code: the same for every address, and a puzzle after many requests from one place."""

from __future__ import annotations

from typing import Any

from frontdesk.authentication import attempts, puzzles
from frontdesk.authentication.claims import Claim
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, puzzle
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.forms import Form, Refusal

CODE_PAGE = "/attempt/mailed-code"


def ask(request: PageRequest, purpose: str, claim: Claim) -> bool:
    """Open an attempt that mails a code, and keep it in this browser; False where a puzzle has to be solved first.

    Raises ValidationError for a claim of impossible shape.
    """
    former = request.cookies.get(attempt_cookie.ATTEMPT)
    solved = puzzle.solved(request.store, request.store.clock.now(), request.browser, request.form)

    def run(ctx: Context) -> str | None:
        if attempts.mail_barrier(ctx, claim).puzzle and not puzzles.spend(ctx, solved):
            return None
        instead_of = attempts.find(ctx, former, claim.browser) if former else None
        return attempts.open(ctx, purpose, claim, instead_of=instead_of).token

    token = request.store.transact(run, origin=request.origin)
    if token:
        attempt_cookie.keep(request, token)
    return token is not None


def unsolved(form: Form) -> None:
    """Say that the puzzle has to be solved first."""
    form.refusal = Refusal(Message("One moment more"), Reason.PUZZLE_UNSOLVED.words.public)


def show(request: PageRequest, template: str, form: Form, **values: Any) -> Response:
    """Return a page that asks for an address, with a puzzle where one is due."""
    barrier = request.store.transact(
        lambda ctx: attempts.mail_barrier(ctx, Claim(request.browser)), origin=request.origin
    )
    now = request.store.clock.now()
    asked = puzzle.challenge(request.store, now, request.browser) if barrier.puzzle else None
    return request.render(template, form=form, puzzle=asked, **values)
