"""The organization: its tree to the management account, its terms to a member, a way to begin to everybody else."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, done, part, refuse
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.reading import DONE, HOME


class Found(Form):
    """What kind of organization."""

    features: Field = forms.pick(
        Message("What is it for?"),
        Choice(
            "ALL",
            Message("One bill, and one place to look after accounts"),
            Message("The management account can create and close accounts, and limit what they may do."),
        ),
        Choice(
            "CONSOLIDATED_BILLING",
            Message("One bill only"),
            Message("The management account pays. Everything else can be enabled later, if every member agrees."),
        ),
        parameter="FeatureSet",
        missing=Message("Choose what the organization is for."),
    )


def get(request: PageRequest) -> Response:
    """Show the organization as this account sees it."""
    organization = reading.organization(request)
    values: dict[str, Any] = {"organization": organization, "done": done(request, DONE)}
    if organization is None:
        return request.render("console/organization/none.html", waiting=_waiting(request), **values)
    if organization["MasterAccountId"] != request.caller.account_id:
        return request.render("console/organization/member.html", waiting=_waiting(request), **values)
    return request.render(
        "console/organization/overview.html", tree=part(lambda: reading.grown(reading.nodes(request))), **values
    )


def _waiting(request: PageRequest) -> Any:
    received = part(lambda: reading.handshakes(request, "ListHandshakesForAccount"))
    return [one for one in received.shown or () if one["State"] == "OPEN"]


def create(request: PageRequest) -> Response:
    """Ask what the organization is for."""
    return _ask(request, Found())


def _ask(request: PageRequest, form: Found) -> Response:
    return request.render("console/organization/create.html", form=form)


def created(request: PageRequest) -> Response:
    """Found it."""
    form = Found.read(request.form)
    try:
        if form.ok:
            ask(request, "organizations:CreateOrganization", FeatureSet=form.features.value)
            return request.see_other(f"{HOME}?done=founded")
    except FrontdeskError as error:
        refuse(form, error)
    return _ask(request, form)


def dissolve(request: PageRequest) -> Response:
    """Say what dissolving means."""
    return _confirm(request, Nothing())


def _confirm(request: PageRequest, form: Nothing) -> Response:
    others = [one for one in reading.nodes(request) if one["Type"] == "ACCOUNT" and not one["Management"]]
    return request.render("console/organization/dissolve.html", form=form, others=others)


def dissolved(request: PageRequest) -> Response:
    """Dissolve it."""
    form = Nothing()
    try:
        ask(request, "organizations:DeleteOrganization")
    except FrontdeskError as error:
        refuse(form, error)
        return _confirm(request, form)
    return request.see_other(f"{HOME}?done=dissolved")


pages = (
    Page(HOME, get=get, signed_in=True, menu=Menu("organization", Message("Organization"), 10)),
    Page(f"{HOME}/~new", get=create, post=created, signed_in=True),
    Page(f"{HOME}/~dissolve", get=dissolve, post=dissolved, signed_in=True, fresh=True),
)
