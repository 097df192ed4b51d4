"""What a browser carries on its way in: what was typed so far, whom it remembers, a word for the next page."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from frontdesk.core.messages import Message
from frontdesk.web.cookies import YEAR
from frontdesk.web.door import PageRequest, safe_return

ROOT, IAM = "root", "iam"
_VISIT, _REMEMBERED, _SAID = "claim", "remembered", "said"
_VISIT_SECONDS = 3600
_LONGEST_RETURN = 800
_Kept = TypeVar("_Kept", "Visit", "Remembered")


@dataclass(frozen=True)
class Visit:
    """What was said on the way in, for an hour: who, whether to remember it, and where to go afterwards.

    ``made`` is the id of the account that a sign-up has just made.
    """

    kind: str = ""
    email: str = ""
    account: str = ""
    user: str = ""
    remember: bool = False
    back: str = ""
    made: str = ""
    until: int = 0


@dataclass(frozen=True)
class Remembered:
    """Who signed in here last: which page, and the names if that was wished; never a password."""

    kind: str = ""
    email: str = ""
    account: str = ""
    user: str = ""


@dataclass(frozen=True)
class Said:
    """A word for the next page, shown once."""

    heading: Message
    words: Message


SAYINGS = {
    "start-again": Said(
        Message("Begin once more"),
        Message(
            "The time ran out, or something was changed meanwhile. Nothing was opened and nothing was changed here."
        ),
    ),
    "sent": Said(
        Message("Asked for a new code"),
        Message("If the address is right and its limit not reached, a new mail is on its way. Type the newest code."),
    ),
    "full": Said(
        Message("Five sessions are the most"),
        Message("Choose one of them and sign out of it. Then add the next."),
    ),
    "ended": Said(Message("Signed out"), Message("That session has ended.")),
}


def visit(request: PageRequest) -> Visit:
    """Return what was said so far; empty when nothing was, or too long ago."""
    found = _open(request, _VISIT, Visit)
    return found if found.until > _now(request) else Visit()


def keep(request: PageRequest, **said: Any) -> Visit:
    """Add to what was said so far, and return all of it."""
    now = replace(visit(request), **said, until=_now(request) + _VISIT_SECONDS)
    _seal(request, _VISIT, now)
    return now


def begin(request: PageRequest, back: str | None, **said: Any) -> Visit:
    """Start anew, with a path to go to afterwards; anything but a path of ours is left out."""
    safe = safe_return(back, "")
    request.clear_cookie(_VISIT)
    return keep(request, back=safe if len(safe) <= _LONGEST_RETURN else "", **said)


def forget_visit(request: PageRequest) -> None:
    """Take away what was said."""
    request.clear_cookie(_VISIT)


def remembered(request: PageRequest) -> Remembered:
    """Return whom this browser remembers; empty for nobody."""
    return _open(request, _REMEMBERED, Remembered)


def remember(request: PageRequest, said: Visit) -> None:
    """Remember for a year which page was used and, where that was wished, the names typed there."""
    names = Remembered(said.kind, said.email, said.account, said.user)
    _seal(request, _REMEMBERED, names if said.remember else Remembered(said.kind), YEAR)


def forget(request: PageRequest) -> None:
    """Forget everybody: whoever comes next begins at the first page."""
    request.clear_cookie(_REMEMBERED)
    request.clear_cookie(_VISIT)


def say(request: PageRequest, saying: str) -> None:
    """Leave a word for the next page."""
    request.set_cookie(_SAID, saying, 60)


def said(request: PageRequest) -> Said | None:
    """Return the word left for this page, once."""
    saying = request.cookies.get(_SAID)
    if saying is None:
        return None
    request.clear_cookie(_SAID)
    return SAYINGS.get(saying)


def _now(request: PageRequest) -> int:
    return int(request.store.clock.now().timestamp())


def _open(request: PageRequest, cookie: str, kind: type[_Kept]) -> _Kept:
    sealed = request.cookies.get(cookie)
    opened = request.store.keyring.open(sealed, cookie) if sealed else None
    known = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in json.loads(opened).items() if name in known}) if opened else kind()


def _seal(request: PageRequest, cookie: str, kept: Visit | Remembered, max_age: int | None = None) -> None:
    facts = {name: value for name, value in vars(kept).items() if value}
    request.set_cookie(cookie, request.store.keyring.seal(json.dumps(facts, ensure_ascii=False), cookie), max_age)
