"""A visitor's case, found by the link that was mailed. Opening it by a button is what verifies the address."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.operations import catalogue
from frontdesk.operations.supportdesk import written
from frontdesk.store.context import Context
from frontdesk.support.cases import cases, visitors
from frontdesk.support.cases.tables import Case
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form

_PATH = "/contact/case"
_FOLLOW = "follow"


class Reply(Form):
    """What the visitor wants to add."""

    body: Field = forms.long(
        Message("Write to support"),
        hint=Message("Never write a password or a code."),
        most=cases.LONGEST_BODY,
        parameter="CommunicationBody",
        missing=Message("Write something first."),
    )


def get(request: PageRequest) -> Response:
    """Show the case, or ask whether it is this person's."""
    return _show(request, Reply())


def _show(request: PageRequest, form: Reply) -> Response:
    key = request.query.get("key", "")

    def read(ctx: Context) -> tuple[Case, list[dict[str, Any]] | None, bool] | None:
        case = visitors.by_key(ctx, key)
        if case is None:
            return None
        letters = written.own_letters(ctx, cases.letters(ctx, case)) if visitors.is_verified(ctx, case) else None
        return case, letters, cases.has_to_be_new(ctx, case)

    found = request.store.transact(read, origin=request.origin)
    if found is None:
        return request.render("contact/no_case.html", 404)
    case, letters, over = found
    if letters is None:
        return request.render("contact/yours.html", case=case)
    return request.render("contact/case.html", case=case, letters=letters, form=form, over=over)


def post(request: PageRequest) -> Response:
    """Say that the case is one's own, or add to it."""
    key = request.query.get("key", "")
    if request.form.get("do") == _FOLLOW:
        request.store.transact(lambda ctx: _follow(ctx, key), origin=request.origin, writes=True)
        return request.see_other(f"{_PATH}?key={key}")
    form = Reply.read(request.form)
    if not form.ok:
        return _show(request, form)
    try:
        operation = catalogue.operation("supportdesk", "AnswerVisitorCase")
        request.perform(operation, LinkToken=key or None, CommunicationBody=form.body.value)
    except FrontdeskError as error:
        form.refuse(error)
        return _show(request, form)
    return request.see_other(f"{_PATH}?key={key}#thread")


def _follow(ctx: Context, key: str) -> None:
    case = visitors.by_key(ctx, key)
    if case is not None:
        visitors.follow(ctx, case)


page = Page(_PATH, get=get, post=post, level=True)
