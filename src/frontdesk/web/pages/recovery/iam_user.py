"""Forgot the password or user name of an IAM user: who can help, and who cannot (behaviour 4.2)."""

from __future__ import annotations

from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show the page; it names nobody."""
    return request.render("recovery/iam_user.html")


page = Page("/recovery/iam-user", get=get)
