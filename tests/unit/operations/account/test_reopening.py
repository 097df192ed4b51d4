"""What bills and cards have to do with an account's life (behaviour 5.1, 5.5, 5.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.authentication.purposes import sign_up
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.directory import life_sweeps
from frontdesk.directory.errors import WrongState
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.lives import live, state, with_settings
from tests.support.till import FAILS, GOOD, Till
from tests.support.world import World

CONTACT = {
    "kind": "personal",
    "full_name": "Ada Lind",
    "phone": "+47 22 123456",
    "country": "NO",
    "line1": "Kai 1",
    "city": "Bergen",
    "postal_code": "5003",
}


def reopen(till: Till) -> str:
    caller = replace(till.caller, account_state=state(till.world, till.root))
    return str(till.world.perform(caller, "account:ReopenAccount")["State"])


@pytest.fixture
def strict(world: World) -> World:
    """An installation where accounts need a payment method."""
    return with_settings(world, signup_payment=True)


def signed_up(world: World) -> str:
    """Sign up and return the account's id."""

    def ask(ctx: Context) -> tuple[str, str]:
        begun = attempts.open(ctx, "sign_up", Claim("browser", email="new@example.org", name="New"))
        ctx.db.flush()
        row = ctx.first(ctx.across_accounts(OutboxRow).where(OutboxRow.message == "sign_up_code"))
        mail = delivery.opened(ctx, row) if row else None
        assert mail
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.MAILED_CODE, Password(mail.fields["code"]))
        sign_up.choose_password(ctx, shown.attempt, Password("Long-enough-1"))
        return str(attempts.complete(ctx, shown.attempt, Form(contact=CONTACT)).account_id), ""

    return world.run(ask)[0]


def test_sign_up_ends_active_unless_the_installation_wants_a_card(world: World) -> None:
    assert state(world, signed_up(world)) == "ACTIVE"


def test_with_the_setting_it_waits_for_a_card_that_can_be_charged(strict: World) -> None:
    id = signed_up(strict)
    assert state(strict, id) == "PENDING_ACTIVATION"
    till = Till(strict, Caller("Root", id, id, f"arn:aws:iam::{id}:root"))
    refused = till.begin()
    till.enter(refused, "4000000000000002")
    assert state(strict, id) == "PENDING_ACTIVATION"
    till.add(GOOD)
    assert state(strict, id) == "ACTIVE"
    assert [message for message, _ in till.mails()].count("account_activated") == 1


def test_there_reopening_wants_one_too(strict: World) -> None:
    till = Till(strict, strict.account())
    live(strict, till.root, "begin close")
    with pytest.raises(WrongState, match="no default payment method") as refused:
        reopen(till)
    assert refused.value.remedy
    till.add(GOOD)
    assert reopen(till) == "ACTIVE"


def test_a_debt_that_was_paid_while_closed_is_no_cause_any_more(world: World) -> None:
    till = Till(world, world.account())
    card = till.add(FAILS)
    bill = till.bill()
    while till.state(bill) == "PAST_DUE" and state(world, till.root) == "ACTIVE":
        world.move(days=1)
        till.retry()
    assert state(world, till.root) == "SUSPENDED"
    world.move(days=30)
    world.run(life_sweeps.close_suspended)
    assert state(world, till.root) == "CLOSED"
    till.do("payments:MakePayment", BillId=bill, PaymentInstrumentId=till.add(GOOD))
    till.work()
    assert till.state(bill) == "PAID"
    assert state(world, till.root) == "CLOSED"
    assert card
    assert reopen(till) == "ACTIVE"


def test_a_debt_that_was_not_is_one_still(world: World) -> None:
    till = Till(world, world.account())
    bill = till.bill()
    while state(world, till.root) == "ACTIVE":
        world.move(days=1)
        till.retry()
    live(world, till.root, "begin")
    assert reopen(till) == "SUSPENDED"
    assert till.state(bill) == "PAST_DUE"
