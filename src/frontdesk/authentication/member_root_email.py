"""A management account gives a member's root user another e-mail address (behaviour 5.3, recovery 3.2).

The code goes to the new address, and whoever reads it there passes it on. The member is told and cannot object: the
management account has the last word over its members (recovery 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from frontdesk.authentication import sessions, throttle
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.factors import mailed_code
from frontdesk.authentication.root_email_notices import SOURCE
from frontdesk.authentication.subject import end_principal
from frontdesk.core import ids
from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound, ValidationError
from frontdesk.core.secret import Password, digest
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, alternate_contacts, root_email, standing
from frontdesk.directory.tables import Account, RootEmailUpdate
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.outbox import Mail

PENDING, ACCEPTED, FAILED = "PENDING", "ACCEPTED", "FAILED"
_CHANGEABLE = standing.WORKING | {standing.SUSPENDED}


@dataclass(frozen=True)
class Asked:
    """What a management account asks for: an address for its member's root user."""

    account: Account
    email: str
    management_id: str


def status(ctx: Context, account_id: str) -> tuple[RootEmailUpdate, str]:
    """Return the latest update of a member and how it stands now; raises NotFound where there was none."""
    row = ctx.by_key(RootEmailUpdate, account_id)
    if row is None:
        raise NotFound("No update of the primary email of this account is known.")
    return row, FAILED if row.status == PENDING and not _is_open(ctx, row) else row.status


def _is_open(ctx: Context, row: RootEmailUpdate) -> bool:
    return row.digest is not None and ctx.now < row.expires_at and row.tries < mailed_code.TRIES


def start(ctx: Context, asked: Asked) -> None:
    """Mail a code to the new address, in place of a former one; over the limits of an address silently none.

    Whether the address is free is not asked yet. Raises ValidationError, or AccessDenied for a closed member.
    """
    email = accounts.check_email(asked.email)
    _require_open(asked.account)
    life = timedelta(minutes=ctx.settings.reset_code_minutes)
    scopes = mailed_code.request_scopes(ctx, Claim("", email=email).digest(ctx))
    sent = throttle.locked_until(ctx, scopes) is None
    code = ids.digits(ctx.entropy, mailed_code.LENGTH)
    row = ctx.by_key(RootEmailUpdate, asked.account.id) or RootEmailUpdate(account_id=asked.account.id)
    row.email, row.status, row.updated_at, row.tries = email, PENDING, ctx.now, 0
    # a code that nobody was sent is never accepted, or guesses at it would be free of the limits on mail
    row.digest = _digest(ctx, asked, code if sent else ids.token(ctx.entropy))
    row.expires_at = ctx.now + life
    ctx.add(row)
    if sent:
        throttle.count(ctx, scopes)
        _mail_code(ctx, asked, code, life)


def _require_open(account: Account) -> None:
    if account.state not in _CHANGEABLE:
        raise AccessDenied("The account is closed, so its primary email stays what it is.", cause=account.state)


def accept(ctx: Context, asked: Asked, code: Password) -> None:
    """Change the member's address; its root user's sessions and attempts end, and everybody concerned is told.

    Raises NotFound without an open update to this address, ValidationError for a wrong code, of which five end the
    update, and EmailTaken for an address of another account.
    """
    row = ctx.by_key(RootEmailUpdate, asked.account.id)
    same = row is not None and accounts.email_key(row.email) == accounts.email_key(asked.email)
    if row is None or not same or row.status != PENDING or not _is_open(ctx, row):
        raise NotFound("No update to this primary email waits for a code.")
    _require_open(asked.account)
    if _digest(ctx, asked, code.reveal()) != row.digest:
        raise _counted(asked.account.id, row.digest)
    former, known = asked.account.email, passwords.of(ctx, asked.account.id) is not None
    root_email.change_for_member(ctx, asked.account, row.email, junior=known)
    row.status, row.updated_at, row.digest = ACCEPTED, ctx.now, None
    sessions.end_all(ctx, asked.account.id)
    end_principal(ctx, asked.account.id, asked.account.id)
    _tell(ctx, asked, former)


def _counted(account_id: str, guessed_at: str | None) -> ValidationError:
    """Return the refusal of a wrong code, which counts it with the unit of work that records the refusal."""
    wrong = ValidationError("The code was not accepted.", field="Otp", cause="wrong code")

    def afterwards(later: Context) -> FrontdeskError | None:
        row = later.by_key(RootEmailUpdate, account_id)
        if row is None or row.digest != guessed_at:
            return None
        row.tries += 1
        if row.tries >= mailed_code.TRIES:
            row.status, row.updated_at, row.digest = FAILED, later.now, None
        return None

    wrong.afterwards = afterwards
    return wrong


def _digest(ctx: Context, asked: Asked, code: str) -> str:
    key = accounts.email_key(asked.email)
    return digest(ctx.keyring.mac(f"{asked.account.id}:{key}:{code[:40]}", "member-email"))


def _mail_code(ctx: Context, asked: Asked, code: str, life: timedelta) -> None:
    fields = {
        "code": f"{code[:3]} {code[3:]}",
        "minutes": str(int(life.total_seconds() // 60)),
        "until": (ctx.now + life).isoformat(timespec="seconds"),
        "account_id": asked.account.id,
        "management_id": asked.management_id,
    }
    ctx.send(Mail("member_email_code", asked.email.strip(), fields | _trace(ctx), account_id=asked.account.id))


def _tell(ctx: Context, asked: Asked, former: str) -> None:
    account, trace = asked.account, _trace(ctx)
    event = Event(
        name="AcceptPrimaryEmailUpdate",
        source=SOURCE,
        account_id=account.id,
        identity={"type": "AWSAccount", "accountId": asked.management_id},
        response={"Status": ACCEPTED},
        reference=trace["reference"],
    )
    ctx.record(event)
    fields = {
        "account_id": account.id,
        "management_id": asked.management_id,
        "former": root_email.masked(former),
        "present": root_email.masked(account.email),
    }
    for to in alternate_contacts.everybody(ctx.within(account.id)):
        ctx.send(Mail("member_email_changed", to, fields | trace, account_id=account.id))


def _trace(ctx: Context) -> dict[str, str]:
    return {
        "at": ctx.now.isoformat(timespec="seconds"),
        "address": ctx.origin.address or "-",
        "reference": ids.reference(ctx.entropy),
    }
