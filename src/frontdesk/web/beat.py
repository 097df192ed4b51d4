"""Answers that leave on a beat, so that the time they took tells nothing (behaviour 2.9, R10)."""

from __future__ import annotations

BEAT = 0.1  # seconds; several times what checking a claim takes, too little for a person to notice


def until_beat(elapsed: float) -> float:
    """Return how many seconds to wait, after so many have passed, for the next beat."""
    return -elapsed % BEAT
