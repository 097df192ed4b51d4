"""What whoever may not see bills or cards finds in their place: why, and who can change it."""

from __future__ import annotations

from typing import Any

from frontdesk.billing.errors import BillingNotActivated
from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.pages.console.asking import ask

_KINDS = (AccessDenied, BillingNotActivated)


def read(request: PageRequest, operation: str) -> dict[str, Any] | AccessDenied:
    """Return an operation's answer, or the refusal of whoever is not allowed; raises any other refusal."""
    try:
        return ask(request, operation)
    except AccessDenied as refusal:
        if type(refusal) not in _KINDS:
            raise
        return refusal


def show(request: PageRequest, heading: Message, refusal: AccessDenied) -> Response:
    """Return the page that stands in place of what may not be seen."""
    by_root = isinstance(refusal, BillingNotActivated)
    return request.render("console/billing/closed.html", heading=heading, refusal=refusal, by_root=by_root)
