"""From an access key to the caller it stands for (architecture 5 and 14, wire 2.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.secret import SecretKey
from frontdesk.credentials import access_keys, session_tokens
from frontdesk.credentials.session_tokens import Unusable
from frontdesk.credentials.tables import AccessKey
from frontdesk.directory import accounts, standing, users
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context


@dataclass(frozen=True)
class KeyFacts:
    """What is known of an access key at one version of its account.

    ``secret`` None means that nobody holds the key; ``fault`` is what is wrong with it and ``expired`` that its
    session is over, to be answered only after the work of a signature; ``suspended`` is answered after the
    signature was right. ``issuer_key_id`` is the long-term key behind temporary credentials, which are void where
    they are older than the account's ``epoch``.
    """

    secret: SecretKey | None
    fault: str | None = None
    caller: Caller | None = None
    suspended: bool = False
    version: int = 0
    issuer_key_id: str | None = None
    expired: bool = False
    epoch: datetime | None = None

    def barred_from(self, service: str) -> bool:
        """Say whether these are GetSessionToken's credentials without MFA, which may not call iam (wire 2.5)."""
        without_mfa = self.caller is not None and self.caller.mfa_at is None
        return self.issuer_key_id is not None and without_mfa and service == "iam"


NOBODY = KeyFacts(None)


def facts(ctx: Context, key_id: str, token: str | None) -> KeyFacts:
    """Return what stands behind a key and its session token now; unknown keys cost as much as known ones."""
    if token is not None:
        return _temporary(ctx, key_id, token)
    row = access_keys.find(ctx, key_id)
    account = accounts.find(ctx, row.account_id) if row else None
    if row is None or account is None:
        return NOBODY
    remembered: KeyFacts | None = ctx.memory.get(f"key:{key_id}")
    if remembered and remembered.version == account.version:
        return remembered
    made = _read(ctx.within(account.id), row, account)
    ctx.memory.put(f"key:{key_id}", made)
    return made


def _temporary(ctx: Context, key_id: str, token: str) -> KeyFacts:
    opened = session_tokens.open(ctx.keyring, token, key_id, ctx.now)
    if opened is Unusable.EXPIRED:
        return KeyFacts(SecretKey(""), expired=True)
    if isinstance(opened, Unusable):
        return NOBODY
    issuer = facts(ctx, opened.issuer_key_id, None)
    if issuer.caller is None or issuer.fault:
        return KeyFacts(opened.secret, fault="the key that asked for the session is not active")
    if standing.is_void(issuer.epoch, opened.issued_at):
        return KeyFacts(opened.secret, fault="the account was stopped after the session was given")
    caller = replace(
        issuer.caller,
        access_key_id=key_id,
        temporary=True,
        issued_at=opened.issued_at,
        mfa_at=opened.mfa_at,
    )
    return replace(issuer, secret=opened.secret, caller=caller, issuer_key_id=opened.issuer_key_id)


def _read(ctx: Context, row: AccessKey, account: Account) -> KeyFacts:
    caller = caller_of(ctx, row, account)
    fault = None if row.status == access_keys.ACTIVE and caller else "the key is not active, or its user is gone"
    return KeyFacts(
        secret=access_keys.secret(ctx, row),
        fault=fault,
        caller=caller,
        suspended=standing.refusal(account, root=False) is not None,
        version=account.version,
        epoch=account.epoch,
    )


def caller_of(ctx: Context, row: AccessKey, account: Account) -> Caller | None:
    """Return the caller behind a key of the bound account, or None when its user is gone."""
    if row.principal_id == account.id:
        return Caller("Root", account.id, account.id, arns.root(account.id), access_key_id=row.id)
    user = users.get(ctx, row.principal_id)
    if user is None:
        return None
    tags = users.tags(user)
    return Caller("IAMUser", account.id, user.id, users.arn(user), user_name=user.name, access_key_id=row.id, tags=tags)
