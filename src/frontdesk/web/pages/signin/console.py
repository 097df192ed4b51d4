"""The console's address: straight in, or to the sign-in page that fits (behaviour 2.2, 2.3)."""

from __future__ import annotations

from urllib.parse import quote

from frontdesk.directory import accounts
from frontdesk.web import hosts, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response, safe_return
from frontdesk.web.sign_in import HOME
from frontdesk.web.sign_in_state import IAM, ROOT

_PAGES = {ROOT: "/signin", IAM: "/signin/iam"}


def get(request: PageRequest) -> Response:
    """Send a visitor on: a session comes in, anybody else to the page of the kind they are or were."""
    named = request.host_label or request.query.get("account", "").strip()
    back = request.query.get("return")
    if not hosts.is_main(request) and request.session is None:
        return hosts.main(request, _console(named, back))
    asked = _PAGES.get(request.query.get("as", ""))
    if request.session and not asked and (not named or _is_own(request, named)):
        return request.see_other(safe_return(back, HOME))
    if request.several and not asked and not named and request.sessions:
        return request.see_other("/session/several")
    sign_in_state.begin(request, back, account=named[:64])
    return request.see_other(asked or (_PAGES[IAM] if named else _remembered(request)))


def _console(account: str, back: str | None) -> str:
    given = {"account": account, "return": safe_return(back, "")}
    query = "&".join(f"{name}={quote(value, safe='/')}" for name, value in given.items() if value)
    return f"/console?{query}" if query else "/console"


def _is_own(request: PageRequest, label: str) -> bool:
    account = request.store.transact(lambda ctx: accounts.by_label(ctx, label))
    return account is not None and account.id == request.signed_in.account.id


def _remembered(request: PageRequest) -> str:
    known = sign_in_state.remembered(request)
    if known.kind == ROOT and known.email:
        return "/signin/root"
    return _PAGES.get(known.kind, "/signin")


page = Page("/console", get=get)
