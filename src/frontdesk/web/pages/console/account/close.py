"""Closing the account: what stops, when and for whom; each consequence ticked, the ID typed (behaviour 5.6)."""

from __future__ import annotations

from datetime import datetime

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.directory.standing import PENDING_CLOSURE
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse


class Close(Form):
    """What has to be understood, and the account's ID."""

    saved: Field = forms.tick(
        Message("I have saved what I want to keep."),
        required=True,
        missing=Message("Tick that you have saved what you want to keep."),
    )
    stops: Field = forms.tick(
        Message("Everybody is signed out, and programs with access keys of this account stop."),
        required=True,
        missing=Message("Tick that everybody is signed out and programs stop."),
    )
    bill: Field = forms.tick(
        Message("I will pay the last bill and what is still reserved."),
        required=True,
        missing=Message("Tick that you will pay the last bill."),
    )
    end: Field = forms.tick(
        Message("After the day named above nothing can be brought back."),
        required=True,
        missing=Message("Tick that nothing can be brought back in the end."),
    )
    account: Field = forms.text(
        Message("Type the account ID to confirm"),
        most=20,
        input_mode="numeric",
        mono=True,
        parameter="AccountId",
        missing=Message("Type the account ID to confirm."),
    )


def get(request: PageRequest) -> Response:
    """Say what stops, when and for whom."""
    return _show(request, Close())


def _show(request: PageRequest, form: Close) -> Response:
    account = request.signed_in.account
    now = request.store.clock.now()
    return request.render(
        "console/account/close.html",
        form=form,
        account=account,
        under_way=account.state == PENDING_CLOSURE,
        found=ask(request, "account:DescribeClosing"),
        today=now,
        last_bill=_next_month(now),
    )


def _next_month(now: datetime) -> datetime:
    return now.replace(year=now.year + now.month // 12, month=now.month % 12 + 1, day=1)


def post(request: PageRequest) -> Response:
    """Begin to close."""
    form, id = Close.read(request.form), request.caller.account_id
    typed = form.account.value.replace("-", "").replace(" ", "")
    if form.account.error is None and typed != id:
        form.account.error = Message("This is not the ID of this account. It is {id}.", {"id": id})
    if not form.ok:
        return _show(request, form)
    try:
        ask(request, "account:CloseAccount", AccountId=typed)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other("/console/account/closing")


def closing(request: PageRequest) -> Response:
    """Say that it is being closed; once it is, nobody is signed in any more."""
    if request.signed_in.account.state != PENDING_CLOSURE:
        return request.see_other("/console/home")
    return request.render("console/account/closing.html", account=request.signed_in.account)


pages = (
    Page("/console/account/close", get=get, post=post, signed_in=True, fresh=True),
    Page("/console/account/closing", get=closing, signed_in=True),
)
