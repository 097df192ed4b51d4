"""Trouble signing in: which page is whose, what to do, who can help (behaviour 11, A to C)."""

from __future__ import annotations

from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show the page; it asks nothing and tells nobody whether anything exists."""
    return request.render("front/trouble.html")


page = Page("/trouble", get=get)
