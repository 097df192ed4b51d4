"""Sessions of one browser: which ones a new one ends, and how each reaches a host of its own (behaviour 2.5, 2.7)."""

from __future__ import annotations

import json
from datetime import timedelta

from frontdesk.authentication import sessions
from frontdesk.authentication.sessions import PER_BROWSER, Session
from frontdesk.authentication.tables import SessionRow
from frontdesk.core import ids
from frontdesk.core.secret import digest
from frontdesk.store.context import Context

GRANT_LIFE = timedelta(seconds=60)
_PURPOSE = "session-grant"


def settle(ctx: Context, new: Session, *, several: bool) -> None:
    """End what a session just started replaces in its browser.

    That is every other session or, with ``several``, those of the same identity, and the oldest beyond five.
    """
    if not several:
        sessions.end_browser(ctx, new.browser_digest, but=new.id)
        return
    others = [one for one in sessions.in_browser(ctx, new.browser_digest) if one.id != new.id]
    same = [one for one in others if one.caller.principal_id == new.caller.principal_id]
    kept = [one for one in others if one.caller.principal_id != new.caller.principal_id]
    for one in [*same, *kept[: max(0, len(kept) + 1 - PER_BROWSER)]]:
        sessions.end(ctx, one.id)


def grant(ctx: Context, secret: str, label: str, nonce: str) -> str | None:
    """Return a sealed grant that lets the host ``label`` take over a session, or None if it is not that session's.

    It holds for a minute, once, and only for whoever knows ``nonce``.
    """
    session = sessions.resolve(ctx, secret)
    if session is None or session.label != label:
        return None
    until = (ctx.now + GRANT_LIFE).timestamp()
    facts = {"id": session.id, "token": digest(secret), "nonce": digest(nonce), "until": until}
    return ctx.keyring.seal(json.dumps(facts), _PURPOSE)


def redeem(ctx: Context, sealed: str, label: str, nonce: str) -> str | None:
    """Return the cookie secret with which a session lives on at its host, or None for a grant that does not count.

    The former secret ends here, and the grant with it.
    """
    opened = ctx.keyring.open(sealed, _PURPOSE)
    facts = json.loads(opened) if opened else {}
    row = ctx.db.get(SessionRow, facts["id"]) if facts else None
    if row is None or facts["until"] <= ctx.now.timestamp():
        return None
    if (row.token_digest, row.label, digest(nonce)) != (facts["token"], label, facts["nonce"]):
        return None
    secret = ids.token(ctx.entropy)
    row.token_digest = digest(secret)
    return secret
