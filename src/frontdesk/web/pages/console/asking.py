"""How console pages ask for operations, and what they say when one is refused or done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from frontdesk.core.errors import AccessDenied, FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.operations import catalogue
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Field, Form, Refusal

Seen = TypeVar("Seen")
_PAGE = 1000


def ask(request: PageRequest, operation: str, **params: Any) -> dict[str, Any]:
    """Perform an operation named as ``ListUsers`` (of IAM) or ``frontdesk:GetOwnAccount`` for whoever is signed in.

    Raises what ``operations.perform`` raises.
    """
    service, _, name = operation.rpartition(":")
    return request.perform(catalogue.operation(service or "iam", name), **params)


def gather(request: PageRequest, operation: str, member: str, most: int = 2000, **params: Any) -> list[Any]:
    """Return a whole list, read page by page, of at most about ``most`` items."""
    found: list[Any] = []
    marker: str | None = None
    while len(found) < most:
        answer = ask(request, operation, MaxItems=_PAGE, Marker=marker, **params)
        found += answer[member]
        marker = answer.get("Marker")
        if marker is None:
            break
    return found


@dataclass(frozen=True)
class Part(Generic[Seen]):
    """What a section of a page shows, or the refusal that stands in its place."""

    shown: Seen | None = None
    denied: AccessDenied | None = None


def part(read: Callable[[], Seen]) -> Part[Seen]:
    """Read what a section shows; a caller whose policies do not allow it still sees the rest of the page.

    A refusal that has a remedy of its own is passed on: it needs a page of its own.
    """
    try:
        return Part(read())
    except AccessDenied as refusal:
        if refusal.remedy:
            raise
        return Part(denied=refusal)


class Nothing(Form):
    """A form that asks nothing: its button is all there is to it."""


def refuse(form: Form, error: FrontdeskError) -> None:
    """Show a refusal in a form: beside its field, or over it with who can help."""
    fields = {name for one in form for name in (one.parameter, one.name)}
    if not isinstance(error, AccessDenied) or error.field in fields:
        form.refuse(error)
        return
    form.refusal = Refusal(
        Message("You are not allowed to do this"),
        Message("The rules of this account say: {sentence}.", {"sentence": error.public}),
        error.reference,
        advice=Message("Ask an administrator of this account for the permission. Support cannot grant it."),
    )


def require(field: Field, pattern: Any, words: Message) -> None:
    """Put ``words`` beside a field that was filled in with something that does not match a compiled pattern."""
    if field.value and field.error is None and not pattern.fullmatch(field.value):
        field.error = words


@dataclass(frozen=True)
class Done:
    """What a page says after something was done on the page before."""

    heading: Message
    words: Message


def done(request: PageRequest, said: dict[str, Done]) -> Done | None:
    """Return what the address says was just done; an address can say nothing that is not in ``said``."""
    return said.get(request.query.get("done", ""))
