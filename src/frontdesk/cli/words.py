"""How commands speak: rich in a terminal, plain elsewhere, JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.printable import printable


def say_json(answer: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(answer, indent=2, default=_plain) + "\n")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def say_refusal(refusal: FrontdeskError) -> None:
    """Print what happened and what to do, on standard error."""
    _print(("Refused:", "bold red"), f" {refusal.public}", stderr=True)
    if refusal.remedy:
        _print(f"What to do: {refusal.remedy.words}", stderr=True)
    if refusal.reference:
        _print(f"Reference: {refusal.reference}", stderr=True)


def say_facts(title: str, facts: Mapping[str, Any]) -> None:
    """Print a title and its facts, one per line, never broken in the middle of a value; yes and no as words."""
    _print()
    _print((title, "bold"))
    width = max((len(name) for name in facts), default=0)
    for name, value in facts.items():
        _print("  ", (name.ljust(width), "dim"), f"  {_word(value)}")


def _word(value: Any) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _shown(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return printable(part) if isinstance(part, str) else (printable(part[0]), part[1])


def _print(*parts: str | tuple[str, str], stderr: bool = False) -> None:
    # as Text, because names and patterns may hold what rich would read as markup
    from rich.console import Console
    from rich.text import Text

    Console(stderr=stderr, soft_wrap=True).print(Text.assemble(*map(_shown, parts)), highlight=False)
