"""How commands speak: rich in a terminal, plain elsewhere, JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from frontdesk.core.errors import FrontdeskError


def say_json(answer: Mapping[str, Any] | list[Any]) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(answer, indent=2, default=str) + "\n")


def say_refusal(refusal: FrontdeskError) -> None:
    """Print what happened and what to do, on standard error."""
    from rich.console import Console

    console = Console(stderr=True, soft_wrap=True)
    console.print(f"[bold red]Refused:[/] {refusal.public}", highlight=False)
    if refusal.remedy:
        console.print(f"What to do: {refusal.remedy.words}", highlight=False)
    if refusal.reference:
        console.print(f"Reference: {refusal.reference}", highlight=False)


def say_facts(title: str, facts: Mapping[str, str]) -> None:
    """Print a title and its facts, one per line, never broken in the middle of a value."""
    from rich.console import Console

    console = Console(soft_wrap=True)
    console.print(f"\n[bold]{title}[/]", highlight=False)
    width = max((len(name) for name in facts), default=0)
    for name, value in facts.items():
        console.print(f"  [dim]{name.ljust(width)}[/]  {value}", highlight=False)
