"""For staff: in which state an account is, stopping it for a cause, letting it work again (behaviour 5.5)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.ids import ACCOUNT_ID
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.account.standing import CAUSES
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, refuse, require

_PATH = "/console/operator/standing"
_DONE = {
    "suspended": Done(Message("The account is suspended"), Message("Its people were told the cause by mail.")),
    "reinstated": Done(Message("The account works again"), Message("Its people were told by mail.")),
}


class Look(Form):
    """Which account."""

    account: Field = forms.text(
        Message("Account ID"),
        most=20,
        input_mode="numeric",
        mono=True,
        parameter="AccountId",
        missing=Message("Enter the account ID."),
    )


class Suspend(Form):
    """Why."""

    cause: Field = forms.pick(
        Message("Why?"),
        Choice("unpaid", Message("A bill is unpaid")),
        Choice("abuse", Message("A notice about abuse was not answered")),
        Choice("verification", Message("What was given at sign-up could not be verified")),
        Choice("operator", Message("Another decision of ours")),
        hint=Message("The mail to its people says it."),
        parameter="Cause",
        missing=Message("Say why."),
    )


def get(request: PageRequest) -> Response:
    """Ask for an account, or show the one that the address names."""
    if "account" not in request.query:
        return _show(request, Look(), None)
    form = Look.read(request.query)
    form.account.value = form.account.value.replace("-", "").replace(" ", "")
    require(form.account, ACCOUNT_ID, Message("An account ID has twelve digits."))
    found = _found(request, form) if form.ok else None
    return _show(request, form, found)


def _found(request: PageRequest, form: Look) -> dict[str, Any] | None:
    try:
        return ask(request, "standing:DescribeStanding", AccountId=form.account.value)
    except FrontdeskError as error:
        if error.field != "AccountId":
            raise
        form.refuse(error)
        return None


def _show(request: PageRequest, look: Look, found: dict[str, Any] | None, form: Form | None = None) -> Response:
    return request.render(
        "console/operator/standing.html",
        form=form or look,
        look=look,
        why=form if isinstance(form, Suspend) else Suspend(),
        found=found,
        cause=CAUSES.get(found.get("Cause", "")) if found else None,
        said=done(request, _DONE),
    )


def suspend(request: PageRequest) -> Response:
    """Stop it."""
    form = Suspend.read(request.form)
    return _act(request, form, "SuspendAccount", "suspended", Cause=form.cause.value)


def reinstate(request: PageRequest) -> Response:
    """Let it work again."""
    return _act(request, Nothing.read(request.form), "ReinstateAccount", "reinstated")


def _act(request: PageRequest, form: Form, name: str, said: str, **params: str) -> Response:
    id = request.params["account"]
    if form.ok:
        try:
            ask(request, f"standing:{name}", AccountId=id, **params)
        except FrontdeskError as error:
            refuse(form, error)
    if form.ok:
        return request.see_other(f"{_PATH}?{urlencode({'account': id, 'done': said})}")
    found = ask(request, "standing:DescribeStanding", AccountId=id)
    return _show(request, Look.showing(account=id), found, form)


pages = (
    Page(_PATH, get=get, signed_in=True, menu=Menu("operator", Message("Standing of accounts"), 30)),
    Page(_PATH + "/{account}/suspend", post=suspend, signed_in=True),
    Page(_PATH + "/{account}/reinstate", post=reinstate, signed_in=True),
)
