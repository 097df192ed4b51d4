"""The staff's inbox: what waits for whom, oldest first."""

from __future__ import annotations

from urllib.parse import urlencode

from frontdesk.core.messages import Message
from frontdesk.support.cases import desk, subjects
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import ask, part

PATH = "/console/operator/support"
_QUEUES = {
    "us": Message("Waiting for us"),
    "unassigned": Message("Unassigned"),
    "mine": Message("Mine"),
    "customer": Message("Waiting for the customer"),
    "resolved": Message("Resolved"),
    "all": Message("All"),
}
KINDS = {
    "account": Message("Account"),
    "billing": Message("Billing"),
    "sign-in": Message("Cannot sign in"),
}


class Search(Form):
    """Words, a kind, and which end of the queue comes first."""

    find: Field = forms.text(
        Message("Subject, number, account ID or the visitor's e-mail address"), required=False, most=254
    )
    kind: Field = forms.select(
        Message("Kind"),
        Choice("", Message("Every kind")),
        *(Choice(name, words) for name, words in KINDS.items()),
        required=False,
    )
    order: Field = forms.select(
        Message("Order"),
        Choice("", Message("Oldest first")),
        Choice("newest", Message("Newest first")),
        required=False,
    )


def get(request: PageRequest) -> Response:
    """Show one page of the inbox."""
    search = Search.read(request.query)
    queue = request.query.get("queue", "us")
    queue = queue if queue in desk.QUEUES else "us"
    kept = {one.name: one.value for one in search if search.ok and one.value}
    found = part(
        lambda: ask(
            request,
            "supportdesk:ListSupportCases",
            Queue=queue,
            Kind=kept.get("kind"),
            Search=kept.get("find"),
            OldestFirst="order" not in kept,
            After=request.query.get("after", "")[:9] or None,
        )
    )
    return request.render(
        "console/operator/support/inbox.html",
        found=found,
        search=search,
        queue=queue,
        queues=[(_at(name, kept), _words(name, found.shown)) for name in _QUEUES],
        here=_at(queue, kept),
        following=_at(queue, kept, found.shown["After"]) if found.shown and "After" in found.shown else "",
        title=_QUEUES[queue],
        kinds=KINDS,
        severities=subjects.SEVERITIES,
    )


def _at(queue: str, kept: dict[str, str], after: str = "") -> str:
    return f"{PATH}?" + urlencode({"queue": queue, **kept} | ({"after": after} if after else {}))


def _words(queue: str, found: dict[str, dict[str, int]] | None) -> Message:
    count = found["Counts"].get(queue.capitalize()) if found else None
    words = _QUEUES[queue]
    return words if count is None else Message("{words} ({count})", {"words": words, "count": count})


page = Page(PATH, get=get, signed_in=True, menu=Menu("operator", Message("Support desk"), 5))
