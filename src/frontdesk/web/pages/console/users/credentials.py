"""A user's first tab: who it is, console sign-in, access keys, how the last week went."""

from __future__ import annotations

from functools import partial
from typing import Any

from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console import keys, sign_ins
from frontdesk.web.pages.console.asking import Done, ask, done, part
from frontdesk.web.pages.console.users import mfa, passwords, user

_COUNTED = 1000
_DONE = {
    "created": Done(Message("The user was created"), Message("Permissions and credentials come next, as needed.")),
    "renamed": Done(Message("The user has a new name"), Message("Groups, policies and credentials are the same.")),
    "console-off": Done(Message("Console sign-in is off"), Message("Open sessions ended. Access keys still work.")),
    "device-off": Done(
        Message("The device was deactivated"),
        Message("Tell the person: sign in with the password and register a new device at once."),
    ),
    "device-resynced": Done(Message("The device is in step again"), Message("Its codes count from the next one on.")),
    "key-active": Done(Message("The access key is active"), Message("Programs that hold it can use it at once.")),
    "key-inactive": Done(
        Message("The access key is inactive"), Message("When you are sure that nothing misses it, delete it.")
    ),
    "key-deleted": Done(Message("The access key was deleted"), Message("There is room for another one.")),
}


def get(request: PageRequest) -> Response:
    """Show the tab; a section that the reader may not see says so."""
    shown = user.described(request)
    name = shown["UserName"]
    holder = keys.Holder(keys.user_path(name), name)
    return user.render(
        request,
        "credentials",
        shown,
        done=done(request, _DONE),
        access=part(partial(_access, request, name)),
        address=passwords.sign_in_address(request),
        holder=holder,
        keys=part(partial(keys.with_use, request, holder)),
        devices=part(partial(mfa.listed, request, name)),
        week=part(partial(_week, request, name)),
    )


def _access(request: PageRequest, name: str) -> dict[str, Any]:
    access: dict[str, Any] = ask(request, "frontdesk:GetConsoleAccess", UserName=name)["ConsoleAccess"]
    return access


def _week(request: PageRequest, name: str) -> sign_ins.Week:
    now = request.store.clock.now()
    since = sign_ins.first_moment(now)
    found = ask(request, "frontdesk:ListUserSignIns", UserName=name, Since=since, MaxItems=_COUNTED)["SignIns"]
    return sign_ins.week(found, now)


page = Page("/console/users/{name}", get=get, signed_in=True)
