"""How messages of the sandbox are signed: as Stripe signs its own, ``t=SECONDS,v1=HMAC`` over time and body."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from frontdesk.billing.processors import Forged

TOLERANCE = timedelta(minutes=5)
_MOST = 2000


def signature(body: bytes, secret: str, now: datetime) -> str:
    """Return the header's value for a message sent now."""
    seconds = int(now.timestamp())
    return f"t={seconds},v1={_mac(body, secret, seconds)}"


def check(header: str, body: bytes, secret: str, now: datetime) -> None:
    """Raise Forged unless one of the header's signatures fits and was made within :data:`TOLERANCE` of now."""
    if not secret:
        raise Forged("No message can be proven, since no secret is set.", cause="no webhook secret")
    parts = [part.partition("=") for part in header[:_MOST].split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1 or not times[0].isascii() or not times[0].isdecimal() or len(times[0]) > 12:
        raise Forged("The message is not signed.", cause="no time in the signature")
    seconds = int(times[0])
    wanted = _mac(body, secret, seconds).encode()
    if not any(hmac.compare_digest(value.encode(), wanted) for name, _, value in parts if name == "v1"):
        raise Forged("The message is not signed by the processor.", cause="another signature")
    if abs(now.timestamp() - seconds) > TOLERANCE.total_seconds():
        raise Forged("The message is too old.", cause="outside the tolerance")


def _mac(body: bytes, secret: str, seconds: int) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
