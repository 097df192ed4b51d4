"""Codes by the clock: RFC 6238's own values, and what holds for every seed and moment."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from frontdesk.credentials.devices import totp

SEED = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
STEP = totp.step_of(NOW)
seeds = st.binary(min_size=20, max_size=20).map(totp.base32)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_values_of_rfc_6238(second: int, code: str) -> None:
    # its appendix B shows eight digits; six are the last six of them
    assert totp.code(SEED, totp.step_of(datetime.fromtimestamp(second, UTC))) == code


@given(seeds, st.integers(-1, 1))
def test_a_code_is_found_one_step_around_now(seed: str, away: int) -> None:
    assert totp.matching(seed, totp.code(seed, STEP + away), STEP, None) is not None


@given(seeds, st.integers(2, 5000), st.booleans())
def test_a_code_further_away_is_not_found_but_by_chance(seed: str, away: int, before: bool) -> None:
    code = totp.code(seed, STEP - away if before else STEP + away)
    assume(code not in {totp.code(seed, STEP + one) for one in (-1, 0, 1)})
    assert totp.matching(seed, code, STEP, None) is None


@given(seeds, st.integers(-1, 1))
def test_a_step_counts_once_and_none_before_it_counts_after_it(seed: str, away: int) -> None:
    spent = totp.matching(seed, totp.code(seed, STEP + away), STEP, None)
    assert spent is not None
    for earlier in range(spent - 2, spent + 1):
        found = totp.matching(seed, totp.code(seed, earlier), STEP, spent)
        assert found is None or found > spent


@given(seeds, st.integers(-totp.RESYNC, totp.RESYNC))
def test_a_pair_within_a_day_brings_back_into_step(seed: str, away: int) -> None:
    second = STEP + away
    found = totp.pair(seed, (totp.code(seed, second - 1), totp.code(seed, second)), STEP, None, totp.RESYNC)
    assert found is not None
    assert totp.code(seed, found) == totp.code(seed, second)


@given(seeds, st.integers(1, 40))
def test_a_late_pair_registers_nothing(seed: str, late: int) -> None:
    codes = totp.code(seed, STEP - 2 - late), totp.code(seed, STEP - 1 - late)
    near = {(totp.code(seed, one - 1), totp.code(seed, one)) for one in range(STEP - 1, STEP + 2)}
    assume(codes not in near)
    assert totp.pair(seed, codes, STEP, None) is None


@given(seeds)
def test_two_codes_in_the_wrong_order_are_no_pair(seed: str) -> None:
    first, second = totp.code(seed, STEP - 1), totp.code(seed, STEP)
    assume(first != second and (second, first) != (totp.code(seed, STEP), totp.code(seed, STEP + 1)))
    assert totp.pair(seed, (second, first), STEP, None) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "287082\n", "-28708"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    present = totp.step_of(datetime.fromtimestamp(59, UTC))
    assert totp.matching(SEED, code, present, None) is None
    assert totp.pair(SEED, (code, code), present, None) is None


@pytest.mark.parametrize(
    ("text", "encoding", "seed"),
    [
        ("3132333435363738393031323334353637383930", "hex", SEED),
        ("31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30", "hex", SEED),
        (SEED.lower(), "base32", SEED),
        ("3132", "hex", None),
        ("zz" * 20, "hex", None),
        ("1" * 32, "base32", None),
        ("ab" * 65, "hex", None),
    ],
)
def test_seeds_are_read_in_both_ways_of_writing(text: str, encoding: str, seed: str | None) -> None:
    assert totp.seed_from(text, encoding) == seed


def test_the_address_for_apps_keeps_every_name_apart() -> None:
    address = totp.address(SEED, "Harbour & Co: desk", "phone?x=1@111122223333")
    assert address.startswith("otpauth://totp/Harbour%20%26%20Co%3A%20desk:phone%3Fx%3D1@111122223333?secret=" + SEED)


def test_steps_are_half_minutes() -> None:
    assert totp.step_of(NOW + timedelta(seconds=29)) == STEP
    assert totp.step_of(NOW + timedelta(seconds=30)) == STEP + 1
