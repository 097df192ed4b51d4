"""Contrast of every pair of colours in use, computed from the tokens (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import frontdesk.web

STATIC = Path(frontdesk.web.__file__).parent / "static"
CSS = (STATIC / "tokens.css").read_text()
THEMES = ("light", "dark", "contrast light", "contrast dark")

# text on its ground: at least 4.5, and 7 in high contrast
TEXT = """
ink on page, surface, sunken, info-tint, success-tint, warning-tint, danger-tint, action-tint, brass-tint
ink-soft on page, surface, sunken, action-tint
link on page, surface, sunken, action-tint, info-tint, success-tint, warning-tint, danger-tint
on-action on action, action-hover
on-danger on danger, danger-hover
danger on surface, danger-tint
success on surface
warning on surface
surface on info, success, warning, danger
brass on brass-tint, surface
on-band on band, band-hover
on-band-soft on band
"""

# parts of controls and drawings: at least 3, and 4.5 in high contrast
PARTS = """
edge on surface, page, sunken
action on page, surface, action-tint, sunken
focus-page on page, surface, sunken, action-tint
focus-band on band
danger on page, danger-tint
info on info-tint
success on success-tint
warning on warning-tint, surface
mark-key on band
"""


def pairs(words: str) -> list[tuple[str, str]]:
    lines = [line.partition(" on ") for line in words.strip().splitlines()]
    return [(above, below) for above, _, grounds in lines for below in grounds.split(", ")]


def tokens(block: str) -> dict[str, tuple[str, str]]:
    """Return the light and the dark colour of each token in a block of the style sheet."""
    both = re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", block)
    same = re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)
    return {name: (light, dark) for name, light, dark in both} | {name: (one, one) for name, one in same}


def block(begin: str) -> str:
    return CSS[CSS.index(begin) :].partition("\n}")[0]


BASE = tokens(block(":root {"))
CHOSEN = tokens(block(':root[data-theme~="contrast"] {'))
ASKED = tokens(block("@media (prefers-contrast: more) {"))


def colour(theme: str, name: str) -> str:
    values = BASE | (CHOSEN if theme.startswith("contrast") else {})
    return values[name][theme.endswith("dark")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("above", "below"), pairs(TEXT))
def test_words_can_be_read(theme: str, above: str, below: str) -> None:
    least = 7 if theme.startswith("contrast") else 4.5
    assert contrast(colour(theme, above), colour(theme, below)) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("above", "below"), pairs(PARTS))
def test_controls_can_be_seen(theme: str, above: str, below: str) -> None:
    least = 4.5 if theme.startswith("contrast") else 3
    assert contrast(colour(theme, above), colour(theme, below)) >= least


def test_high_contrast_is_the_same_by_choice_and_by_the_device() -> None:
    assert CHOSEN == ASKED
    assert len(CHOSEN) > 20
    assert set(CHOSEN) <= set(BASE)


def test_raw_colours_stand_in_the_tokens_only() -> None:
    components = (STATIC / "components.css").read_text()
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", components)


def test_every_token_that_is_used_exists() -> None:
    components = (STATIC / "components.css").read_text()
    used = set(re.findall(r"var\(--([\w-]+)", components))
    known = set(re.findall(r"--([\w-]+):", CSS + components))
    assert used <= known


def test_nothing_is_loaded_from_a_style_sheet() -> None:
    for name in ("tokens.css", "components.css"):
        assert not re.findall(r"url\(|@import|@font-face|expression\(", (STATIC / name).read_text())
