"""Accounts of the organization: one account, a new one, and one on another place of the tree."""

from __future__ import annotations

import re
from typing import Any

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, done, refuse, require
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.reading import DONE, HOME

_NAME = re.compile(r"[ -;=?-~]+")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_ROLE = re.compile(r"[A-Za-z0-9_+=,.@-]+")
_FAILURES = {
    "EMAIL_ALREADY_EXISTS": Message("No account can be opened with this address. Use another one."),
    "INVALID_EMAIL": Message("Enter an e-mail address of 5 to 64 characters, such as name@example.com."),
}


class New(Form):
    """What a member account is made from."""

    name: Field = forms.text(
        Message("Account name"), most=50, parameter="AccountName", missing=Message("Enter a name for the account.")
    )
    email: Field = forms.email(
        Message("E-mail address of its root user"),
        hint=Message("A mailbox of its own that stays with your organization: whoever reads it can take the account."),
        most=64,
        parameter="Email",
        missing=Message("Enter the e-mail address of the root user."),
    )
    role: Field = forms.text(
        Message("Role for administrators of this account"),
        hint=Message(
            "It will let the management account's people into the new account, as soon as there are roles here."
        ),
        most=64,
        mono=True,
        required=False,
        parameter="RoleName",
    )
    bills: Field = forms.tick(Message("IAM users whose policies allow it may see its bills"))


class Move(Form):
    """Where to."""

    to: Field = forms.select(Message("Move it below"), parameter="DestinationParentId", most=100)


def new(request: PageRequest) -> Response:
    """Ask for the new account's name and mailbox."""
    form = New.showing(role="OrganizationAccountAccessRole", bills="yes")
    return request.render("console/organization/account_new.html", form=form)


def made(request: PageRequest) -> Response:
    """Create the account and show it, or say why there is none."""
    form = New.read(request.form)
    require(form.name, _NAME, Message("Use letters, digits, spaces and signs, without < and >."))
    require(form.email, _EMAIL, _FAILURES["INVALID_EMAIL"])
    require(form.role, _ROLE, Message("Use letters, digits and these signs, without spaces: + = , . @ _ -"))
    try:
        if form.ok and (id := _create(request, form)):
            return request.see_other(f"{HOME}/accounts/{id}?done=created")
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/organization/account_new.html", form=form)


def _create(request: PageRequest, form: New) -> str | None:
    asked = {
        "AccountName": form.name.value,
        "Email": form.email.value,
        "RoleName": form.role.value or None,
        "IamUserAccessToBilling": "ALLOW" if form.bills.ticked else "DENY",
    }
    begun = ask(request, "organizations:CreateAccount", **asked)["CreateAccountStatus"]["Id"]
    described = ask(request, "organizations:DescribeCreateAccountStatus", CreateAccountRequestId=begun)
    ended: dict[str, Any] = described["CreateAccountStatus"]
    if "FailureReason" in ended:
        form.fault("email", _FAILURES.get(ended["FailureReason"], Message("The account could not be created.")))
    return ended.get("AccountId")


def found(request: PageRequest) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the tree as a list, and the account of this address in it; raises NotFound."""
    flat, id = reading.nodes(request), request.params["account"]
    account = next((one for one in flat if one["Id"] == id and one["Type"] == "ACCOUNT"), None)
    if account is None:
        raise NotFound("There is no such account in this organization.")
    return flat, account


def render(request: PageRequest, template: str, form: Form | None = None, **values: Any) -> Response:
    """Return a page about the account of this address."""
    flat, account = found(request)
    return request.render(
        f"console/organization/{template}.html",
        form=form,
        account=account,
        way=reading.way_to(flat, account["Id"]),
        path=f"{HOME}/accounts/{account['Id']}",
        **values,
    )


def show(request: PageRequest) -> Response:
    """Show one account."""
    whole = ask(request, "organizations:DescribeAccount", AccountId=request.params["account"])["Account"]
    return render(request, "account", whole=whole, done=done(request, DONE))


def _moving(request: PageRequest) -> tuple[Move, dict[str, Any]]:
    flat, account = found(request)
    form = Move()
    form.to.choices = reading.places(flat, without=account["ParentId"])
    return form, account


def move(request: PageRequest) -> Response:
    """Ask where to."""
    return render(request, "account_move", _moving(request)[0])


def moved(request: PageRequest) -> Response:
    """Hang the account there."""
    form, account = _moving(request)
    form.take(request.form)
    try:
        if form.ok:
            asked = {"SourceParentId": account["ParentId"], "DestinationParentId": form.to.value}
            ask(request, "organizations:MoveAccount", AccountId=account["Id"], **asked)
            return request.see_other(f"{HOME}/accounts/{account['Id']}?done=moved")
    except FrontdeskError as error:
        refuse(form, error)
    return render(request, "account_move", form)


_ACCOUNT = f"{HOME}/accounts/{{account}}"
pages = (
    Page(f"{HOME}/accounts/~new", get=new, post=made, signed_in=True),
    Page(_ACCOUNT, get=show, signed_in=True),
    Page(f"{_ACCOUNT}/move", get=move, post=moved, signed_in=True),
)
