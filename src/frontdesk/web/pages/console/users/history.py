"""A user's sign-ins, newest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console import sign_ins
from frontdesk.web.pages.console.asking import ask, part
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user

PER_PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def get(request: PageRequest) -> Response:
    """Show one page of sign-ins."""
    shown = user.described(request)
    found = part(partial(_found, request, shown["UserName"]))
    rows = found.shown or []
    older = rows[PER_PAGE - 1]["At"] if len(rows) > PER_PAGE else None
    tab = user_path(shown["UserName"], "history")
    return user.render(
        request,
        "history",
        shown,
        denied=found.denied,
        rows=sign_ins.lines(rows[:PER_PAGE]),
        newest=tab if "before" in request.query else "",
        older=f"{tab}?before={(older - _EPOCH) // _MICROSECOND}" if older else "",
    )


def _found(request: PageRequest, name: str) -> list[dict[str, Any]]:
    answer = ask(request, "frontdesk:ListUserSignIns", UserName=name, Before=_before(request), MaxItems=PER_PAGE + 1)
    found: list[dict[str, Any]] = answer["SignIns"]
    return found


def _before(request: PageRequest) -> datetime | None:
    typed = request.query.get("before", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 17):
        return None
    return _EPOCH + int(typed) * _MICROSECOND


page = Page("/console/users/{name}/history", get=get, signed_in=True)
