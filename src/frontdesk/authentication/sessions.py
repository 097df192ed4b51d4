"""Signed-in sessions: started only from an attempt, ended by their owner, their time or a new password."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from frontdesk.authentication.evidence import POSSESSION, EvidenceClass, Factor, Proof
from frontdesk.authentication.tables import Attempt, SessionRow
from frontdesk.core import arns, ids
from frontdesk.core.callers import Caller
from frontdesk.core.secret import digest
from frontdesk.directory import accounts, standing, users
from frontdesk.directory.tables import Account, User
from frontdesk.store.context import Context
from frontdesk.store.prepared import Prepared

ROOT, IAM_USER = "Root", "IAMUser"
PER_BROWSER = 5
_POSSESSION = frozenset(factor.value for factor in POSSESSION)
_BY_TOKEN = Prepared(select(SessionRow).where(SessionRow.token_digest == bindparam("token")))
_KNOWN_BROWSER = Prepared(
    select(SessionRow.id)
    .where(SessionRow.principal_id == bindparam("principal"), SessionRow.browser_digest == bindparam("browser"))
    .limit(1)
)
_END_OTHERS: Prepared[Any] = Prepared(
    update(SessionRow).where(
        SessionRow.browser_digest == bindparam("browser"),
        SessionRow.ended_at.is_(None),
        SessionRow.id != bindparam("but"),
    ),
    "ended_at",
)


@dataclass(frozen=True)
class Session:
    """A live session with what pages show of it."""

    id: str
    caller: Caller
    account: Account
    user: User | None
    label: str
    started_at: datetime
    expires_at: datetime
    browser_digest: str


@dataclass(frozen=True)
class Started:
    """A session just started, with the secret of its cookie."""

    session: Session
    secret: str


def start(ctx: Context, attempt: Attempt, proofs: Iterable[Proof], user: User | None) -> Started:
    """Open a session for a proven attempt of a principal who may sign in; the only writer of session rows (R4)."""
    secret, account = ids.token(ctx.entropy), accounts.bound(ctx.within(attempt.account_id))
    row = SessionRow(
        id=ids.unique(ctx.entropy),
        token_digest=digest(secret),
        account_id=account.id,
        principal_id=user.id if user else account.id,
        kind=IAM_USER if user else ROOT,
        attempt_id=attempt.id,
        browser_digest=attempt.browser_digest,
        started_at=ctx.now,
        expires_at=ctx.now + timedelta(hours=ctx.settings.session_hours),
        proofs=_written(proofs),
        address=ctx.origin.address,
        agent=ctx.origin.agent,
        label=f"{account.id}-{ids.token(ctx.entropy, 6).lower().replace('_', '0').replace('-', '1')}",
    )
    ctx.db.add(row)
    return Started(_session(row, account, user), secret)


def prove(ctx: Context, session_id: str, attempt: Attempt, proofs: Iterable[Proof]) -> Started | None:
    """Add the proofs of a proven attempt to a live session of the same principal and browser; None for any other.

    The session's secret changes with it (recovery 2.4).
    """
    row = ctx.db.get(SessionRow, session_id)
    session = _live(ctx, row) if row and row.ended_at is None and row.expires_at > ctx.now else None
    if row is None or session is None or row.principal_id != attempt.principal_id:
        return None
    secret, shown = ids.token(ctx.entropy), _written(proofs)
    row.token_digest = digest(secret)
    row.proofs = [kept for kept in row.proofs if kept[0] not in {proof[0] for proof in shown}] + shown
    return Started(session, secret)


def is_live(ctx: Context, session_id: str, principal_id: str) -> bool:
    """Say whether a session of this principal stands, when something that was begun in it is to be finished."""
    row = ctx.db.get(SessionRow, session_id)
    if row is None or row.principal_id != principal_id or row.ended_at is not None or row.expires_at <= ctx.now:
        return False
    return _live(ctx, row) is not None


def _written(proofs: Iterable[Proof]) -> list[list[Any]]:
    return [
        [proof.factor.value, proof.at.isoformat(), sorted(one.value for one in proof.classes), proof.device]
        for proof in proofs
    ]


def resolve(ctx: Context, secret: str) -> Session | None:
    """Return the live session of a cookie, or None; account and principal are asked anew each time."""
    row = ctx.ready(_BY_TOKEN, token=digest(secret))
    if row is None or row.ended_at is not None or row.expires_at <= ctx.now:
        return None
    return _live(ctx, row)


def _live(ctx: Context, row: SessionRow) -> Session | None:
    account = accounts.find(ctx, row.account_id)
    user = ctx.by_key(User, row.principal_id) if row.kind == IAM_USER else None
    if account is None or (row.kind == IAM_USER and user is None):
        return None
    if standing.refusal(account, root=row.kind == ROOT, granted_at=row.started_at):
        return None
    return _session(row, account, user)


def _session(row: SessionRow, account: Account, user: User | None) -> Session:
    caller = _caller(row, account, user)
    return Session(row.id, caller, account, user, row.label, row.started_at, row.expires_at, row.browser_digest)


def _caller(row: SessionRow, account: Account, user: User | None) -> Caller:
    arn = arns.iam(row.account_id, "user", user.path, user.name) if user else arns.root(row.account_id)
    shown = {proof[0]: datetime.fromisoformat(proof[1]) for proof in row.proofs}
    return Caller(
        kind=row.kind,
        account_id=row.account_id,
        principal_id=row.principal_id,
        arn=arn,
        user_name=user.name if user else None,
        session_id=row.id,
        temporary=True,
        issued_at=row.started_at,
        mfa_at=max((at for factor, at in shown.items() if factor in _POSSESSION), default=None),
        proofs=shown,
        tags=users.tags(user) if user else {},
        account_state=account.state,
    )


def proofs_of(ctx: Context, session_id: str | None) -> list[Proof]:
    """Return what was shown in a session, with its devices and what each is worth."""
    row = ctx.db.get(SessionRow, session_id) if session_id else None
    return [_read(kept) for kept in row.proofs] if row else []


def _read(kept: list[Any]) -> Proof:
    factor, at, classes, *device = kept
    worth = frozenset(EvidenceClass(one) for one in classes)
    return Proof(Factor(factor), datetime.fromisoformat(at), worth, device[0] if device else "")


def in_browser(ctx: Context, browser_digest: str) -> list[Session]:
    """Return the live sessions of one browser, oldest first (behaviour 2.7)."""
    query = _open(ctx).where(SessionRow.browser_digest == browser_digest)
    rows = ctx.all(query.order_by(SessionRow.started_at))
    return [session for row in rows if (session := _live(ctx, row))]


def of(ctx: Context, principal_id: str) -> list[SessionRow]:
    """Return a principal's open sessions, newest first."""
    return ctx.all(_open(ctx).where(SessionRow.principal_id == principal_id).order_by(SessionRow.started_at.desc()))


def _open(ctx: Context):  # type: ignore[no-untyped-def]
    return ctx.across_accounts(SessionRow).where(SessionRow.ended_at.is_(None), SessionRow.expires_at > ctx.now)


def end(ctx: Context, session_id: str) -> None:
    """End one session; ending it twice changes nothing."""
    row = ctx.db.get(SessionRow, session_id)
    if row and row.ended_at is None:
        row.ended_at = ctx.now


def end_all(ctx: Context, principal_id: str, *, but: str | None = None) -> int:
    """End every open session of a principal, except ``but``; return how many ended."""
    rows = [row for row in of(ctx, principal_id) if row.id != but]
    for row in rows:
        row.ended_at = ctx.now
    return len(rows)


def end_browser(ctx: Context, browser_digest: str, *, but: str) -> None:
    """End every open session of a browser, except ``but``; this unit of work must not have read them before."""
    ctx.unit.run(_END_OTHERS, {"ended_at": ctx.now, "browser": browser_digest, "but": but})


def known_browser(ctx: Context, principal_id: str, browser_digest: str) -> bool:
    """Say whether this principal has signed in from this browser before."""
    asked = {"principal": principal_id, "browser": browser_digest}
    return bool(ctx.unit.run(_KNOWN_BROWSER, asked))
