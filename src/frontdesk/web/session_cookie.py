"""From the session cookie to who is signed in."""

from __future__ import annotations

from frontdesk.authentication import sessions
from frontdesk.authentication.sessions import Session
from frontdesk.web.door import PageRequest

SESSION = "session"


def resolve(request: PageRequest) -> Session | None:
    """Return the live session of a visit, or None; at the host of one session no other counts."""
    secret = request.cookies.get(SESSION)
    if not secret:
        return None
    session = request.store.transact(lambda ctx: sessions.resolve(ctx, secret))
    if session is None or request.session_label not in (None, session.label):
        return None
    return session
