"""Challenges for passkeys: sealed, good for five minutes, in one browser, for one purpose, once (R7, R8)."""

from __future__ import annotations

import json
from datetime import timedelta

from frontdesk.authentication import puzzles
from frontdesk.authentication.tables import SessionRow
from frontdesk.core import ids
from frontdesk.credentials.devices import passkeys
from frontdesk.credentials.devices.passkeys import Site
from frontdesk.store.context import Context

LIFE = timedelta(minutes=5)
LONGEST = 600
SIGN_IN = "sign-in"  # the subject of a challenge for whoever it will turn out to be
_PURPOSE = "passkey-challenge"


def begin(ctx: Context, holder: str, subject: str) -> str:
    """Return a sealed state; its challenge is ``passkeys.challenge_of``.

    ``holder`` is the browser's digest or the session's id, ``subject`` what the answer will be for.
    """
    facts = {"holder": holder, "subject": subject, "at": ctx.now.timestamp(), "nonce": ids.token(ctx.entropy, 16)}
    return ctx.keyring.seal(json.dumps(facts), _PURPOSE)


def spend(ctx: Context, state: str, holder: str, subject: str) -> bytes | None:
    """Return the challenge of a state and note that it was answered; None for a foreign, old or answered one."""
    opened = ctx.keyring.open(state, _PURPOSE) if len(state) <= LONGEST else None
    if opened is None:
        return None
    facts = json.loads(opened)
    age = ctx.now.timestamp() - facts["at"]
    if (facts["holder"], facts["subject"]) != (holder, subject) or not 0 <= age <= LIFE.total_seconds():
        return None
    return passkeys.challenge_of(state) if puzzles.spend(ctx, state) else None


def site(ctx: Context, session_id: str | None = None) -> Site:
    """Return where a ceremony counts: at the configured origin and, within a session, at that session's own host."""
    settings = ctx.settings
    row = ctx.db.get(SessionRow, session_id) if session_id else None
    own = settings.session_origin(row.label) if row else ""
    origins = (settings.public_origin, own) if own else (settings.public_origin,)
    return Site(settings.rp_id, settings.name or "Frontdesk", origins)
