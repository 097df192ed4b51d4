"""Canned next steps: rows of the troubleshooting map, found by words, each filling the answer of one case."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.operator.support import case as cases
from frontdesk.web.pages.console.operator.support import inbox


class Search(Form):
    """Words of what the person sees, or a row's id."""

    find: Field = forms.text(Message("Words of the problem, or a row such as B7"), required=False, most=100)


def get(request: PageRequest) -> Response:
    """Show the rows that fit."""
    search = Search.read(request.query)
    words = search.find.value if search.ok else ""
    return request.render(
        "console/operator/support/steps.html",
        search=search.find,
        steps=ask(request, "supportdesk:ListCannedSteps", Search=words)["Steps"],
        case=(told := cases.found(request)["Case"]),
        path=f"{inbox.PATH}/{told['Number']}",
    )


page = Page(inbox.PATH + "/{case}/steps", get=get, signed_in=True)
