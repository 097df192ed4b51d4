"""Payment methods: added, verified, edited, made the default, removed (behaviour 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, func, select

from frontdesk.billing import errands, expiry, faults, names, records
from frontdesk.billing.errors import HoldsCardNumber, NoSuchMethod, TooManyMethods, WrongMoment
from frontdesk.billing.processors import BANK_ASKS, CARD_AWAITED, INVALID, PENDING, VALID, Card, NoProcessor, Setup
from frontdesk.billing.tables import Payment, PaymentMethod
from frontdesk.core import card_numbers
from frontdesk.directory import accounts, contacts, life_cycle, standing
from frontdesk.store.context import Context

# BEGUN until the processor has answered, AWAITING_CARD until a card was entered, UNVERIFIED until it is decided
BEGUN, AWAITING_CARD, UNVERIFIED, REMOVED = "BEGUN", "AWAITING_CARD", "UNVERIFIED", "REMOVED"
_STATES = {CARD_AWAITED: AWAITING_CARD, BANK_ASKS: UNVERIFIED, PENDING: UNVERIFIED, VALID: VALID, INVALID: INVALID}
SECRET = "payment step"
MOST = 10
_LONGEST_PHONE = 15  # digits, ITU-T E.164
_UNFINISHED = timedelta(days=1)
_LOOK_AGAIN = timedelta(minutes=10)


def listed(ctx: Context) -> list[PaymentMethod]:
    """Return the account's methods: the default first, then the newest; those without a card yet are not listed."""
    query = ctx.select(PaymentMethod).where(PaymentMethod.state.not_in((BEGUN, AWAITING_CARD, REMOVED)))
    rows = ctx.all(query.order_by(PaymentMethod.created_at.desc(), PaymentMethod.id))
    return sorted(rows, key=lambda method: method.default_for is None)


def find(ctx: Context, id: str) -> PaymentMethod:
    """Return a method of the account; raises NoSuchMethod."""
    method = ctx.first(ctx.select(PaymentMethod).where(PaymentMethod.id == id, PaymentMethod.state != REMOVED))
    if method is None:
        raise NoSuchMethod("There is no such payment method in this account.", field="PaymentInstrumentId")
    return method


def default(ctx: Context) -> PaymentMethod | None:
    """Return the account's one default method, if it has any."""
    return ctx.first(ctx.select(PaymentMethod).where(PaymentMethod.default_for == ctx.account_id))


def is_chargeable(ctx: Context, method: PaymentMethod) -> bool:
    """Say whether a method is verified and its card has not expired."""
    return method.state == VALID and method.token is not None and not expiry.is_over(method, ctx.now)


def begin(
    ctx: Context, holder: str, phone: str, address: Mapping[str, str], *, wants_default: bool = False
) -> PaymentMethod:
    """Begin to add a card: its number is typed on the processor's page, which the worker asks for.

    Raises NoProcessor, ValidationError for an unusable name or address, and TooManyMethods.
    """
    if ctx.settings.processor == "none":
        raise NoProcessor("This installation takes no cards.", cause="payment_processor is none")
    known = _checked(holder, phone, address)
    count = ctx.db.scalar(select(func.count()).select_from(_kept(ctx).subquery())) or 0
    if count >= MOST:
        raise TooManyMethods("An account keeps at most {most} payment methods. Remove one first.", most=MOST)
    method = ctx.add(
        PaymentMethod(
            id=names.new(ctx.entropy, names.METHOD),
            account_id=ctx.account_id or "",
            processor=ctx.settings.processor,
            customer=_customer(ctx),
            state=BEGUN,
            holder=known.pop("full_name"),
            phone=known.pop("phone"),
            address=known,
            wants_default=wants_default,
            lineage=[],
            created_at=ctx.now,
            changed_at=ctx.now,
            changed_by=records.by(ctx),
        )
    )
    errands.ask(ctx, errands.BEGIN, method.id)
    return method


def _kept(ctx: Context):  # type: ignore[no-untyped-def]
    return ctx.select(PaymentMethod).where(PaymentMethod.state != REMOVED)


def _customer(ctx: Context) -> str | None:
    same = PaymentMethod.processor == ctx.settings.processor
    known = ctx.first(ctx.select(PaymentMethod).where(same, PaymentMethod.customer.is_not(None)))
    return known.customer if known else None


def _checked(holder: str, phone: str, address: Mapping[str, str]) -> dict[str, str]:
    for text in (holder, *address.values()):
        refuse_card_number(text)
    refuse_card_number(phone, _LONGEST_PHONE)
    known = contacts.check_contact({**address, "full_name": holder, "phone": phone, "kind": "personal"})
    known.pop("kind")
    return known


def refuse_card_number(text: str, shortest: int = card_numbers.SHORTEST) -> None:
    """Raise HoldsCardNumber for a text that could hold a card's number of ``shortest`` digits or more."""
    if card_numbers.holds_one(text, shortest):
        raise HoldsCardNumber(
            "This looks like the number of a card. It is typed on the page of the payment processor alone.",
            cause="a card number was typed",
        )


