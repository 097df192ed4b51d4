"""A thousand random account lives, up to ninety days in a second (behaviour 5.2 to 5.7, 6).

Whatever is done to accounts in whatever order: money adds up, no stopped account acts, an account id and a root e-mail
address are never used again, and every mail that a change promises is in the outbox.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from frontdesk.authentication import attempts, sessions, wire_callers
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.billing import turns
from frontdesk.billing.tables import Bill, Charge, Payment
from frontdesk.core import arns
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.credentials import access_keys, passwords
from frontdesk.directory import accounts, life_sweeps, organizations
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.errors import EmailTaken, WrongState
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.operations.admission import AccountNotActive
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.outbox import OutboxRow
from tests.support import world as worlds
from tests.support.lives import CHANGES, LEADS
from tests.support.till import FAILS, GOOD, Till, work
from tests.support.world import ROOT_PASSWORD, World

LIVES, WORLDS = 8, 126  # per world, and worlds: a little more than a thousand
ADDRESSES = tuple(f"owner-{number}@example.org" for number in range(12))
BROWSER = "browser-secret"
WORKING = ("ACTIVE", "PENDING_CLOSURE")
DAY = timedelta(days=1)
# which mail each event promises; what an event of another name promises is the business of other tests
PROMISED = {
    "AccountActivated": "account_activated",
    "AccountSuspended": "account_suspended",
    "AccountReinstated": "account_reinstated",
    "CloseAccountResult SUCCEEDED": "account_closed",
    "CloseAccountResult FAILED": "account_not_closed",
    "AccountReopened": "account_reopened",
    "AccountEndsSoon": "account_ends_soon",
    "AccountPermanentlyClosed": "account_ended",
    "BillPastDue": "payment_failed",
}
# and which event each change of state leaves
LEAVES = {
    "AccountActivated": "ACTIVE",
    "AccountSuspended": "SUSPENDED",
    "AccountReinstated": "ACTIVE",
    "CloseAccountResult SUCCEEDED": "CLOSED",
    "CloseAccountResult FAILED": "ACTIVE",
    "AccountPermanentlyClosed": "PERMANENTLY_CLOSED",
}
which = st.integers(0, LIVES - 1)
# what seldom comes about by chance alone
likely = st.sampled_from(
    [["begin", "close", "reopen"], ["suspend", "reinstate"], ["suspend", "close", "reopen"], ["begin", "close"]]
)
lived = itertools.count()


def kind(event: EventRow) -> str:
    """Return an event's name, with how it ended where it says so."""
    details = event.record.get("serviceEventDetails") or {}
    return " ".join(word for word in (event.name, details.get("Status")) if word)


@dataclass
class Life:
    """What has to be true of one account, kept beside the store: its state, since when, and what it was before."""

    id: str
    email: str
    key: str
    session: str
    state: str = "ACTIVE"
    before: str = "ACTIVE"
    voided: bool = False


