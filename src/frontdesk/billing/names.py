"""Names of methods, charges, bills and payments: no run of digits in them can be taken for a card number."""

from __future__ import annotations

import base64

from frontdesk.core.entropy import Entropy

METHOD, CHARGE, BILL, PAYMENT = "pm", "ch", "bill", "pay"


def new(entropy: Entropy, kind: str) -> str:
    """Return a new name such as ``pm-f3qk2vmxz7aodw4r``."""
    return f"{kind}-{base64.b32encode(entropy.bytes(10)).decode().lower()}"
