"""Bringing a session to its own host (behaviour 2.7).

The session's host asks the main one, with a number that only this browser knows; the main host, which has the new
session's secret for a minute, answers with a grant for just that number; the grant then counts once. So nobody can
be led into a session that was not started in the own browser.
"""

from __future__ import annotations

from urllib.parse import quote

from frontdesk.authentication import browsers
from frontdesk.core import ids
from frontdesk.web import addresses, hosts, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response, safe_return
from frontdesk.web.session_cookie import SESSION
from frontdesk.web.sign_in import HANDOVER, HOME

_NONCE = "nonce"
_SECONDS = int(browsers.GRANT_LIFE.total_seconds())


def begin(request: PageRequest) -> Response:
    """At a session's host: ask the main one for the session, or take it over with the grant that came back."""
    label, grant = request.session_label, request.query.get("grant")
    if label is None:
        return request.see_other("/console")
    if grant:
        return _take_over(request, label, grant)
    nonce = ids.token(request.store.entropy)
    request.set_cookie(_NONCE, nonce, _SECONDS)
    return hosts.away(f"{request.settings.public_origin}/session/hand-over?label={label}&nonce={nonce}")


def hand_over(request: PageRequest) -> Response:
    """At the main host: give the session that was just started here to its host."""
    secret, label = request.cookies.get(HANDOVER), request.query.get("label", "")
    request.clear_cookie(HANDOVER)
    nonce = request.query.get("nonce", "")
    if not secret or not hosts.is_main(request) or not addresses.is_label(label):
        return request.see_other("/console")
    grant = request.store.transact(lambda ctx: browsers.grant(ctx, secret, label, nonce), origin=request.origin)
    if grant is None:
        return request.see_other("/console")
    back = quote(sign_in_state.visit(request).back, safe="/")
    sign_in_state.forget_visit(request)
    origin = addresses.session_origin(request.settings, label)
    return hosts.away(f"{origin}/session/begin?grant={grant}&return={back}")


def _take_over(request: PageRequest, label: str, grant: str) -> Response:
    nonce = request.cookies.get(_NONCE) or ""
    request.clear_cookie(_NONCE)
    secret = request.store.transact(lambda ctx: browsers.redeem(ctx, grant, label, nonce), origin=request.origin)
    if secret is None:
        return request.see_other("/console")
    request.set_cookie(SESSION, secret)
    return request.see_other(safe_return(request.query.get("return"), HOME))


pages = (Page("/session/begin", get=begin), Page("/session/hand-over", get=hand_over))
