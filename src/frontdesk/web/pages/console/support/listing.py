"""The account's cases, open ones or all."""

from __future__ import annotations

from typing import Any

from frontdesk.core.messages import Message
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console import paging
from frontdesk.web.pages.console.asking import ask

_MOST = 500


def get(request: PageRequest) -> Response:
    """Show one page of cases."""
    resolved = request.query.get("show") == "all"
    found = _all(request, resolved)
    return request.render(
        "console/support/listing.html",
        window=paging.window(request, found, show="all" if resolved else ""),
        resolved=resolved,
    )


def _all(request: PageRequest, resolved: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token: str | None = None
    while len(found) < _MOST:
        answer = ask(
            request,
            "support:DescribeCases",
            includeResolvedCases=resolved,
            includeCommunications=False,
            nextToken=token,
            maxResults=100,
        )
        found += answer["cases"]
        token = answer.get("nextToken")
        if token is None:
            break
    return found


page = Page("/console/support", get=get, signed_in=True, menu=Menu("help", Message("Support cases"), 10))