class Lives(RuleBasedStateMachine):
    """Some accounts, their owners, the staff and time."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.opened = worlds.opened(Path(self.folder.name))
        self.world: World = self.opened.__enter__()
        self.used: dict[str, str] = {}
        self.lives: list[Life] = []
        self.made = 0
        self.charged: Counter[str] = Counter()
        for number in range(LIVES):
            self.lives.append(self._born(ADDRESSES[number]))

    def _born(self, email: str) -> Life:
        """Open an account with a root access key and a session of its root user."""
        next(lived)

        def make(ctx: Context) -> Life:
            account = accounts.create(ctx, NewAccount("Somebody", email))
            bound = ctx.within(account.id)
            passwords.put(bound, account.id, Password(ROOT_PASSWORD), lineage=[])
            key, _ = access_keys.create(bound, account.id)
            _, session = self._sign_in(ctx, email)
            assert session
            return Life(account.id, email, key.id, session)

        life = self.world.run(make)
        assert life.id not in self.used.values()
        self.used[email] = life.id
        return life

    def _sign_in(self, ctx: Context, email: str) -> tuple[bool, str | None]:
        """Type root's password; return whether it was accepted, and the secret of a session that it started."""
        begun = attempts.open(ctx, "sign_in_root", Claim(BROWSER, email=email))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(ROOT_PASSWORD))
        started = attempts.complete(ctx, shown.attempt, Form()).session if shown.proven else None
        return shown.refused is None, started.secret if started else None

    @rule(at=which, changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6) | likely)
    def people_change_it(self, at: int, changes: list[str]) -> None:
        """Owner, staff and host do things in any order; each leads where the state table says or is refused."""
        life = self.lives[at]
        for change in changes:
            self.world.move(seconds=1)
            self._change(life, change)
            self._stands_or_not(life)

    def _change(self, life: Life, change: str) -> None:
        leads = LEADS[change].get(life.state)
        if leads and change in ("begin", "close") and self._manages_open_members(life):
            leads = None
        try:
            self.world.run(lambda ctx: CHANGES[change](ctx, accounts.bound(ctx)), life.id)
        except WrongState:
            assert leads is None, f"{change} was refused to an account that is {life.state}"
            return
        assert leads is not None, f"{change} was not refused to an account that is {life.state}"
        if change == "reopen":
            leads = life.before
        self._entered(life, leads)

    def _entered(self, life: Life, state: str) -> None:
        if state in ("PENDING_CLOSURE", "CLOSED") and life.state not in ("PENDING_CLOSURE", "CLOSED"):
            life.before = life.state
        life.voided = life.voided or state in ("SUSPENDED", "CLOSED", "PERMANENTLY_CLOSED")
        life.state = state

    @rule(email=st.sampled_from(ADDRESSES), upper=st.booleans(), at=which)
    def somebody_signs_up(self, email: str, upper: bool, at: int) -> None:
        """An address opens one account, ever; a new account takes the place of another among those looked at."""
        if email not in self.used:
            self.lives.append(self._born(email))
            return
        try:
            self.world.run(lambda ctx: accounts.create(ctx, NewAccount("Thief", email.upper() if upper else email)))
        except EmailTaken:
            return
        raise AssertionError(f"{email} opened a second account")

    @rule(at=which, amount=st.integers(1, 10**6), good=st.booleans())
    def it_owes(self, at: int, amount: int, good: bool) -> None:
        """It is charged for the month before; perhaps somebody gives a card, which may be a bad one."""
        life = self.lives[at]
        if life.state == "PERMANENTLY_CLOSED":
            return
        till = self._till(life)
        if good or amount % 2:
            till.add(GOOD if good else FAILS)
            self._look(life)
        month = (self.world.now.replace(day=1) - DAY).strftime("%Y-%m")
        till.charge(amount, period=month)
        self.charged[life.id] += amount

    @rule(at=which)
    def it_pays(self, at: int) -> None:
        """Root pays what is open with a good card, whatever state the account is in."""
        life = self.lives[at]
        if life.state == "PERMANENTLY_CLOSED":
            return
        till = self._till(life)
        paid = [one["BillId"] for one in till.bills() if one["State"] == "PAST_DUE"]
        for bill in paid:
            card = till.add(GOOD)
            if till.state(bill) == "PAST_DUE":  # a good default card may have paid it already
                till.do("payments:MakePayment", BillId=bill, PaymentInstrumentId=card)
                till.work()
        self._look(life)
        debts = self.world.run(lambda ctx: accounts.bound(ctx).suspended_for, life.id) == "unpaid"
        assert not (paid and debts and life.state == "SUSPENDED"), "it paid everything and is suspended for debt"

    @rule(at=which, pays=st.booleans())
    def it_falls_behind(self, at: int, pays: bool) -> None:
        """It owes, pays for itself and has no card; three weeks later it may pay everything."""
        life = self.lives[at]
        payer = self.world.run(lambda ctx: organizations.management_of(ctx, life.id))
        if life.state != "ACTIVE" or payer not in (None, life.id) or self._till(life).cards():
            return
        self.it_owes(at=at, amount=2, good=False)
        for days in (0, 7, 7, 7):
            self.time_passes(days=days)
        assert life.state == "SUSPENDED"
        if pays:
            self.it_pays(at=at)

    def _till(self, life: Life) -> Till:
        return Till(self.world, Caller("Root", life.id, life.id, arns.root(life.id)))

    @rule(management=which, member=which)
    def they_join(self, management: int, member: int) -> None:
        """Two accounts that work become an organization, or one joins the other's."""
        first, second = self.lives[management], self.lives[member]
        if first is second or {first.state, second.state} != {"ACTIVE"}:
            return

        def join(ctx: Context) -> None:
            if ctx.by_key(Member, second.id) or (ctx.by_key(Member, first.id) and not self._organization(ctx, first)):
                return
            made = self._organization(ctx, first)
            if made is None:
                made = Organization(
                    id=f"o-{first.id}", account_id=first.id, root_id=f"r-{first.id}", feature_set="ALL",
                    created_at=ctx.now,
                )  # fmt: skip
                ctx.add(made)
                self._place(ctx, made, first)
            self._place(ctx, made, second)

        self.world.run(join)

    def _organization(self, ctx: Context, life: Life) -> Organization | None:
        return ctx.by_key(Organization, f"o-{life.id}")

    def _place(self, ctx: Context, organization: Organization, life: Life) -> None:
        place = Member(
            account_id=life.id,
            organization_id=organization.id,
            parent_id=organization.root_id,
            joined_at=ctx.now,
            joined_method="INVITED",
        )
        ctx.add(place)

    def _manages_open_members(self, life: Life) -> bool:
        def members(ctx: Context) -> list[str]:
            found = ctx.all(ctx.across_accounts(Member).where(Member.organization_id == f"o-{life.id}"))
            return [one.account_id for one in found if one.account_id != life.id]

        ended = {one.id for one in self.lives if one.state in ("CLOSED", "PERMANENTLY_CLOSED")}
        return bool(set(self.world.run(members)) - ended)

    @rule(days=st.sampled_from([0, 1, 7, 29, 31, 76, 91]))
    def time_passes(self, days: int) -> None:
        """The worker finds what has become due."""
        self.world.move(days=days, minutes=1)
        self.world.run(turns.issue_bills)
        self.world.run(turns.retry_payments)
        work(self.world.store)
        for sweep in ("close_pending", "close_suspended", "warn", "end", "erase"):
            while self.world.run(getattr(life_sweeps, sweep)):
                pass
        for life in self.lives:
            self._look(life)

    def _look(self, life: Life) -> None:
        """Take over what time, a bill or a payment has made of an account; it has to have been told by events."""
        now = self.world.run(lambda ctx: accounts.bound(ctx).state, life.id)
        if now == life.state:
            return
        said = [LEAVES[kind(row)] for row in self.world.events(life.id) if kind(row) in LEAVES]
        assert said[-1] == now, f"{life.state} became {now}, but the last event says {said[-1]}"
        if now == "PERMANENTLY_CLOSED" and life.state != "CLOSED":
            self._entered(life, "CLOSED")
        self._entered(life, now)

    @rule(at=which)
    def it_acts(self, at: int) -> None:
        """What an account's key, old session and password still do."""
        life = self.lives[at]
        self._stands_or_not(life)
        caller = Caller("Root", life.id, life.id, arns.root(life.id), account_state=life.state)
        self.made += 1
        assert self._makes_user(caller, f"user-{self.made}") == (life.state in WORKING)
        accepted, _ = self.world.run(lambda ctx: self._sign_in(ctx, life.email))
        assert accepted == (life.state != "PERMANENTLY_CLOSED")

    def _stands_or_not(self, life: Life) -> None:
        """Look what the access key and the session from the beginning are worth now."""

        def read(ctx: Context) -> tuple[bool, bool]:
            facts = wire_callers.facts(ctx, life.key, None)
            usable = facts.caller is not None and not facts.suspended
            return usable, sessions.resolve(ctx, life.session) is not None

        usable, alive = self.world.run(read)
        assert usable == (life.state in WORKING)
        assert not (alive and life.voided)

    def _makes_user(self, caller: Caller, name: str) -> bool:
        try:
            self.world.perform(caller, "iam:CreateUser", {"UserName": name})
        except AccountNotActive:
            return False
        return True

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        try:
            self._books_agree()
            self._money_adds_up()
            self._promises_are_kept()
        finally:
            self.opened.__exit__(None, None, None)
            self.folder.cleanup()

    def _books_agree(self) -> None:
        rows = self.world.run(lambda ctx: ctx.all(ctx.across_accounts(Account)))
        assert {row.id: row.state for row in rows} == {life.id: life.state for life in self.lives}
        assert {row.email_key: row.id for row in rows} == self.used

    def _money_adds_up(self) -> None:
        def read(ctx: Context) -> tuple[list[Bill], list[Charge], list[Payment]]:
            return tuple(ctx.all(ctx.across_accounts(table)) for table in (Bill, Charge, Payment))  # type: ignore

        bills, charges, payments = self.world.run(read)
        charged: Counter[str] = Counter()
        for charge in charges:
            charged[charge.account_id] += charge.amount
        assert charged == self.charged
        for bill in bills:
            assert bill.amount == sum(one.amount for one in charges if one.bill_id == bill.id)
            assert bill.paid == sum(one.amount for one in payments if one.bill_id == bill.id and one.state == "PAID")
            assert 0 <= bill.paid <= bill.amount
            assert (bill.state == "PAID") == (bill.paid == bill.amount)

    def _promises_are_kept(self) -> None:
        def read(ctx: Context) -> Counter[tuple[str, str]]:
            rows = ctx.all(ctx.across_accounts(OutboxRow))
            mails = [mail for row in rows if (mail := delivery.opened(ctx, row))]
            assert all(mail.to in ADDRESSES for mail in mails)
            return Counter((mail.message, mail.fields["reference"]) for mail in mails if "reference" in mail.fields)

        sent = self.world.run(read)
        for event in self.world.events():
            if kind(event) in PROMISED:
                assert sent[PROMISED[kind(event)], event.reference or ""] == 1, event.record


TestLives = Lives.TestCase
TestLives.settings = hypothesis_settings(max_examples=WORLDS, stateful_step_count=12, deadline=None)


def test_a_thousand_were_lived() -> None:
    """Runs after the machine, in the order of this file."""
    assert next(lived) >= 1000 or not replace
