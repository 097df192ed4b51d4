"""Signing out: of this session, of another one in this browser, of all of them, everywhere (behaviour 2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.sessions import Session
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, hosts, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response, safe_return
from frontdesk.web.session_cookie import SESSION

ALL = "all"
SIGNED_OUT = "/session/signed-out"


def get(request: PageRequest) -> Response:
    """Ask before signing out: an address alone must not do it."""
    if request.session is None:
        return hosts.main(request, "/session/several" if request.sessions else SIGNED_OUT)
    return request.render("session/sign_out.html")


def post(request: PageRequest) -> Response:
    """End the session named in the form, all of this browser, or this one."""
    named = request.form.get("session", "")
    ending = [one for one in request.sessions if named in (ALL, one.id)] if named else _present(request)
    end(request, ending)
    if request.session and not _is_among(request.session, ending):
        return request.see_other(safe_return(request.form.get("return"), "/console"))
    return _leave(request, ending)


def everywhere(request: PageRequest) -> Response:
    """End every session of whoever is signed in here, in every browser."""
    principal = request.signed_in.caller.principal_id
    request.store.transact(lambda ctx: sessions.end_all(ctx, principal), origin=request.origin)
    ended = [one for one in request.sessions if one.caller.principal_id == principal]
    end(request, ended)
    return _leave(request, ended)


def signed_out(request: PageRequest) -> Response:
    """Say that the session has ended."""
    return request.render("session/signed_out.html")


def end(request: PageRequest, ending: Sequence[Session]) -> None:
    """End sessions of this browser, and with them whatever sign-in was half done in it (R15)."""
    token = request.cookies.get(attempt_cookie.ATTEMPT)

    def run(ctx: Context) -> None:
        for one in ending:
            sessions.end(ctx, one.id)
        attempts.end(ctx, token, request.browser)

    request.store.transact(run, origin=request.origin)
    attempt_cookie.drop(request)
    if request.session and _is_among(request.session, ending):
        request.clear_cookie(SESSION)


def _present(request: PageRequest) -> list[Session]:
    return [request.session] if request.session else []


def _is_among(session: Session, others: Sequence[Session]) -> bool:
    return session.id in {one.id for one in others}


def _leave(request: PageRequest, ended: Sequence[Session]) -> Response:
    if not all(_is_among(one, ended) for one in request.sessions):
        sign_in_state.say(request, "ended")
        return hosts.main(request, "/session/several")
    return hosts.main(request, safe_return(request.form.get("return"), SIGNED_OUT))


pages = (
    Page("/session/sign-out", get=get, post=post),
    Page("/session/sign-out-everywhere", get=get, post=everywhere, signed_in=True),
    Page(SIGNED_OUT, get=signed_out),
)
