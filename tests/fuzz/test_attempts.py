"""Any sequence of answers, browsers, times and changes: no session without its proofs (R1, R4, R5, R6)."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.tables import COMPLETED, Attempt, SessionRow
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.secret import Password, digest
from frontdesk.credentials import passwords
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support import world as worlds
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World

BROWSERS = ("browser-a", "browser-b")
EMAIL = "example@example.org"
_purposes = st.sampled_from(["sign_in_iam_user", "sign_in_root", "reset_root_password"])


@dataclass
class Visit:
    """An attempt as its browser knows it; ``earned`` is what its requirement was met with, if it was."""

    purpose: str
    browser: str
    token: str
    id: str
    known: bool
    earned: bool = False


class Door(RuleBasedStateMachine):
    """People and thieves at one account's door."""

    visits = Bundle("visits")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.opened = worlds.opened(Path(self.folder.name))
        self.world: World = self.opened.__enter__()
        self.root = self.world.account(alias="example")
        self.user = self.world.user(self.root, password=True)
        self.passwords = {"sign_in_root": ROOT_PASSWORD, "sign_in_iam_user": USER_PASSWORD}
        self.allowed_sessions = 0
        self.resets = 0

    @rule(target=visits, purpose=_purposes, browser=st.sampled_from(BROWSERS), known=st.booleans())
    def open(self, purpose: str, browser: str, known: bool) -> Visit:
        account, email = ("example", EMAIL) if known else ("nowhere", "nobody@example.org")
        claim = Claim(browser, email=email, account=account, user="user")
        progress = self.world.run(lambda ctx: attempts.open(ctx, purpose, claim))
        return Visit(purpose, browser, progress.token, progress.attempt.id, known)

    @rule(visit=visits, browser=st.sampled_from(BROWSERS), right=st.booleans(), other=st.booleans())
    def offer(self, visit: Visit, browser: str, right: bool, other: bool) -> None:
        """Offer the password or code, right or wrong, from either browser; or the password of the other page."""
        factor = Factor.MAILED_CODE if visit.purpose == "reset_root_password" else Factor.PASSWORD
        answer = self._answer(visit, right, other)

        def run(ctx: Context) -> tuple[str, bool] | None:
            attempt = attempts.find(ctx, visit.token, browser)
            if attempt is None:
                return None
            progress = attempts.offer(ctx, attempt, visit.token, factor, Password(answer))
            return progress.token, progress.proven

        result = self.world.run(run)
        if result is None:
            return
        assert browser == visit.browser
        visit.token, proven = result
        if proven:
            assert right
            assert not other or visit.purpose == "reset_root_password"
            assert visit.known
            visit.earned = True

    def _answer(self, visit: Visit, right: bool, other: bool) -> str:
        if visit.purpose == "reset_root_password":
            return self._code(visit) if right else "000000"
        wanted = {"sign_in_root": "sign_in_iam_user", "sign_in_iam_user": "sign_in_root"}[visit.purpose]
        return self.passwords[wanted if other else visit.purpose] if right else "wrong"

    def _code(self, visit: Visit) -> str:
        """Return the newest code that was really mailed for this attempt."""

        def read(ctx: Context) -> str:
            attempt = ctx.db.get(Attempt, visit.id)
            assert attempt
            rows = ctx.all(ctx.across_accounts(OutboxRow).where(OutboxRow.state == "waiting"))
            mails = [mail for row in rows if (mail := delivery.opened(ctx, row)) and "code" in mail.fields]
            codes = [mail.fields["code"] for mail in mails if mail.fields["reference"] == attempt.reference]
            return codes[-1] if codes else "111111"

        return self.world.run(read)

    @rule(visit=visits, browser=st.sampled_from(BROWSERS), number=st.integers(0, 10**6))
    def complete(self, visit: Visit, browser: str, number: int) -> None:
        fresh = f"Fresh-pass-{number}"

        def run(ctx: Context) -> Outcome | None:
            attempt = attempts.find(ctx, visit.token, browser)
            return attempts.complete(ctx, attempt, Form(Password(fresh))) if attempt else None

        try:
            outcome = self.world.run(run)
        except FrontdeskError:
            return
        if outcome is None or outcome.wanted:
            return
        assert visit.earned, "completed without its proof"
        assert browser == visit.browser
        visit.earned = False
        if visit.purpose == "reset_root_password":
            assert outcome.session is None
            self.passwords["sign_in_root"] = fresh
            self.resets += 1
        else:
            assert outcome.session
            self.allowed_sessions += 1

    @rule(length=st.sampled_from([timedelta(seconds=20), timedelta(minutes=16), timedelta(hours=2), timedelta(days=8)]))
    def wait(self, length: timedelta) -> None:
        self.world.clock.forward(length)

    @rule(number=st.integers(0, 10**6))
    def the_administrator_sets_a_password(self, number: int) -> None:
        text = f"Admin-pass-{number}"
        self.world.run(
            lambda ctx: passwords.put(ctx, self.user.principal_id, Password(text), lineage=["A"]), self.root.account_id
        )
        self.passwords["sign_in_iam_user"] = text

    @rule(target=visits, visit=visits)
    def steal_the_token(self, visit: Visit) -> Visit:
        """A thief has the attempt's token, but another browser."""
        thief = BROWSERS[1 - BROWSERS.index(visit.browser)]
        assert self.world.run(lambda ctx: attempts.find(ctx, visit.token, thief)) is None
        return multiple()  # type: ignore[return-value]

    @invariant()
    def every_session_has_a_completed_attempt_of_its_browser(self) -> None:
        def read(ctx: Context) -> list[tuple[SessionRow, Attempt | None]]:
            rows = ctx.all(ctx.across_accounts(SessionRow))
            return [(row, ctx.db.get(Attempt, row.attempt_id)) for row in rows]

        if not hasattr(self, "world"):
            return
        found = self.world.run(read)
        assert len(found) == self.allowed_sessions
        for row, attempt in found:
            assert attempt
            assert attempt.state == COMPLETED
            assert attempt.browser_digest == row.browser_digest
            assert (attempt.account_id, attempt.principal_id) == (row.account_id, row.principal_id)
            assert any(step.passed for step in attempt.steps)
            assert attempt.browser_digest in {digest(browser) for browser in BROWSERS}

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)
            self.folder.cleanup()


TestDoor = Door.TestCase
TestDoor.settings = hypothesis_settings(max_examples=40, stateful_step_count=25, deadline=None)
