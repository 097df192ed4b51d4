"""What can be mailed: each folder here is a message, with its fields, subject, text and HTML.

``fields.json`` names every field that the templates use and says what belongs in it. All are strings; a moment
is ISO 8601 (``ctx.now.isoformat()``), a link is built from ``settings.public_origin``. A field is one short line,
unless its meaning begins with ``lines:``, for what a person wrote.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from frontdesk.core.errors import Internal
from frontdesk.store.outbox import Mail

FOLDER = Path(__file__).parent
_LONGEST, _LONGEST_TEXT = 2000, 10_000
_LINES = "lines:"


class WrongMail(Internal):
    """A mail that no template can be filled with: our own fault, found before it is sent."""


@cache
def declared() -> dict[str, dict[str, str]]:
    """Return every message with its fields and what they mean."""
    return {path.parent.name: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*/fields.json"))}


def check(mail: Mail) -> None:
    """Raise WrongMail unless the message exists and has exactly its fields, each one short line of text or lines."""
    fields = declared().get(mail.message)
    if fields is None:
        raise WrongMail(cause=f"there is no message {mail.message}")
    if fields.keys() != mail.fields.keys():
        odd = ", ".join(sorted(fields.keys() ^ mail.fields.keys()))
        raise WrongMail(cause=f"message {mail.message}: missing or unknown fields: {odd}")
    for name, value in mail.fields.items():
        if not _fits(value, several=fields[name].startswith(_LINES)):
            raise WrongMail(cause=f"message {mail.message}: field {name} is not one short line of text")


def _fits(value: str, *, several: bool) -> bool:
    lines = value.split("\n") if several else [value]
    longest = _LONGEST_TEXT if several else _LONGEST
    return 0 < len(value) <= longest and all(line.isprintable() for line in lines)
