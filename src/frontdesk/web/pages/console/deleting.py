"""Things that are deleted part by part: their name is typed first, and a refusal half-way says what went before it."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.pages.console.asking import refuse

_PARTLY = Message("It is still there, but a part of what is named below went before this was refused.")


def confirm(typed: Field, name: str) -> None:
    """Put a message beside a field that was filled in with something other than the name."""
    if typed.error is None and typed.value != name:
        typed.error = Message("This is not the name. It is {name}.", {"name": name})


def stopped(form: Form, error: FrontdeskError, partly: bool) -> None:
    """Show what stopped a deletion; ``partly`` when something was gone by then."""
    refuse(form, error)
    if partly and form.refusal:
        words = Message("{partly} {words}", {"partly": _PARTLY, "words": form.refusal.words})
        form.refusal = Refusal(form.refusal.heading, words, form.refusal.reference, form.refusal.advice)