def settle(ctx: Context, method: PaymentMethod, setup: Setup) -> None:
    """Take over how far the entering of a card is; the same news twice changes nothing."""
    if method.state in (VALID, INVALID, REMOVED):
        return
    method.setup, method.customer = setup.reference, setup.customer or method.customer
    method.secret = ctx.keyring.seal(setup.secret, SECRET) if setup.secret else None
    method.state, method.fault = _STATES[setup.state], setup.fault
    if setup.card:
        _take_card(method, setup.card)
    if setup.state == PENDING:
        errands.ask(ctx, errands.LOOK, method.id, later=_LOOK_AGAIN)
    elif setup.state == VALID:
        _verified(ctx, method)
    elif setup.state == INVALID:
        records.record(ctx, "PaymentMethodRefused", {"lastFour": method.last4}, setup.fault)


def _take_card(method: PaymentMethod, card: Card) -> None:
    method.token, method.brand, method.last4 = card.token, card.brand, card.last4
    method.expiry_year, method.expiry_month = card.expiry_year, card.expiry_month


def _verified(ctx: Context, method: PaymentMethod) -> None:
    method.verified_at = ctx.now
    records.method_changed(ctx, method, "added")
    errands.ask(ctx, errands.EDIT, method.id)  # so that the bank compares name and address with its own
    if is_chargeable(ctx, method) and (method.wants_default or default(ctx) is None):
        _set_default(ctx, method)


def make_default(ctx: Context, method: PaymentMethod) -> None:
    """Make a valid, unexpired method the one that later bills use; raises WrongMoment for any other."""
    if method.default_for:
        return
    if not is_chargeable(ctx, method):
        raise WrongMoment("Only a verified card that has not expired can be the default.", cause=method.state)
    method.changed_at, method.changed_by = ctx.now, records.by(ctx)
    _set_default(ctx, method)


def _set_default(ctx: Context, method: PaymentMethod) -> None:
    former = default(ctx)
    if former is not None:
        former.default_for = None
        ctx.db.flush()  # the row that gives up the name is written before the one that takes it
    method.default_for, method.wants_default = ctx.account_id, False
    ctx.db.flush()
    records.method_changed(ctx, method, "default")
    account = accounts.bound(ctx)
    if account.state == standing.PENDING_ACTIVATION:  # this was what its sign-up lacked
        life_cycle.activate(ctx, account)


def edit(
    ctx: Context,
    method: PaymentMethod,
    holder: str,
    phone: str,
    address: Mapping[str, str],
    *,
    until: tuple[int, int] | None = None,
) -> None:
    """Change name, address, telephone number and expiry; a new number is a new card. Raises ValidationError."""
    known = _checked(holder, phone, address)
    if method.token is None:
        raise WrongMoment("Enter the card first.", cause=method.state)
    if until and until != (method.expiry_year, method.expiry_month):
        method.expiry_year, method.expiry_month = expiry.check(*until, ctx.now)
        method.told = None
    method.holder, method.phone, method.address = known.pop("full_name"), known.pop("phone"), known
    method.changed_at, method.changed_by = ctx.now, records.by(ctx)
    errands.ask(ctx, errands.EDIT, method.id)
    records.method_changed(ctx, method, "edited")


def verify(ctx: Context, method: PaymentMethod) -> None:
    """Ask the processor again whether an unverified card is good; for a decided one there is nothing to ask."""
    if method.state in (AWAITING_CARD, UNVERIFIED):
        errands.ask(ctx, errands.LOOK, method.id)


def remove(ctx: Context, method: PaymentMethod) -> None:
    """Remove a method that is not the default; the processor is told to forget it. Raises WrongMoment."""
    if method.default_for:
        raise WrongMoment("This is the default card. Make another card the default first.", cause="default")
    if ctx.first(ctx.select(Payment).where(Payment.method_id == method.id, Payment.open_for.is_not(None))):
        raise WrongMoment("A payment with this card is under way. Try again when it has ended.", cause="payment open")
    method.changed_at, method.changed_by = ctx.now, records.by(ctx)
    if method.verified_at:
        records.method_changed(ctx, method, "removed")
    let_go(ctx, method)


def let_go(ctx: Context, method: PaymentMethod) -> None:
    """Take a method out of the account without telling anybody but the processor."""
    method.state, method.secret, method.default_for = REMOVED, None, None
    if method.token:
        errands.ask(ctx, errands.FORGET, method.id)
    else:
        ctx.delete(method)


def give_up(ctx: Context, method: PaymentMethod) -> None:
    """Mark a method that the processor would not begin or does not know."""
    if method.state not in (VALID, REMOVED):
        method.state, method.fault, method.secret = INVALID, faults.PROCESSOR, None


def forget_unfinished(ctx: Context) -> None:
    """Drop methods for which nobody entered a card within a day."""
    unfinished = PaymentMethod.state.in_((BEGUN, AWAITING_CARD))
    ctx.db.execute(delete(PaymentMethod).where(unfinished, PaymentMethod.created_at < ctx.now - _UNFINISHED))
