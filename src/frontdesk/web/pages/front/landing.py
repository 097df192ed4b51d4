"""The bare address: whoever opens it wants in."""

from __future__ import annotations

from frontdesk.web.door import SIGN_IN, Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Go on to the console, which asks for a sign-in where one is needed (behaviour 2.3)."""
    return request.see_other(SIGN_IN)


page = Page("/", get=get)
