"""Invitations and other handshakes: those sent and received, one of them, a new one, and an answer."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.directory.organizations.errors import NotInUse, OrganizationAccessDenied
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, Part, ask, done, part, refuse
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.reading import DONE, HOME

PATH = f"{HOME}/invitations"
_UNTICKED = Message("Tick this to go on.")
_BILLS_ONLY = Message("It can ask later for more: to close this account, and to limit what everybody in it may do.")
_ACTS = {"decline": "DeclineHandshake", "cancel": "CancelHandshake", "complete": "AcceptHandshake"}


class Invite(Form):
    """Whom to invite."""

    target: Field = forms.text(
        Message("Account ID, or e-mail address of the root user"),
        most=64,
        parameter="Target",
        missing=Message("Enter an account ID or an e-mail address."),
    )
    notes: Field = forms.long(
        Message("A few words to them"),
        hint=Message("They see this on the page of the invitation, not in the mail."),
        most=1024,
        required=False,
        parameter="Notes",
    )


class Accept(Form):
    """What has to be understood before joining."""

    bills: Field = forms.tick(
        Message("Its management account sees and pays the bills of this account."), required=True, missing=_UNTICKED
    )
    power: Field = forms.tick(
        Message("It can close this account, and limit what everybody in it may do, the root user too."),
        required=True,
        missing=_UNTICKED,
    )


def listing(request: PageRequest) -> Response:
    """Show what was sent and what was received in the last thirty days."""
    return request.render(
        "console/organization/invitations.html",
        received=part(lambda: reading.handshakes(request, "ListHandshakesForAccount")),
        sent=_sent(request),
        done=done(request, DONE),
    )


def _sent(request: PageRequest) -> Part[list[dict[str, Any]]] | None:
    """Return what the account's own organization has asked; None where it manages none."""
    try:
        return part(lambda: reading.handshakes(request, "ListHandshakesForOrganization"))
    except (NotInUse, OrganizationAccessDenied):
        return None


def new(request: PageRequest) -> Response:
    """Ask whom to invite."""
    return request.render("console/organization/invite.html", form=Invite())


def invited(request: PageRequest) -> Response:
    """Send the invitation."""
    form = Invite.read(request.form)
    target = form.target.value
    bare = target.replace("-", "").replace(" ", "")
    guest = {"Type": "EMAIL", "Id": target} if "@" in target else {"Type": "ACCOUNT", "Id": bare}
    try:
        if form.ok:
            asked = {"Target": guest, "Notes": form.notes.value or None}
            ask(request, "organizations:InviteAccountToOrganization", **asked)
            return request.see_other(f"{PATH}?done=invited")
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/organization/invite.html", form=form)


def _handshake(request: PageRequest) -> dict[str, Any]:
    found: dict[str, Any] = ask(request, "organizations:DescribeHandshake", HandshakeId=request.params["handshake"])
    return dict(found["Handshake"])


def show(request: PageRequest) -> Response:
    """Show one handshake to either side."""
    return _show(request, Nothing())


def _show(request: PageRequest, form: Form) -> Response:
    handshake = _handshake(request)
    sender = handshake["Arn"].split(":")[4]
    return request.render(
        "console/organization/invitation.html",
        form=form,
        handshake=handshake,
        told=_told(handshake),
        sender=sender,
        mine=sender == request.caller.account_id,
        asked=_asked(request, handshake["Id"]) if handshake["Action"] == "ENABLE_ALL_FEATURES" else (),
        path=f"{PATH}/{handshake['Id']}",
        done=done(request, DONE),
    )


def _asked(request: PageRequest, id: str) -> list[dict[str, Any]]:
    """Return what each invited account was asked for a change to all features."""
    filter = {"ParentHandshakeId": id}
    found = part(lambda: reading.handshakes(request, "ListHandshakesForOrganization", Filter=filter))
    return found.shown or []


def _told(handshake: dict[str, Any]) -> dict[str, str]:
    """Return what a handshake says of the organization and of whom it asks, by the kind of each fact."""
    told: dict[str, str] = {}
    for one in handshake["Resources"]:
        told[one["Type"]] = one["Value"]
        told |= {inner["Type"]: inner["Value"] for inner in one.get("Resources", ())}
    return told


def answered(request: PageRequest) -> Response:
    """Decline, cancel or complete."""
    form, operation = Nothing(), _ACTS.get(request.form.get("act", ""))
    path = f"{PATH}/{request.params['handshake']}"
    if operation is None:
        return request.see_other(path)
    try:
        ended = ask(request, f"organizations:{operation}", HandshakeId=request.params["handshake"])["Handshake"]
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(f"{HOME}?done=features" if ended["State"] == "ACCEPTED" else f"{path}?done=answered")


def accept(request: PageRequest) -> Response:
    """Say what joining, or agreeing, means."""
    return _asks(request, Accept())


def _asks(request: PageRequest, form: Accept) -> Response:
    handshake = _handshake(request)
    sender = handshake["Arn"].split(":")[4]
    if handshake["State"] != "OPEN" or sender == request.caller.account_id:
        return request.see_other(f"{PATH}/{handshake['Id']}")
    told = _told(handshake)
    if told.get("ORGANIZATION_FEATURE_SET") == "CONSOLIDATED_BILLING":
        form.power.label = _BILLS_ONLY
    return request.render(
        "console/organization/accept.html",
        form=form,
        handshake=handshake,
        told=told,
        sender=sender,
        path=f"{PATH}/{handshake['Id']}",
    )


def accepted(request: PageRequest) -> Response:
    """Join, or agree."""
    form = Accept.read(request.form)
    try:
        if form.ok:
            ask(request, "organizations:AcceptHandshake", HandshakeId=request.params["handshake"])
            return request.see_other(f"{HOME}?done=joined")
    except FrontdeskError as error:
        refuse(form, error)
    return _asks(request, form)


_ONE = f"{PATH}/{{handshake}}"
pages = (
    Page(PATH, get=listing, signed_in=True, menu=Menu("organization", Message("Invitations"), 20)),
    Page(f"{PATH}/~new", get=new, post=invited, signed_in=True),
    Page(_ONE, get=show, post=answered, signed_in=True),
    Page(f"{_ONE}/accept", get=accept, post=accepted, signed_in=True, fresh=True),
)
