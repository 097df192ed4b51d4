"""The own password and access keys of whoever is signed in."""

from __future__ import annotations

from functools import partial

from frontdesk.core.messages import Message
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console import keys
from frontdesk.web.pages.console.asking import Done, ask, done, part

_DONE = {
    "password": Done(Message("Your password was changed"), Message("Your sessions in other browsers have ended.")),
    "device-added": Done(
        Message("The device was added"),
        Message("It is asked for from your next sign-in on. Sign out and in again where a rule wants MFA now."),
    ),
    "device-renamed": Done(Message("The device has a new name"), Message("Its serial number is the same.")),
    "device-resynced": Done(Message("The device is in step again"), Message("Its codes count from the next one on.")),
    "device-removed": Done(Message("The device was removed"), Message("Your sessions elsewhere have ended.")),
    "key-active": Done(Message("The access key is active"), Message("Programs that hold it can use it at once.")),
    "key-inactive": Done(
        Message("The access key is inactive"), Message("When you are sure that nothing misses it, delete it.")
    ),
    "key-deleted": Done(Message("The access key was deleted"), Message("There is room for another one.")),
}


def get(request: PageRequest) -> Response:
    """Show what the person can sign in with."""
    holder = keys.holder_of(request)
    return request.render(
        "console/credentials/overview.html",
        done=done(request, _DONE),
        access=ask(request, "frontdesk:GetOwnAccount")["ConsoleAccess"],
        holder=holder,
        keys=part(partial(keys.with_use, request, holder)),
        devices=part(partial(ask, request, "mfa:ListOwnDevices")),
    )


page = Page(
    "/console/credentials", get=get, signed_in=True, menu=Menu("session", Message("Your security credentials"), 10)
)
