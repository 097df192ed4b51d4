"""What was mailed, on a machine without a mail server; for a browser and, as JSON, for scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

from frontdesk.core.errors import NotFound
from frontdesk.mail import mailbox
from frontdesk.mail.mailbox import Letter, Opened
from frontdesk.web.door import Page, PageRequest, Response

SHOWN = 20
_LOOPBACK = ("127.0.0.1", "::1")
_HERE = re.compile(r"(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\])(?::\d+)?", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Piece:
    """A run of a mail's text; ``href`` where it is a link."""

    text: str
    href: str | None = None


def list_letters(request: PageRequest) -> Response:
    """Show the newest mails."""
    letters = _letters(request)
    following = letters[-1].id if len(letters) == SHOWN else None
    return request.render("mailbox/letters.html", letters=letters, following=following)


def read_letter(request: PageRequest) -> Response:
    """Show one mail as it reads in plain text."""
    opened = _open(request, request.params["id"])
    return request.render("mailbox/letter.html", opened=opened, pieces=pieces(opened.text))


def as_json(request: PageRequest) -> Response:
    """Return the newest mails with their texts; ``to`` in the query keeps those of one address."""
    wanted = request.query.get("to", "").casefold()
    letters = [letter for letter in _letters(request) if wanted in ("", letter.to.casefold())]
    return JSONResponse([_facts(_open(request, letter.id)) for letter in letters])


def _letters(request: PageRequest) -> list[Letter]:
    _only_here(request)
    before = request.query.get("before") or None
    return list(request.store.transact(lambda ctx: mailbox.list(ctx, SHOWN, before), origin=request.origin))


def _open(request: PageRequest, id: str) -> Opened:
    _only_here(request)
    return request.store.transact(lambda ctx: mailbox.read(ctx, id), origin=request.origin)


def is_here(request: PageRequest) -> bool:
    """Say whether this visitor may read the mailbox: on this very machine, and not led here by another name."""
    near = request.origin.address in _LOOPBACK and _HERE.fullmatch(request.sent.host)
    return bool(near) and mailbox.is_open(request.settings)


def _only_here(request: PageRequest) -> None:
    if not is_here(request):
        raise NotFound("There is no mailbox here.")


def _facts(opened: Opened) -> dict[str, Any]:
    letter = opened.letter
    facts = {"id": letter.id, "to": letter.to, "subject": letter.subject, "at": letter.at.isoformat()}
    return facts | {"state": letter.state, "text": opened.text, "html": opened.html}


def pieces(text: str) -> list[Piece]:
    """Cut a text into plain runs and links."""
    found, place = [], 0
    for link in _LINK.finditer(text):
        found += [Piece(text[place : link.start()]), Piece(link.group(), link.group())]
        place = link.end()
    return [*found, Piece(text[place:])]


pages = (
    Page("/mailbox", get=list_letters),
    Page("/mailbox.json", get=as_json),
    Page("/mailbox/{id}", get=read_letter),
)
