"""What this installation keeps about visitors."""

from __future__ import annotations

from frontdesk.web.cookies import KEPT
from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show the page."""
    cookies = [(request.cookies.spelled(name), *words) for name, words in KEPT.items()]
    return request.render("front/privacy.html", cookies=cookies)


page = Page("/privacy", get=get)
