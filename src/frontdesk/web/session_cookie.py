"""The session's cookie."""

from __future__ import annotations

from frontdesk.authentication import sessions
from frontdesk.authentication.sessions import Session
from frontdesk.web.door import PageRequest

NAME = "session"


def resolve(request: PageRequest) -> Session | None:
    """Return who is signed in on this host, or None."""
    secret = request.cookies.get(NAME)
    if not secret:
        return None
    return request.store.transact(lambda ctx: sessions.resolve(ctx, secret), origin=request.origin)
