"""Payment processors behind one interface: one module each, chosen by the setting ``payment_processor``.

No method of a processor is called inside a unit of work, because it may wait for a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from frontdesk.billing.money import Money
from frontdesk.core.errors import AccessDenied, Unavailable

# how far entering a card is: not begun, the bank asks, not decided yet, good, refused
CARD_AWAITED, BANK_ASKS, PENDING, VALID, INVALID = "CARD_AWAITED", "BANK_ASKS", "PENDING", "VALID", "INVALID"
# how far a payment is, beside BANK_ASKS and PENDING
PAID, FAILED = "PAID", "FAILED"


class Unreachable(Exception):
    """The processor did not answer, or not yet; the same question may be asked again."""


class Refused(Exception):
    """The processor does not know what was asked for, and never will."""


class Forged(AccessDenied):
    """A message that the processor has not signed, or signed too long ago."""

    code = "InvalidSignature"


class NoProcessor(Unavailable):
    """This installation takes no cards."""

    code = "NoPaymentProcessor"
    heading: ClassVar[str] = "Cards are not taken here"


@dataclass(frozen=True)
class Card:
    """What a processor tells of a card: a token to charge it with and what people know it by."""

    token: str
    brand: str
    last4: str
    expiry_year: int
    expiry_month: int


@dataclass(frozen=True)
class Setup:
    """How far the entering of a card is. ``secret`` lets a browser go on with it, ``fault`` says why it was refused."""

    reference: str
    state: str
    customer: str | None = None
    card: Card | None = None
    fault: str | None = None
    secret: str | None = None


@dataclass(frozen=True)
class Details:
    """What can be changed of a card: its holder's name, telephone number and address, and its expiry."""

    holder: str
    phone: str
    address: Mapping[str, str]
    expiry_year: int
    expiry_month: int


@dataclass(frozen=True)
class Order:
    """A payment to make. The same ``key`` never pays twice; ``automatic`` ones have nobody there to answer a bank."""

    key: str
    money: Money
    customer: str | None
    token: str
    automatic: bool


@dataclass(frozen=True)
class Outcome:
    """How far a payment is."""

    reference: str
    state: str
    fault: str | None = None
    secret: str | None = None


@dataclass(frozen=True)
class Notice:
    """A message of the processor, proven to be its own: something about a reference changed, so look at it again."""

    id: str
    kind: str
    about: str


@dataclass(frozen=True)
class Step:
    """Where a browser goes on: an address of the processor, or the processor's script with what it needs."""

    url: str = ""
    script: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    sources: tuple[str, ...] = ()


class Processor(Protocol):
    """What Frontdesk asks of a processor. Every call may be repeated; all may raise Unreachable or Refused."""

    name: str

    def begin(self, key: str, customer: str | None, account_id: str) -> Setup:
        """Begin the entering of a card; the same key begins it once."""
        ...

    def look(self, reference: str) -> Setup:
        """Say how far the entering of a card is."""
        ...

    def edit(self, token: str, details: Details) -> None:
        """Change what the processor knows of a card beside its number."""
        ...

    def forget(self, token: str) -> None:
        """Make a token useless."""
        ...

    def open(self, order: Order) -> str:
        """Make a payment without taking money yet, and return the processor's name for it."""
        ...

    def settle(self, reference: str, order: Order) -> Outcome:
        """Take the money unless that was tried already, and say how far it is."""
        ...

    def cancel(self, reference: str) -> Outcome:
        """Give up a payment that has not taken any money; one that has stays as it is."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Return a message of the processor; raises Forged unless it signed it in the last five minutes."""
        ...
