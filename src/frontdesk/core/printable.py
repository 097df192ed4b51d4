"""Text of strangers on its way to a terminal or a log."""

from __future__ import annotations


def printable(text: str, keep: str = "") -> str:
    """Return ``text`` with what does not print written as an escape such as ``\\x1b``; ``keep`` is left as it is.

    So nobody can colour, move or clear what an operator looks at, begin a line of their own, or turn words round.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else one.encode("unicode_escape").decode() for one in text)
