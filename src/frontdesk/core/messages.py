"""Words that people read, kept apart from the values in them so that they can be translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence in English with ``{name}`` places; the English text is the translation key."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True)
class Remedy:
    """What to do next: words for the button and a key that the doors map to a page or command."""

    action: str
    words: Message
