"""The account's abuse notices, newest first."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.support.abuse.kinds import KINDS
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.asking import ask, part

HOME = "/console/notices"
STATES = {
    "sent": (Message("Waits for your answer"), "warn"),
    "answered": (Message("Answered"), "ok"),
    "settled": (Message("Settled"), ""),
}


def get(request: PageRequest) -> Response:
    """Show the list."""
    found = part(lambda: ask(request, "abuse:ListAbuseNotices")["Notices"])
    return request.render("console/notices/listing.html", found=found, kinds=KINDS, states=STATES)


page = Page(HOME, get=get, signed_in=True, menu=Menu("help", Message("Abuse notices"), 60))
