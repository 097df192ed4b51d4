"""Cards and bills over the wire: boto3 with the models of our own services, a command, and what keys may not do."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from frontdesk.operations.contract import MODELS
from tests.support import waiting
from tests.support.server import Account, Server

CARD = {
    "HolderName": "Ada Lind",
    "Phone": "+49 40 1234567",
    "BillingAddress": {"Line1": "Quay 7", "City": "Hamburg", "PostalCode": "20457", "Country": "DE"},
}


def client(server: Server, account: Account, service: str) -> Any:
    """Return a client of a service whose model is ours."""
    session = botocore.session.Session()
    session.get_component("data_loader").search_paths.insert(0, str(MODELS))
    return session.create_client(
        service,
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id=account.access_key_id,
        aws_secret_access_key=account.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )


def charge(server: Server, account: Account, *more: str) -> dict[str, Any]:
    """Charge an account on the command line."""
    given = ("--amount", "12.50", "--currency", "eur", "--memo", "Storage", "--json")
    answer: dict[str, Any] = json.loads(server.command("billing", "charge", account.account_id, *given, *more))
    return answer


def test_a_charge_of_a_month_that_is_over_becomes_a_bill_that_is_due(server: Server, account: Account) -> None:
    made = charge(server, account, "--period", "2025-01")
    assert (made["amount"], made["currency"], made["period"]) == (1250, "EUR", "2025-01")
    billing, payments = client(server, account, "billing"), client(server, account, "payments")

    def issued() -> Any:
        return next((one for one in billing.list_bills()["Bills"] if one["State"] != "COLLECTING"), None)

    bill = waiting.until(issued, "the bill to be issued", 90)
    assert (bill["BillId"], bill["State"]) == (made["bill_id"], "PAST_DUE")
    assert bill["Fault"]["Cause"] == "no_default_card"
    assert payments.get_payment_status()["Due"] == [{"Value": 1250, "Currency": "EUR"}]
    assert billing.get_bill_pdf(BillId=bill["BillId"])["Document"].startswith(b"%PDF-")
    with pytest.raises(ClientError) as refusal:
        payments.make_payment()
    assert refusal.value.response["Error"]["Code"] == "ConflictException"


def test_long_term_keys_never_add_or_choose_a_card(server: Server, account: Account) -> None:
    payments = client(server, account, "payments")
    assert payments.list_payment_instruments()["PaymentInstruments"] == []
    for call, params in (
        (payments.create_payment_instrument, CARD),
        (payments.update_payment_preferences, {"DefaultPaymentInstrumentId": "pm-x"}),
        (payments.delete_payment_instrument, {"PaymentInstrumentId": "pm-x"}),
    ):
        with pytest.raises(ClientError) as refusal:
            call(**params)
        assert refusal.value.response["Error"]["Code"] == "StepUpRequired"


@pytest.mark.parametrize(
    "more", [("--period", "2099-01"), ("--amount", "1.234"), ("--currency", "XXX1"), ("--memo", "4242424242424242")]
)
def test_a_charge_that_makes_no_sense_is_refused(server: Server, account: Account, more: tuple[str, ...]) -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        charge(server, account, *more)
