"""The embedded processor: it takes test cards only, needs no network, and otherwise behaves like a real one.

It keeps no card number at all: of what is typed on its own page it remembers how the test card behaves. What it
knows lies in a table of its own, which nothing else of Frontdesk reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from frontdesk.billing import faults, names
from frontdesk.billing.money import Money
from frontdesk.billing.processors import (
    BANK_ASKS,
    CARD_AWAITED,
    FAILED,
    INVALID,
    PAID,
    PENDING,
    VALID,
    Card,
    Details,
    Forged,
    Notice,
    Order,
    Outcome,
    Refused,
    Setup,
    Step,
)
from frontdesk.billing.processors.sandbox_cards import CARDS, Manner, digits
from frontdesk.billing.processors.signing import check, signature
from frontdesk.billing.tables import SandboxThing
from frontdesk.store.context import Context
from frontdesk.store.work import Store

PATH = "/sandbox-processor"
HEADER = "sandbox-signature"
DECIDES_AFTER = timedelta(minutes=1)
_OPEN = "OPEN"


@dataclass(frozen=True)
class Typed:
    """What was typed on the sandbox's page."""

    number: str
    expiry_year: int
    expiry_month: int
    code: str


def step(secret: str) -> Step:
    """Return the sandbox's own page, where a browser goes on with a setup or payment."""
    return Step(url=f"{PATH}/{secret}")


@dataclass(frozen=True)
class Asked:
    """What a page of the sandbox asks for, ``card``, ``bank`` or ``nothing``, and where it leads back to."""

    what: str
    back: str
    amount: Money | None


