"""The lines that are printed."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Line:
    """One figure: what was measured, ours and what stands beside it, the result, and the goal if there is one."""

    what: str
    ours: str
    beside: str
    result: str
    goal: str = ""
    met: bool | None = None


def show(console: Console, title: str, lines: list[Line]) -> None:
    """Print a table."""
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    for name in ("What", "Ours", "Beside", "Result", "Goal", ""):
        table.add_column(name, justify="left" if name in ("What", "Goal", "") else "right")
    for line in lines:
        verdict = {None: "", True: "[green]met[/]", False: "[red]missed[/]"}[line.met]
        table.add_row(line.what, line.ours, line.beside, line.result, line.goal, verdict)
    console.print(table)
    console.print()


def micro(value: float) -> str:
    """Write microseconds, or milliseconds where they are many."""
    return f"{value:,.0f} µs" if value < 9_500 else f"{value / 1000:,.1f} ms"
