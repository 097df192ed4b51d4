"""What somebody agrees to who opens an account here."""

from __future__ import annotations

from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show what holds, and where the operator's own terms stand if there are any."""
    return request.render("front/terms.html", terms=request.settings.terms)


page = Page("/terms", get=get)
