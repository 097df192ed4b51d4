"""Refusals as pages: what happened, what to do, the reference."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from starlette.responses import JSONResponse

from frontdesk.core import ids
from frontdesk.core.errors import FrontdeskError, Internal, Kind, NotFound
from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.trust import ForeignForm

_log = structlog.get_logger("frontdesk.web")
_STATUS = {
    Kind.INVALID: 400,
    Kind.DENIED: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.LIMITED: 429,
    Kind.UNAVAILABLE: 503,
    Kind.INTERNAL: 500,
}
_HEADINGS = {
    Kind.INVALID: Message("That could not be used"),
    Kind.DENIED: Message("You are not allowed to do this"),
    Kind.NOT_FOUND: Message("That is not here"),
    Kind.CONFLICT: Message("That does not fit what is there"),
    Kind.LIMITED: Message("Too many tries"),
    Kind.UNAVAILABLE: Message("Frontdesk is busy"),
    Kind.INTERNAL: Message("Something went wrong on our side"),
}
# what a remedy's action leads to, where it is a page of its own
REMEDIES = {
    "find-page": "/trouble",
    "try-again": "/console",
    "standing": "/console/home",
    "list-users": "/console/users",
    "list-groups": "/console/groups",
    "list-policies": "/console/policies",
}
_RETRY_AFTER = 5


@dataclass(frozen=True)
class Story:
    """What the page says of a refusal."""

    status: int
    heading: Message
    words: Message
    kind: str
    reference: str | None
    remedy: tuple[str, Message] | None
    again: str | None
    advice: Message | None = None


class NoSuchPage(NotFound):
    """No page has this address."""

    heading = Message("There is no such page")


class MethodNotAllowed(FrontdeskError):
    """The page exists but is not used this way; ``allow`` says how it is."""

    code = "MethodNotAllowed"
    kind = Kind.INVALID
    status = 405

    def __init__(self, allow: str) -> None:
        super().__init__("This page is not used that way. Open it in your browser and go on from there.")
        self.allow = allow


def respond(request: PageRequest, fault: Exception) -> Response:
    """Return the page for whatever a page function raised; what is no FrontdeskError is our fault and logged whole."""
    story = _story(request, fault)
    if request.page and request.page.raw:
        response: Response = _for_programs(request, fault, story)
    else:
        response = request.render("layout/refusal.html", status=story.status, story=story)
    if story.status in (429, 503):
        response.headers["Retry-After"] = str(getattr(fault, "retry_after", _RETRY_AFTER))
    if isinstance(fault, MethodNotAllowed):
        response.headers["Allow"] = fault.allow
    return response


def _for_programs(request: PageRequest, fault: Exception, story: Story) -> Response:
    told = {"error": getattr(fault, "code", Internal.code), "message": request.site.templates.say(story.words)}
    named = {"field": fault.field} if isinstance(fault, FrontdeskError) and fault.field else {}
    reference = {"reference": story.reference} if story.reference else {}
    return JSONResponse(told | named | reference, story.status)


def _story(request: PageRequest, fault: Exception) -> Story:
    if not isinstance(fault, FrontdeskError) or fault.kind is Kind.INTERNAL:
        return _our_fault(request, fault)
    return Story(
        status=getattr(fault, "status", _STATUS[fault.kind]),
        heading=getattr(fault, "heading", _HEADINGS[fault.kind]),
        words=fault.public,
        kind=fault.kind.name.lower(),
        reference=getattr(fault, "reference", None),
        remedy=_remedy(request, fault),
        again=request.path if isinstance(fault, ForeignForm) and request.page and request.page.get else None,
        advice=fault.remedy.words if fault.remedy else None,
    )


def _remedy(request: PageRequest, fault: FrontdeskError) -> tuple[str, Message] | None:
    path = REMEDIES.get(fault.remedy.action) if fault.remedy else None
    return (path, fault.remedy.words) if path and fault.remedy and request.knows(path) else None


def _our_fault(request: PageRequest, fault: Exception) -> Story:
    reference = getattr(fault, "reference", None) or ids.reference(request.store.entropy)
    cause = fault.cause if isinstance(fault, Internal) else str(fault)
    _log.error("page failed", reference=reference, path=request.path, cause=cause, exc_info=fault)
    words = Message("This is our fault, not yours. Whatever you typed was not kept.")
    return Story(500, _HEADINGS[Kind.INTERNAL], words, "internal", reference, None, None)
