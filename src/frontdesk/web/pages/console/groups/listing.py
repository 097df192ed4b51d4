"""The list of groups: found by a part of their name, a page at a time."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import paging
from frontdesk.web.pages.console.asking import Done, done, gather

_DONE = {"deleted": Done(Message("The group was deleted"), Message("The users who were in it are still there."))}


class Search(Form):
    """A part of a group's name."""

    find: Field = forms.text(Message("Find groups by a part of their name"), required=False, most=128)


def get(request: PageRequest) -> Response:
    """Show one page of groups."""
    search = Search.read(request.query)
    words = search.find.value if search.ok else ""
    every = gather(request, "ListGroups", "Groups")
    return request.render(
        "console/groups/listing.html",
        search=search.find,
        words=words,
        some=bool(every),
        window=paging.window(request, paging.named(every, "GroupName", words), find=words),
        done=done(request, _DONE),
    )


page = Page("/console/groups", get=get, signed_in=True, menu=Menu("people", Message("Groups"), 20))
