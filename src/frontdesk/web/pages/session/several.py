"""Several sessions in one browser: switched on or off, listed, ended (behaviour 2.7)."""

from __future__ import annotations

from frontdesk.authentication.sessions import Started
from frontdesk.core.messages import Message
from frontdesk.web import hosts, sign_in, sign_in_state
from frontdesk.web.cookies import YEAR
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.session import sign_out
from frontdesk.web.session_cookie import SESSION

_HERE = "/session/several"


def get(request: PageRequest) -> Response:
    """Show the switch and, where it is on, this browser's sessions."""
    if not hosts.is_main(request):
        return hosts.main(request, _HERE)
    return request.render("session/several.html", said=sign_in_state.said(request))


def post(request: PageRequest) -> Response:
    """Switch on, which moves the present session to a host of its own, or off, which ends every session here."""
    if not hosts.is_main(request) or not request.settings.account_domain:
        return hosts.main(request, _HERE)
    return _switch_on(request) if request.form.get("keep") == "several" else _switch_off(request)


def _switch_on(request: PageRequest) -> Response:
    session, secret = request.session, request.cookies.get(SESSION)
    request.set_cookie("several", "on", YEAR)
    if session is None or secret is None:
        return request.see_other(_HERE)
    request.clear_cookie(SESSION)
    return sign_in.hand_over(request, Started(session, secret))


def _switch_off(request: PageRequest) -> Response:
    sign_out.end(request, request.sessions)
    request.clear_cookie("several")
    return request.see_other(sign_out.SIGNED_OUT)


page = Page(_HERE, get=get, post=post, menu=Menu("session", Message("Several sessions"), 80))
