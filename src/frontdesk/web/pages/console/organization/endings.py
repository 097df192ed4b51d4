"""A member closed or removed by the management account, and an account that leaves by itself."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse
from frontdesk.web.pages.console.organization import accounts, reading
from frontdesk.web.pages.console.organization.reading import HOME

_UNTICKED = Message("Tick this to go on.")
# where what is missing can be given, by its short name
_PAGES = {"contact": "/console/account/contact", "payment": "/console/billing/methods"}


class Close(Form):
    """What has to be understood, and the member's ID."""

    stops: Field = forms.tick(
        Message("Everybody in that account is signed out, and programs with its access keys stop."),
        required=True,
        missing=_UNTICKED,
    )
    bill: Field = forms.tick(
        Message("This organization pays its last bill and what is still reserved."), required=True, missing=_UNTICKED
    )
    end: Field = forms.tick(
        Message("Its root user can reopen it for a while. After that nothing can be brought back."),
        required=True,
        missing=_UNTICKED,
    )
    account: Field = forms.text(
        Message("Type the account ID to confirm"),
        most=20,
        input_mode="numeric",
        mono=True,
        parameter="AccountId",
        missing=Message("Type the account ID to confirm."),
    )


class Leave(Form):
    """What has to be understood before leaving."""

    alone: Field = forms.tick(
        Message("This account pays its own bills from the moment it leaves."), required=True, missing=_UNTICKED
    )
    falls: Field = forms.tick(
        Message("Policies and tags that the organization gave it no longer hold."), required=True, missing=_UNTICKED
    )


def close(request: PageRequest) -> Response:
    """Say what closing means for the member."""
    return accounts.render(request, "account_close", Close())


def closed(request: PageRequest) -> Response:
    """Begin to close it."""
    form, id = Close.read(request.form), accounts.found(request)[1]["Id"]
    typed = form.account.value.replace("-", "").replace(" ", "")
    if form.account.error is None and typed != id:
        form.account.error = Message("This is not the ID of that account. It is {id}.", {"id": id})
    try:
        if form.ok:
            ask(request, "organizations:CloseAccount", AccountId=id)
            return request.see_other(f"{HOME}/accounts/{id}?done=closing")
    except FrontdeskError as error:
        refuse(form, error)
    return accounts.render(request, "account_close", form)


def remove(request: PageRequest) -> Response:
    """Say what the member lacks, or ask to confirm."""
    return _removal(request, Nothing())


def _removal(request: PageRequest, form: Nothing) -> Response:
    id = accounts.found(request)[1]["Id"]
    missing = ask(request, "organizations:DescribeRemoval", AccountId=id)["Missing"]
    return accounts.render(request, "account_remove", form, missing=missing)


def removed(request: PageRequest) -> Response:
    """Remove it."""
    form = Nothing()
    try:
        ask(request, "organizations:RemoveAccountFromOrganization", AccountId=request.params["account"])
    except FrontdeskError as error:
        refuse(form, error)
        return _removal(request, form)
    return request.see_other(f"{HOME}?done=removed")


def leave(request: PageRequest) -> Response:
    """Say what this account lacks, or ask to confirm."""
    return _leaving(request, Leave())


def _leaving(request: PageRequest, form: Leave) -> Response:
    missing = ask(request, "organizations:DescribeDeparture")["Missing"]
    return request.render(
        "console/organization/leave.html",
        form=form,
        organization=reading.organization(request),
        missing=[one | _link(request, one) for one in missing],
        asks_terms=any(one["What"] == "terms" for one in missing),
    )


def _link(request: PageRequest, lack: dict[str, Any]) -> dict[str, str]:
    path = _PAGES.get(lack["What"], "")
    return {"Page": path if request.knows(path) else ""}


def left(request: PageRequest) -> Response:
    """Agree to the terms, or leave."""
    if request.form.get("act") == "terms":
        ask(request, "organizations:AgreeToTerms")
        return request.see_other(f"{HOME}/~leave")
    form = Leave.read(request.form)
    try:
        if form.ok:
            ask(request, "organizations:LeaveOrganization")
            return request.see_other(f"{HOME}?done=left")
    except FrontdeskError as error:
        refuse(form, error)
    return _leaving(request, form)


_ACCOUNT = f"{HOME}/accounts/{{account}}"
pages = (
    Page(f"{_ACCOUNT}/close", get=close, post=closed, signed_in=True, fresh=True),
    Page(f"{_ACCOUNT}/remove", get=remove, post=removed, signed_in=True, fresh=True),
    Page(f"{HOME}/~leave", get=leave, post=left, signed_in=True, fresh=True),
)
