"""People of a world with devices and codes, signing in step by step."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authentication import attempts, enrolment, sessions
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.enrolment import Owner
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.sessions import Session
from frontdesk.core.callers import Caller
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials.devices import totp
from frontdesk.directory import accounts
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.authenticator import SoftKey
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World

BROWSER = "browser-secret"


@dataclass(frozen=True)
class App:
    """An authenticator app with one entry; ``drift`` is how many steps its clock is off."""

    world: World
    serial: str
    seed: str
    drift: int = 0

    def code(self, steps: int = 0) -> str:
        """Return the code that it shows so many steps from now."""
        return totp.code(self.seed, totp.step_of(self.world.now) + self.drift + steps)


def app(world: World, caller: Caller, name: str = "phone", lineage: tuple[str, ...] = ()) -> App:
    """Bind an app to somebody; half a minute passes, so that its next code is a new one."""

    def bind(ctx: Context) -> App:
        device, seed, _ = enrolment.start_app(ctx, name)
        present = totp.step_of(ctx.now)
        codes = totp.code(seed, present - 1), totp.code(seed, present)
        enrolment.enable_codes(ctx, Owner(caller.principal_id, caller.user_name, lineage), device.serial, codes)
        return App(world, device.serial, seed)

    made = world.run(bind, caller.account_id)
    world.move(seconds=30)
    return made


def passkey(world: World, caller: Caller, key: SoftKey, name: str = "key", lineage: tuple[str, ...] = ()) -> str:
    """Bind a passkey to somebody and return its serial number."""

    def bind(ctx: Context) -> str:
        owner = Owner(caller.principal_id, caller.user_name, lineage, "holder")
        options, state = enrolment.passkey_question(ctx, owner)
        return enrolment.enable_passkey(ctx, owner, name, state, key.create(options)).serial

    return world.run(bind, caller.account_id)


def codes(world: World, caller: Caller, lineage: tuple[str, ...] = ()) -> list[str]:
    """Make somebody's recovery codes."""
    owner = Owner(caller.principal_id, caller.user_name, lineage)
    return world.run(lambda ctx: enrolment.make_codes(ctx, owner), caller.account_id)


def claim(world: World, caller: Caller, browser: str = BROWSER) -> tuple[str, Claim]:
    """Return the purpose and claim with which somebody signs in."""
    if caller.kind == "Root":
        email = world.run(lambda ctx: accounts.bound(ctx).email, caller.account_id)
        return "sign_in_root", Claim(browser, email=email)
    return "sign_in_iam_user", Claim(browser, account=caller.account_id, user=caller.user_name or "")


def begin(world: World, caller: Caller, password: str | None = None, browser: str = BROWSER) -> Progress:
    """Open a sign-in and show the password."""
    purpose, said = claim(world, caller, browser)
    typed = Password(password or (ROOT_PASSWORD if caller.kind == "Root" else USER_PASSWORD))

    def run(ctx: Context) -> Progress:
        opened = attempts.open(ctx, purpose, said)
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, typed)

    return world.run(run)


def show(world: World, begun: Progress, factor: Factor, answer: str | Password, browser: str = BROWSER) -> Progress:
    """Show one more thing in an attempt; raises LookupError where there is none any more."""
    typed = answer if isinstance(answer, Password) else Password(answer)

    def run(ctx: Context) -> Progress:
        attempt = attempts.find(ctx, begun.token, browser)
        if attempt is None:
            raise LookupError("no such attempt")
        return attempts.offer(ctx, attempt, begun.token, factor, typed)

    return world.run(run)


def finish(world: World, shown: Progress, form: Form | None = None, browser: str = BROWSER) -> Outcome:
    """Complete an attempt."""

    def run(ctx: Context) -> Outcome:
        attempt = attempts.find(ctx, shown.token, browser)
        return attempts.complete(ctx, attempt, form or Form()) if attempt else Outcome(wanted="start-again")

    return world.run(run)


def enter(world: World, caller: Caller, device: App | None = None) -> Session:
    """Sign somebody in, with a code where there is a device, and return the session."""
    shown = begin(world, caller)
    if device:
        shown = show(world, shown, Factor.TOTP, device.code())
    started = finish(world, shown).session
    assert started is not None
    found = world.run(lambda ctx: sessions.resolve(ctx, started.secret))
    assert found is not None
    return found


def reason(progress: Progress) -> Reason | None:
    """Return why the last act was refused."""
    return Reason(progress.refused.reason) if progress.refused else None


def mails(world: World, message: str) -> list[Mail]:
    """Return the mails of one kind that were sent."""

    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).where(OutboxRow.message == message))
        return [mail for row in rows if (mail := delivery.opened(ctx, row))]

    return world.run(read)
