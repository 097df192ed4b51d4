"""What the demo's account owes: a card about to expire, another one, a bill that is paid and one that is due."""

from __future__ import annotations

from datetime import date, timedelta

from frontdesk.billing import bills, charges
from frontdesk.billing.money import Money
from frontdesk.billing.processors import chosen
from frontdesk.billing.processors.sandbox import Sandbox, Typed
from frontdesk.billing.runner import Runner
from frontdesk.billing.tables import Bill
from frontdesk.cli.demo.house import House
from frontdesk.store.context import Context

_HOLDER = {
    "HolderName": "Ada Lind",
    "Phone": "+49 40 1234567",
    "BillingAddress": {"Line1": "Quay 7", "City": "Hamburg", "PostalCode": "20457", "Country": "DE"},
}
_STORAGE, _SUPPORT = ("Storage, 420 GB", 4830), ("Support plan", 2900)


def furnish(house: House) -> None:
    """Give the account cards and bills, where the sandbox takes cards."""
    sandbox = chosen.processor(house.store) if house.store.settings.processor == "sandbox" else None
    if not isinstance(sandbox, Sandbox):
        return
    house.do("billing:UpdateIAMAccessPreference", Activated=True)
    today = house.store.clock.now().date()
    _add(house, sandbox, Typed("4242424242424242", today.year, today.month, "123"))
    _add(house, sandbox, Typed("5555555555554444", today.year + 3, 4, "123"))
    last = today.replace(day=1) - timedelta(days=1)
    paid = _charge(house, last.replace(day=1) - timedelta(days=1), _STORAGE, _SUPPORT)
    house.do("payments:MakePayment", BillIds=[paid])
    _work(house, sandbox)
    _charge(house, last, _STORAGE)


def _add(house: House, sandbox: Sandbox, typed: Typed) -> None:
    begun = house.do("payments:CreatePaymentInstrument", **_HOLDER)["PaymentInstrument"]
    _work(house, sandbox)
    named = {"PaymentInstrumentId": begun["PaymentInstrumentId"]}
    step = house.do("payments:GetPaymentInstrument", **named)["PaymentInstrument"]["Step"]
    sandbox.enter(step["Url"].rpartition("/")[2], typed)
    _work(house, sandbox)


def _charge(house: House, day: date, *entries: tuple[str, int]) -> str:
    """Charge a month that is over, and issue its bill without waiting for the worker."""

    def enter(ctx: Context) -> str:
        made = [
            charges.enter(ctx, house.account_id, Money(cents, "EUR"), memo, f"{day:%Y-%m}") for memo, cents in entries
        ]
        bill = ctx.by_key(Bill, made[0].bill_id)
        assert bill is not None
        bills.issue(ctx.within(house.account_id), bill)
        return bill.id

    return house.store.transact(enter, writes=True)


def _work(house: House, sandbox: Sandbox) -> None:
    runner = Runner(house.store, sandbox)
    while runner.turn():
        pass
