"""What this installation keeps about visitors."""

from __future__ import annotations

from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show the page."""
    return request.render("front/privacy.html")


page = Page("/privacy", get=get)