class Sandbox:
    """See :class:`frontdesk.billing.processors.Processor`."""

    name = "sandbox"

    def __init__(self, store: Store) -> None:
        self._store = store
        self._secret = store.keyring.mac("webhook", "sandbox processor")

    def begin(self, key: str, customer: str | None, account_id: str) -> Setup:
        """Begin the entering of a card."""
        back = f"/console/billing/methods/{key}/card?back=yes"
        facts = {"state": CARD_AWAITED, "customer": customer or f"sandbox-{account_id}", "back": back}
        return self._store.transact(lambda ctx: _setup(ctx, _once(ctx, "setup", key, facts)), writes=True)

    def look(self, reference: str) -> Setup:
        """Say how far the entering of a card is."""
        return self._store.transact(lambda ctx: _setup(ctx, _thing(ctx, "setup", reference)))

    def edit(self, token: str, details: Details) -> None:
        """Change a card's expiry; name and address are compared with nobody's here."""

        def change(ctx: Context) -> None:
            card = _thing(ctx, "card", token)
            card.facts = card.facts | {"year": details.expiry_year, "month": details.expiry_month}

        self._store.transact(change, writes=True)

    def forget(self, token: str) -> None:
        """Make a token useless."""

        def drop(ctx: Context) -> None:
            card = ctx.by_key(SandboxThing, token)
            if card is not None:
                ctx.delete(card)

        self._store.transact(drop, writes=True)

    def open(self, order: Order) -> str:
        """Make a payment without taking money yet."""
        facts = {
            "state": _OPEN,
            "amount": order.money.amount,
            "currency": order.money.currency,
            "token": order.token,
            "back": f"/console/billing/payments/{order.key}?back=yes",
        }
        return self._store.transact(lambda ctx: _once(ctx, "payment", order.key, facts).id, writes=True)

    def settle(self, reference: str, order: Order) -> Outcome:
        """Take the money unless that was tried already."""

        def take(ctx: Context) -> Outcome:
            payment = _thing(ctx, "payment", reference)
            if payment.facts["state"] == _OPEN:
                payment.facts = payment.facts | _charge(ctx, order)
                _announce(ctx, "payment", payment)
            return _outcome(payment)

        return self._store.transact(take, writes=True)

    def cancel(self, reference: str) -> Outcome:
        """Give up a payment that has not taken any money."""

        def give_up(ctx: Context) -> Outcome:
            payment = _thing(ctx, "payment", reference)
            if payment.facts["state"] in (_OPEN, BANK_ASKS):
                payment.facts = payment.facts | {"state": FAILED, "fault": faults.GIVEN_UP}
            return _outcome(payment)

        return self._store.transact(give_up, writes=True)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Return a message of the sandbox."""
        check(headers.get(HEADER, ""), body, self._secret, now)
        try:
            said = json.loads(body)
            return Notice(str(said["id"]), str(said["type"]), str(said["about"]))
        except (ValueError, KeyError, TypeError):
            raise Forged("This is no message of the sandbox.") from None

    # what its own pages do

    def enter(self, reference: str, typed: Typed) -> Setup:
        """Take what was typed on the card page; a refused card may be followed by another."""
        return self._store.transact(lambda ctx: _enter(ctx, reference, typed), writes=True)

    def asked(self, reference: str) -> Asked:
        """Say what a page under this reference asks; raises Refused for an unknown one."""

        def look(ctx: Context) -> Asked:
            thing = ctx.by_key(SandboxThing, reference)
            if thing is None or thing.kind not in ("setup", "payment"):
                raise Refused(reference)
            facts = thing.facts
            what = {CARD_AWAITED: "card", BANK_ASKS: "bank"}.get(facts["state"], "nothing")
            return Asked(what, facts["back"], Money(facts["amount"], facts["currency"]) if "amount" in facts else None)

        return self._store.transact(look)

    def answer(self, reference: str, agreed: bool) -> None:
        """Take the answer of the card's holder to the bank's question."""
        self._store.transact(lambda ctx: _answer(ctx, reference, agreed), writes=True)

    def unsent(self) -> list[tuple[dict[str, str], bytes]]:
        """Return the messages that are due, signed, as headers and body; each is returned until :meth:`sent`."""

        def read(ctx: Context) -> list[tuple[dict[str, str], bytes]]:
            due = SandboxThing.due_at <= ctx.now
            query = select(SandboxThing).where(SandboxThing.kind == "notice", due).order_by(SandboxThing.due_at)
            return [self._signed(thing, ctx.now) for thing in ctx.all(query.limit(100))]

        return self._store.transact(read)

    def _signed(self, thing: SandboxThing, now: datetime) -> tuple[dict[str, str], bytes]:
        body = json.dumps({"id": thing.id} | thing.facts).encode()
        return {HEADER: signature(body, self._secret, now)}, body

    def sent(self, id: str) -> None:
        """Forget a message that has arrived."""
        self.forget(id)


def _new(ctx: Context, kind: str, facts: Mapping[str, Any], key: str | None = None) -> SandboxThing:
    return ctx.add(SandboxThing(id=names.new(ctx.entropy, f"sandbox-{kind}"), kind=kind, key=key, facts=dict(facts)))


def _once(ctx: Context, kind: str, key: str, facts: Mapping[str, Any]) -> SandboxThing:
    known = ctx.first(select(SandboxThing).where(SandboxThing.key == f"{kind}/{key}"))
    return known or _new(ctx, kind, facts, f"{kind}/{key}")


def _thing(ctx: Context, kind: str, id: str) -> SandboxThing:
    thing = ctx.by_key(SandboxThing, id)
    if thing is None or thing.kind != kind:
        raise Refused(f"the sandbox knows no {kind} {id}")
    return thing


def _setup(ctx: Context, thing: SandboxThing) -> Setup:
    facts = thing.facts
    state, fault = facts["state"], facts.get("fault")
    if state == PENDING and ctx.now >= datetime.fromisoformat(facts["decided_at"]):
        state, fault = (VALID, None) if facts["turns"] == "good" else (INVALID, faults.DECLINED)
    card = _card(_thing(ctx, "card", facts["token"])) if facts.get("token") else None
    secret = thing.id if state in (CARD_AWAITED, BANK_ASKS) else None
    return Setup(thing.id, state, facts["customer"], card, fault, secret)


def _card(thing: SandboxThing) -> Card:
    facts = thing.facts
    return Card(thing.id, facts["brand"], facts["last4"], facts["year"], facts["month"])


def _enter(ctx: Context, reference: str, typed: Typed) -> Setup:
    thing = _thing(ctx, "setup", reference)
    if thing.facts["state"] != CARD_AWAITED:
        return _setup(ctx, thing)
    manner = CARDS.get(digits(typed.number))
    fault = _refusal(manner, typed, ctx.now)
    if manner is None or fault:
        # the setup stays as it was, so that another card can be typed
        return Setup(thing.id, INVALID, thing.facts["customer"], None, fault)
    token = _new(ctx, "card", _remembered(manner, typed)).id
    thing.facts = thing.facts | {"token": token} | _after_entering(manner, ctx.now)
    _announce(ctx, "setup", thing)
    if manner.turns:
        _announce(ctx, "setup", thing, later=DECIDES_AFTER)
    return _setup(ctx, thing)


def _refusal(manner: Manner | None, typed: Typed, now: datetime) -> str:
    if manner is None:
        return faults.NOT_A_TEST
    if (typed.expiry_year, typed.expiry_month) < (now.year, now.month):
        return faults.EXPIRED
    if len(typed.code) != (4 if manner.brand == "amex" else 3) or not typed.code.isdecimal():
        return faults.WRONG_CODE
    return manner.refused


def _remembered(manner: Manner, typed: Typed) -> dict[str, Any]:
    last4 = digits(typed.number)[-4:]
    return asdict(manner) | {"last4": last4, "year": typed.expiry_year, "month": typed.expiry_month}


def _after_entering(manner: Manner, now: datetime) -> dict[str, Any]:
    if manner.asks:
        return {"state": BANK_ASKS}
    if manner.turns:
        return {"state": PENDING, "turns": manner.turns, "decided_at": (now + DECIDES_AFTER).isoformat()}
    return {"state": VALID}


def _charge(ctx: Context, order: Order) -> dict[str, Any]:
    card = _thing(ctx, "card", order.token).facts
    if (card["year"], card["month"]) < (ctx.now.year, ctx.now.month):
        return {"state": FAILED, "fault": faults.EXPIRED}
    if card["asks_always"]:
        return {"state": BANK_ASKS}
    return {"state": FAILED, "fault": card["charged"]} if card["charged"] else {"state": PAID}


def _answer(ctx: Context, reference: str, agreed: bool) -> None:
    thing = ctx.by_key(SandboxThing, reference)
    if thing is None or thing.facts.get("state") != BANK_ASKS:
        raise Refused(reference)
    good, bad = (VALID, INVALID) if thing.kind == "setup" else (PAID, FAILED)
    thing.facts = thing.facts | ({"state": good} if agreed else {"state": bad, "fault": faults.BANK_REFUSED})
    _announce(ctx, thing.kind, thing)


def _announce(ctx: Context, kind: str, thing: SandboxThing, later: timedelta = timedelta()) -> None:
    notice = _new(ctx, "notice", {"type": f"{kind}.changed", "about": thing.id})
    notice.due_at = ctx.now + later
    ctx.after.append(ctx.ring)


def _outcome(thing: SandboxThing) -> Outcome:
    state = thing.facts["state"]
    return Outcome(thing.id, state, thing.facts.get("fault"), thing.id if state == BANK_ASKS else None)
