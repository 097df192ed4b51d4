"""Why a card or a payment was refused, in words (behaviour 6, table J)."""

from __future__ import annotations

from frontdesk.core.messages import Message

DECLINED, NO_FUNDS, EXPIRED, WRONG_CODE = "declined", "insufficient_funds", "expired_card", "incorrect_cvc"
ADDRESS, NOT_TAKEN, BANK_REFUSED = "address_mismatch", "card_not_supported", "authentication_refused"
BANK_ASKED, NO_CARD, PROCESSOR, GIVEN_UP = "authentication_required", "no_default_card", "processor_error", "given_up"
NOT_A_TEST = "not_a_test_card"

_CAUSES = {
    DECLINED: Message("The bank declined the card. It gives no reason to us; it will tell the card's holder."),
    NO_FUNDS: Message("There was not enough money behind the card, or its limit was reached."),
    EXPIRED: Message("The card has expired."),
    WRONG_CODE: Message("The security code does not belong to the card."),
    ADDRESS: Message("Name, address or telephone number are not those that the bank has for the card."),
    NOT_TAKEN: Message("Cards of this kind are not accepted here."),
    BANK_REFUSED: Message("The bank asked the card's holder to confirm, and was told no or got no answer."),
    BANK_ASKED: Message("The bank wants the card's holder to confirm the payment."),
    NO_CARD: Message("There is no default card that could be charged."),
    PROCESSOR: Message("The payment processor could not use the card."),
    GIVEN_UP: Message("The payment was given up so that it could be made in another way."),
    NOT_A_TEST: Message("This processor takes only test cards."),
}
_ADVICE = {
    EXPIRED: Message("Enter the new date of expiry, or add the new card and make it the default."),
    WRONG_CODE: Message("Add the card again and type the code from its back."),
    ADDRESS: Message("Make them what the bank has, then try again."),
    BANK_ASKED: Message("Press Complete payment; you are led to your bank."),
    BANK_REFUSED: Message("Try again and confirm, or use another card."),
    NO_CARD: Message("Add a card, or make one the default."),
    NOT_TAKEN: Message("Use a card of another kind."),
    NOT_A_TEST: Message("The guide lists them. Never type the number of a real card here."),
}
_OTHERWISE = Message("Ask the bank, or use another card.")


def cause(fault: str) -> Message:
    """Return what happened."""
    return _CAUSES.get(fault, _CAUSES[PROCESSOR])


def advice(fault: str) -> Message:
    """Return what to do about it."""
    return _ADVICE.get(fault, _OTHERWISE)
