"""What the console's home says while the account does not work: what is the matter, and the next step."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.directory.standing import WORKING
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.pages.console.asking import ask

_HEADINGS = {
    "PENDING_ACTIVATION": Message("This account is not active yet"),
    "SUSPENDED": Message("This account is suspended"),
    "CLOSED": Message("This account is closed"),
}
CAUSES = {
    "unpaid": Message("A bill is unpaid."),
    "abuse": Message("A notice about abuse was not answered."),
    "verification": Message("What was given at sign-up could not be verified."),
    "operator": Message("The people who run this installation decided so."),
}


def is_working(request: PageRequest) -> bool:
    """Say whether the account of whoever is signed in works as usual."""
    return request.signed_in.account.state in WORKING


def show(request: PageRequest) -> Response:
    """Say what is the matter with the account and what its root user can do about it."""
    found = ask(request, "account:GetAccountStanding")
    return request.render(
        "console/account/standing.html",
        heading=_HEADINGS[found["State"]],
        found=found,
        cause=CAUSES.get(found.get("Cause", "")),
        account=ask(request, "frontdesk:GetOwnAccount"),
        closed_days=request.settings.closed_days,
    )
