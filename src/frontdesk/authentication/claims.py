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

    def counters(self, ctx: Context, account_id: str | None) -> dict[str, str]:
        """Return the names under which a claim that matches nobody is counted: ``who`` and ``account``.

        An account that exists goes by its id, however it was typed. Otherwise a name would be counted once
        by id and once by alias where it is unknown, but together where it exists, and so counting would tell.
        """
        account = account_id or self.account.strip().casefold()[:_LONGEST] or self.email.strip().casefold()[:_LONGEST]
        who = f"{account}\x00{self.user.strip().casefold()[:_LONGEST]}"
        return {"who": ctx.keyring.mac(who, "counter"), "account": ctx.keyring.mac(account, "counter")}
