"""The queue of abuse cases: what is due first, then what is new; filtered by state, found by words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from frontdesk.core.messages import Message
from frontdesk.support.abuse import states
from frontdesk.support.abuse.kinds import KINDS
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, part

HOME = "/console/operator/abuse"
PER_PAGE = 20
FILTERS: dict[str, tuple[Message, dict[str, Any]]] = {
    "": (Message("Open"), {}),
    "new": (Message("New"), {"States": [states.NEW]}),
    "waiting": (Message("Need information"), {"States": [states.NEEDS_INFORMATION]}),
    "notified": (Message("Account told"), {"States": [states.NOTIFIED]}),
    "answered": (Message("Answered"), {"States": [states.ANSWERED]}),
    "actioned": (Message("Blocked or suspended"), {"States": [states.ACTIONED]}),
    "overdue": (Message("Overdue"), {"Overdue": True}),
    "closed": (Message("Closed"), {"States": [states.CLOSED]}),
}
STATES = {
    states.NEW: (Message("New"), ""),
    states.NEEDS_INFORMATION: (Message("Needs information"), "warn"),
    states.NOTIFIED: (Message("Account told"), "warn"),
    states.ANSWERED: (Message("Answered"), "ok"),
    states.ACTIONED: (Message("Blocked or suspended"), "bad"),
    states.CLOSED: (Message("Closed"), ""),
}


class Search(Form):
    """What to look for."""

    find: Field = forms.text(
        Message("Find by number, address, account ID, reporter's e-mail address or words"), required=False, most=254
    )


def _page(request: PageRequest) -> int:
    typed = request.query.get("page", "")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1


def _at(request: PageRequest, shown: str, words: str, page: int) -> str:
    kept = {"show": shown, "find": words, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{HOME}?{query}" if query else HOME


def get(request: PageRequest) -> Response:
    """Show one page of the queue."""
    search = Search.read(request.query)
    words = search.find.value if search.ok else ""
    shown = request.query.get("show", "")
    shown = shown if shown in FILTERS else ""
    page = _page(request)
    wanted = {**FILTERS[shown][1], "Search": words or None, "Skip": (page - 1) * PER_PAGE, "MaxItems": PER_PAGE}
    found = part(lambda: ask(request, "abuse:ListAbuseReports", **wanted))
    more = found.shown is not None and found.shown["Total"] > page * PER_PAGE
    return request.render(
        "console/operator/abuse/queue.html",
        found=found,
        search=search.find,
        words=words,
        tabs=[(_at(request, name, words, 1), title) for name, (title, _) in FILTERS.items()],
        here=_at(request, shown, words, 1),
        states=STATES,
        kinds=KINDS,
        previous=_at(request, shown, words, page - 1) if page > 1 else "",
        next=_at(request, shown, words, page + 1) if more else "",
    )


page = Page(HOME, get=get, signed_in=True, menu=Menu("operator", Message("Abuse reports"), 40))
