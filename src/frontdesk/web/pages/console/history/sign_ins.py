"""Sign-ins of the whole account, newest first, with a box for a reference."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.agents import browser
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, part

SHOWN = 20
_SIGN_INS = [{"AttributeKey": "EventName", "AttributeValue": "ConsoleLogin"}]


class Search(Form):
    """A reference that somebody read out."""

    reference: Field = forms.text(Message("Reference"), required=False, most=64)


@dataclass(frozen=True)
class Line:
    """One sign-in: when, who, from where, and what became of it."""

    at: datetime
    who: str | None
    address: str
    browser: Message
    completed: bool
    reference: str | None


def get(request: PageRequest) -> Response:
    """Show the list; a reference in the address leads to its explanation."""
    wanted = request.query.get("reference", "").strip()
    if wanted:
        return request.see_other(f"/console/history/{quote(wanted[:64], safe='')}")
    found = part(lambda: _read(request))
    return request.render(
        "console/history/sign_ins.html", found=found, search=Search.showing(), after=request.query.get("after")
    )


def _read(request: PageRequest) -> tuple[list[Line], str | None]:
    after = request.query.get("after") or None
    answer = ask(request, "cloudtrail:LookupEvents", LookupAttributes=_SIGN_INS, MaxResults=SHOWN, NextToken=after)
    lines = [_line(event["EventTime"], json.loads(event["CloudTrailEvent"])) for event in answer["Events"]]
    return lines, answer.get("NextToken")


def _line(at: datetime, record: dict[str, Any]) -> Line:
    identity = record["userIdentity"]
    root = identity.get("type") == "Root"
    return Line(
        at=at,
        who=None if root else identity.get("userName"),
        address=record["sourceIPAddress"],
        browser=browser(record["userAgent"]),
        completed=record["responseElements"]["ConsoleLogin"] == "Success",
        reference=record.get("reference"),
    )


page = Page("/console/history", get=get, signed_in=True, menu=Menu("account", Message("Sign-in history"), 20))
