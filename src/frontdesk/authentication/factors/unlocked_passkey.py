"""Having a passkey and unlocking it: it says who one is, and stands for password and device at sign-in."""

from __future__ import annotations

from frontdesk.authentication import ceremonies
from frontdesk.authentication.evidence import EvidenceClass, Factor, Failure, Proof
from frontdesk.authentication.factors import passkey, password
from frontdesk.authentication.subject import Whom
from frontdesk.authentication.tables import Attempt
from frontdesk.authentication.throttle import Scope
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password, digest
from frontdesk.credentials import passwords
from frontdesk.credentials.devices import passkeys
from frontdesk.store.context import Context

FACTOR = Factor.UNLOCKED_PASSKEY


def scopes(ctx: Context, attempt: Attempt | Whom) -> tuple[Scope, ...]:
    """Count by person, as other passkeys."""
    return passkey.scopes(ctx, attempt)


def options(ctx: Context, browser: str) -> tuple[str, str]:
    """Return what a browser is asked with that may know a passkey of somebody, and the sealed state."""
    state = ceremonies.begin(ctx, digest(browser), ceremonies.SIGN_IN)
    asked = passkeys.request_options(ceremonies.site(ctx), passkeys.challenge_of(state), {}, verify=True)
    return asked, state


def verify(ctx: Context, attempt: Attempt, answer: Password) -> Proof | Failure:
    """Check an answer whose device verified the person; whoever has no password has no console access either."""
    shown = passkey.check(ctx, attempt, answer, ceremonies.SIGN_IN, verify=True)
    if isinstance(shown, Failure):
        return shown
    row = passwords.of(ctx, attempt.principal_id or "")
    refusal = password.standing_of(ctx, attempt, row) if row else Reason.NO_CONSOLE_ACCESS
    if refusal:
        return Failure(refusal)
    weaker = frozenset(EvidenceClass(one) for one in shown.device.lineage)
    both = frozenset({EvidenceClass.KNOWLEDGE, EvidenceClass.POSSESSION})
    return Proof(FACTOR, ctx.now, weaker or both, shown.device.serial)
