"""What an event of an account's life means, and what to do about a refused operation, for explanations."""

from __future__ import annotations

from typing import Any

from frontdesk.core.messages import Message, Remedy
from frontdesk.store.events import EventRow

NOTHING = Remedy("nothing", Message("Nothing to mend"))
ASK_AGAIN = Remedy("nothing", Message("Change what these words name, then ask again"))
_LOOK = Remedy("standing", Message("Look at the account's first page as its root user"))
_REFUSED = {
    "AccessDenied": Remedy("policies", Message("Look at the policies")),
    "AccountNotActive": Remedy("standing", Message("Let the account's owner sign in as root user and put it right")),
    "StepUpRequired": Remedy("step-up", Message("Do it on a page of the console, which asks for the password first")),
}
_SINCE = "Sessions and temporary credentials from before are void."
_MEANT: dict[str, tuple[str, Remedy]] = {
    "AccountActivated": ("The sign-up was completed, and the account works.", NOTHING),
    "AccountSuspended": (
        "The account was suspended. Cause: {cause}. " + _SINCE + " Access keys and IAM users are refused until it is "
        "reinstated.",
        _LOOK,
    ),
    "AccountReinstated": ("The suspension ended, and the account works again.", NOTHING),
    "CloseAccount": ("Somebody who may asked to close the account.", _LOOK),
    "CloseAccountResult": ("The closing ended: {status}. " + _SINCE, _LOOK),
    "AccountReopened": ("The account was reopened by whoever showed its root user's password, or by staff.", _LOOK),
    "AccountEndsSoon": ("The account is closed and will end for good in {days} days.", _LOOK),
    "AccountPermanentlyClosed": ("The account ended for good, and its content is deleted.", NOTHING),
}


def remedy_of(code: str) -> Remedy:
    """Return what to do about an operation that was refused with this code."""
    return _REFUSED.get(code, ASK_AGAIN)


def meaning(event: EventRow) -> tuple[Message, Remedy]:
    """Return what an event that is no refusal says, and what to do about it."""
    details: dict[str, Any] = event.record.get("serviceEventDetails") or {}
    values = {name.lower(): value for name, value in details.items()}
    known = {name: values.get(name) or "none" for name in ("cause", "status", "days")}
    text, remedy = _MEANT.get(event.name, ("It was done. Nothing was refused.", NOTHING))
    return Message(text, known), remedy
