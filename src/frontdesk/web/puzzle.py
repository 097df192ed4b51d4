"""A little work before another guess: for browsers a calculation, without a script a short wait.

After repeated failures a sign-in page shows a puzzle inside its form and asks ``solved`` before it checks anything:

    GET or failed POST   request.render(..., puzzle=puzzle.challenge(store, now, bound))    {{ ui.puzzle(puzzle) }}
    next POST            spent = puzzle.solved(store, now, bound, request.form)

``bound`` ties it to one browser (``request.browser``), so that one solution serves nobody else. ``spent`` is the id
of the puzzle that was solved; the caller records it with the step it pays for, in the same transaction, and refuses
an id that is recorded already. None means that it was not solved. Ids matter for LIFE only and may be swept after it.

The calculation is the `altcha` library's, version 2: PBKDF2 with SHA-256, which browsers do natively, over counters
until the signed key prefix appears; on average half a second on a desk and a few on a telephone. A browser without
``crypto.subtle`` (plain http beyond localhost) and a person without scripts press the button again after WAIT: the
ticket beside the form is sealed and says from when on it counts. Waiting costs a guesser nothing but time, so it
is the throttle per account and source that bounds guesses; the puzzle only makes each of them dear.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution

from frontdesk.core import ids
from frontdesk.core.keyring import Keyring
from frontdesk.store.work import Store
from frontdesk.web.fields import Fields

LIFE = timedelta(minutes=10)
WAIT = timedelta(seconds=30)
_ALGORITHM = "PBKDF2/SHA-256"
_ROUNDS = 2000
_MOST_TRIES = 1000
_PURPOSE = "puzzle"
_LONGEST = 4096


@dataclass(frozen=True)
class Puzzle:
    """What the page shows: the challenge as JSON for the script, the sealed ticket for everybody else."""

    challenge: str
    ticket: str
    ready_at: datetime
    seconds: int = WAIT.seconds


def challenge(store: Store, now: datetime, bound: str) -> Puzzle:
    """Return a new puzzle for whoever ``bound`` stands for; it can be solved until LIFE has passed."""
    id, until = ids.token(store.entropy, 12), now + LIFE
    owner = store.keyring.mac(bound, _PURPOSE)
    secret, key_secret = _secrets(store.keyring)
    made = create_challenge(
        _ALGORITHM,
        _ROUNDS,
        counter=int.from_bytes(store.entropy.bytes(4), "big") % _MOST_TRIES,
        data={"id": id, "owner": owner, "until": _seconds(until)},
        hmac_secret=secret,
        hmac_key_secret=key_secret,
    )
    ready = now + WAIT
    ticket = json.dumps({"id": id, "owner": owner, "from": _seconds(ready), "until": _seconds(until)})
    return Puzzle(json.dumps(made.to_dict()), store.keyring.seal(ticket, _PURPOSE), ready)


def solved(store: Store, now: datetime, bound: str, form: Fields) -> str | None:
    """Return the id of the puzzle that this form solves or has waited for, or None.

    Pure and repeatable: whether the id was used before is for the caller to ask.
    """
    owner = store.keyring.mac(bound, _PURPOSE)
    answer, ticket = form.get("puzzle", ""), form.get("puzzle_ticket", "")
    facts = _calculated(store.keyring, answer) or _waited(store.keyring, now, ticket)
    if facts is None or facts["owner"] != owner or facts["until"] < _seconds(now):
        return None
    return str(facts["id"])


def _calculated(keyring: Keyring, sent: str) -> dict[str, Any] | None:
    if not 0 < len(sent) <= _LONGEST:
        return None
    secret, key_secret = _secrets(keyring)
    if not verify_solution(sent, secret, hmac_key_secret=key_secret).verified:
        return None
    facts: dict[str, Any] | None = Payload.from_dict(json.loads(base64.b64decode(sent))).challenge.parameters.data
    return facts


def _waited(keyring: Keyring, now: datetime, sent: str) -> dict[str, Any] | None:
    opened = keyring.open(sent, _PURPOSE) if 0 < len(sent) <= _LONGEST else None
    facts: dict[str, Any] | None = json.loads(opened) if opened else None
    return facts if facts and facts["from"] <= _seconds(now) else None


def _secrets(keyring: Keyring) -> tuple[str, str]:
    return keyring.mac("challenge", _PURPOSE), keyring.mac("answer", _PURPOSE)


def _seconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())
