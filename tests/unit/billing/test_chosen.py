"""Which processor an installation has, and what `frontdesk check` says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from frontdesk.billing.processors import NoProcessor, chosen
from frontdesk.core.settings import Settings
from tests.support.world import World

OPEN = {"origin": "https://signin.example.org", "host": "192.0.2.1"}
STRIPE = {
    "payment_processor": "stripe",
    "stripe_secret_key": "sk_test_1",
    "stripe_publishable_key": "pk_test_1",
    "stripe_webhook_secret": "whsec_1",
}


@pytest.mark.parametrize(
    ("given", "processor"),
    [
        ({}, "sandbox"),
        (OPEN, "none"),
        ({"origin": "https://signin.example.org"}, "none"),
        ({"payment_processor": "none"}, "none"),
        (OPEN | STRIPE, "stripe"),
    ],
)
def test_only_a_machine_of_ones_own_has_the_sandbox_unasked(tmp_path: Path, given: Any, processor: str) -> None:
    assert Settings(data=tmp_path, **given).processor == processor


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, []),
        (OPEN, []),
        (OPEN | STRIPE, []),
        (STRIPE, []),
        (OPEN | {"payment_processor": "sandbox"}, ["test cards only"]),
        ({"payment_processor": "cheque"}, ["none, sandbox, stripe or auto"]),
        ({"billing_retry_days": "1,soon"}, ["billing_retry_days"]),
        (OPEN | STRIPE | {"stripe_webhook_secret": ""}, ["Set stripe_webhook_secret"]),
        (OPEN | {"payment_processor": "stripe"}, ["Set stripe_secret_key", "Set stripe_pub", "Set stripe_webhook"]),
        (OPEN | STRIPE | {"origin": "http://signin.example.org"}, ["needs https"]),
    ],
)
def test_check_says_what_is_missing(tmp_path: Path, given: Any, words: list[str]) -> None:
    said = [str(one) for one in chosen.problems(Settings(data=tmp_path, **given))]
    assert len(said) == len(words)
    assert all(wanted in one for wanted, one in zip(words, said, strict=True))


def test_without_a_processor_there_is_none(world: World) -> None:
    from dataclasses import replace

    world.store.settings = replace(world.settings, payment_processor="none")
    with pytest.raises(NoProcessor):
        chosen.processor(world.store)
