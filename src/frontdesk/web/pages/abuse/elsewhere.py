"""What looks like abuse but has another desk: fraud in one's own account, and purchases in a shop."""

from __future__ import annotations

from frontdesk.support.abuse.kinds import FRAUD, RETAIL
from frontdesk.web.door import Page, PageRequest, Response


def fraud(request: PageRequest) -> Response:
    """Show what to do at once about one's own account, and where to open a case."""
    return request.render("abuse/fraud.html")


def retail(request: PageRequest) -> Response:
    """Show who helps with purchases in a shop."""
    return request.render("abuse/retail.html")


pages = (Page(f"/abuse/{FRAUD}", get=fraud), Page(f"/abuse/{RETAIL}", get=retail))
