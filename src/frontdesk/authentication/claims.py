"""Who somebody says they are."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.store.context import Context

_LONGEST = 256


@dataclass(frozen=True)
class Claim:
    """What was typed: an e-mail address, or an account ID or alias with a user name; cut to 256 characters.

    ``browser`` is the secret id of the browser that the attempt is bound to.
    """

    browser: str
    email: str = ""
    account: str = ""
    user: str = ""
    name: str = ""

    def digest(self, ctx: Context) -> str:
        """Return a keyed digest that is equal for equal claims and reveals nothing of them."""
        parts = (self.email, self.account, self.user)
        typed = "\x00".join(part.strip().casefold()[:_LONGEST] for part in parts)
        return ctx.keyring.mac(typed, "claim")
