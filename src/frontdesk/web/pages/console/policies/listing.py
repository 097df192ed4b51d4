"""The list of managed policies: all, the account's own or AWS's, found by a part of their name."""

from __future__ import annotations

from functools import partial

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import paging
from frontdesk.web.pages.console.asking import Done, done, gather

TABS = (
    ("/console/policies", Message("All")),
    ("/console/policies/yours", Message("Yours")),
    ("/console/policies/aws", Message("AWS's")),
)
_DONE = {"deleted": Done(Message("The policy was deleted"), Message("With all its versions."))}


class Search(Form):
    """A part of a policy's name."""

    find: Field = forms.text(Message("Find policies by a part of their name"), required=False, most=128)


def get(scope: str, request: PageRequest) -> Response:
    """Show one page of policies."""
    search = Search.read(request.query)
    words = search.find.value if search.ok else ""
    every = gather(request, "ListPolicies", "Policies", Scope=scope)
    return request.render(
        "console/policies/listing.html",
        search=search.find,
        words=words,
        own=scope == "Local",
        some=bool(every),
        window=paging.window(request, paging.named(every, "PolicyName", words), find=words),
        tabs=TABS,
        done=done(request, _DONE),
    )


pages = (
    Page("/console/policies", get=partial(get, "All"), signed_in=True, menu=Menu("rules", Message("Policies"), 10)),
    Page("/console/policies/yours", get=partial(get, "Local"), signed_in=True),
    Page("/console/policies/aws", get=partial(get, "AWS"), signed_in=True),
)
