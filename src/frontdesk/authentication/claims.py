"""Who somebody says they are."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.secret import digest
from frontdesk.directory import accounts, users
from frontdesk.store.context import Context

_LONGEST = 256


@dataclass(frozen=True)
class Claim:
    """What was typed: an e-mail address, or an account ID or alias with a user name; cut to 256 characters.

    ``browser`` is the secret id of the browser that the attempt is bound to; ``session`` the session in which
    somebody shows more; ``link`` the secret of a mailed link; ``passkey`` the id of the credential that was used.
    """

    browser: str
    email: str = ""
    account: str = ""
    user: str = ""
    name: str = ""
    session: str = ""
    link: str = ""
    passkey: str = ""

    def digest(self, ctx: Context) -> str:
        """Return a keyed digest that is equal for equal claims and reveals nothing of them."""
        named = (self.session, self.link, self.passkey)
        more = [secret[:_LONGEST] for secret in named if secret]
        return ctx.keyring.mac("\x00".join([*self._keys(), *more]), "claim")

    def counters(self, ctx: Context, account_id: str | None) -> dict[str, str]:
        """Return under which names a claim that matches nobody is counted: ``who`` and, if it names one, ``account``.

        An account that exists goes by its id, however it was typed. Otherwise a name would be counted once
        by id and once by alias where it is unknown, but together where it exists, and so counting would tell.
        """
        email, account, user = self._keys()
        owner = account_id or account or email or (digest(self.passkey) if self.passkey else "")
        who = {"who": ctx.keyring.mac(f"{owner}\x00{user}", "counter")}
        return who | ({"account": ctx.keyring.mac(owner, "counter")} if account else {})

    def _keys(self) -> tuple[str, str, str]:
        # in the very forms in which they are looked up: names that are counted together have to be one name
        keys = accounts.email_key(self.email), accounts.label_key(self.account), users.name_key(self.user.strip())
        return keys[0][:_LONGEST], keys[1][:_LONGEST], keys[2][:_LONGEST]
