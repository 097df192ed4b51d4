"""Reporting abuse begins with the question of which kind it is (behaviour 7.1)."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.support.abuse.kinds import KINDS
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form


class Which(Form):
    """Which kind of abuse."""

    kind: Field = forms.pick(
        Message("What is it about?"),
        *(Choice(kind.name, kind.title, kind.hint) for kind in KINDS.values()),
        missing=Message("Choose what it is about."),
    )


def get(request: PageRequest) -> Response:
    """Ask."""
    return request.render("abuse/choose.html", form=Which())


def post(request: PageRequest) -> Response:
    """Go on to the page of the kind."""
    form = Which.read(request.form)
    if not form.ok:
        return request.render("abuse/choose.html", form=form)
    return request.see_other(f"/abuse/{form.kind.value}")


page = Page("/abuse", get=get, post=post)
