"""The console's first page: who you are, which account this is, when you signed in before, and the way out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message
from frontdesk.directory.standing import PENDING_CLOSURE
from frontdesk.web.addresses import account_address
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console import sign_ins, waiting
from frontdesk.web.pages.console.account import standing
from frontdesk.web.pages.console.asking import Done, ask, done

SHOWN = 5
WARNING = timedelta(days=15)
_DONE = {"reopened": Done(Message("The account is open again"), Message("Everybody can sign in as before."))}


def get(request: PageRequest) -> Response:
    """Show the page; it needs no permission (behaviour 2.5)."""
    if not standing.is_working(request):
        return standing.show(request)
    account = ask(request, "frontdesk:GetOwnAccount")
    found = ask(request, "frontdesk:ListOwnSignIns", MaxItems=SHOWN)["SignIns"]
    return request.render(
        "console/home.html",
        account=account,
        waiting=waiting.matters(request),
        addresses=_addresses(request, account),
        rows=sign_ins.lines(found),
        expires=_expires_soon(account["ConsoleAccess"], request.store.clock.now()),
        fresh=request.caller.kind == "Root" and _without_users(request),
        root=request.caller.kind == "Root",
        done=done(request, _DONE),
        closing=request.signed_in.account.state == PENDING_CLOSURE,
    )


def _addresses(request: PageRequest, account: dict[str, Any]) -> list[tuple[Message, str]]:
    """Return the account's sign-in address in each form that works here, the shortest to remember first."""
    label = account.get("AccountAlias") or account["AccountId"]
    path = (Message("Sign-in address"), f"{request.settings.public_origin}/console?account={label}")
    if not request.settings.account_domain:
        return [path]
    host = (Message("Sign-in address"), account_address(request.settings, label))
    return [host, (Message("The same, on one host"), path[1])]


def _expires_soon(access: dict[str, Any], now: datetime) -> datetime | None:
    expires: datetime | None = access.get("PasswordExpires")
    return expires if expires and expires - now <= WARNING else None


def _without_users(request: PageRequest) -> bool:
    try:
        return not ask(request, "ListUsers", MaxItems=1)["Users"]
    except AccessDenied:
        return False


page = Page("/console/home", get=get, signed_in=True, menu=Menu("account", Message("Console home"), 1))
