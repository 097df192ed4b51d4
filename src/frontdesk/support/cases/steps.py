"""What staff answer most: rows of the troubleshooting map (behaviour 11) as text to begin an answer with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frontdesk.core.settings import Settings

_FILE = Path(__file__).with_name("steps.json")
# where the first letter of a row's id stands in the map
AREAS = {
    "A": "Wrong door",
    "B": "Root user",
    "C": "IAM user",
    "D": "MFA",
    "E": "Portal user",
    "G": "Roles and permissions",
    "H": "Keys and command line",
    "I": "Account life cycle",
    "J": "Billing",
    "K": "Organization",
    "L": "Abuse, fraud, support",
}


@dataclass(frozen=True)
class Step:
    """One row: what the person sees, whose turn it is (the letters of the map), what to answer."""

    id: str
    symptom: str
    who: str
    text: str

    @property
    def area(self) -> str:
        """The heading of the map under which the row stands."""
        return AREAS[self.id[0]]


@cache
def _all() -> tuple[Step, ...]:
    rows = json.loads(_FILE.read_text("utf-8"))
    return tuple(Step(id, row["symptom"], row["who"], row["text"]) for id, row in rows.items())


def find(words: str = "") -> Iterable[Step]:
    """Return the rows with all of these words, or the row of this id; all of them without words."""
    wanted = words.casefold().split()
    return [step for step in _all() if all(word in _searched(step) for word in wanted)]


def _searched(step: Step) -> str:
    return f"{step.id} {step.symptom} {step.text} {step.area}".casefold()


def answer(step: Step, settings: Settings) -> str:
    """Return a row's text with this installation's names in it."""
    return step.text.replace("{mail}", settings.mail_from)
