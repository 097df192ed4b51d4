"""The list of users: found by a part of their name, a page at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done
from frontdesk.web.pages.console.keys import user_path

PER_PAGE = 20
_DONE = {"deleted": Done(Message("The user was deleted"), Message("With everything that belonged to it."))}


class Search(Form):
    """A part of a user name."""

    find: Field = forms.text(Message("Find users by a part of their name"), required=False, most=64)


def get(request: PageRequest) -> Response:
    """Show one page of users."""
    form = Search.read(request.query)
    words = form.find.value if form.ok else ""
    answer = ask(
        request,
        "frontdesk:ListUsersNamed",
        Search=words,
        After=_name(request, "after"),
        Before=_name(request, "before"),
        MaxItems=PER_PAGE,
    )
    return request.render(
        "console/users/listing.html",
        search=form.find,
        words=words,
        users=[(user_path(user["UserName"]), user) for user in answer["Users"]],
        answer=answer,
        previous=_beside(words, "before", answer.get("Before")),
        next=_beside(words, "after", answer.get("After")),
        done=done(request, _DONE),
    )


def _name(request: PageRequest, which: str) -> str | None:
    return request.query.get(which, "")[:64] or None


def _beside(words: str, which: str, name: Any) -> str:
    if name is None:
        return ""
    return "/console/users?" + urlencode(({"find": words} if words else {}) | {which: name})


page = Page("/console/users", get=get, signed_in=True, menu=Menu("people", Message("Users"), 10))
