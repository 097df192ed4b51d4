"""Time tells nothing about a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.web.beat import BEAT, until_beat
from frontdesk.web.site import discover


@given(st.floats(0, 30))
def test_every_answer_leaves_on_a_beat(elapsed: float) -> None:
    wait = until_beat(elapsed)
    assert 0 <= wait <= BEAT
    beats = (elapsed + wait) / BEAT
    assert beats == pytest.approx(round(beats), abs=1e-6)


@pytest.mark.parametrize(
    "path",
    [
        "/signin/root",
        "/signin/iam",
        "/recovery/root-password",
        "/signup",
        "/attempt/mailed-code",
        "/attempt/mailed-code/again",
    ],
)
def test_pages_that_take_a_strangers_claim_are_level(path: str) -> None:
    [page] = [page for page in discover() if page.path == path]
    assert page.level
