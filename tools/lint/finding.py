"""What a lint rule has to say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One breach of a rule. ``line`` is 0 where the whole file or tree is meant."""

    path: str
    line: int
    what: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what}. {self.reason}"
