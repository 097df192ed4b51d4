"""What commands print: names that strangers chose stay words."""

from __future__ import annotations

import pytest

from frontdesk.cli.words import say_facts, say_refusal
from frontdesk.core.errors import NotFound

NAME = "[/x] [bold]Quay[/] \x1b[2J\x1b]0;title\x07\r\nroot: all is well\x9b31m\u202e"


def test_names_are_neither_markup_nor_commands_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    say_facts(NAME, {"name": NAME, NAME: "short"})
    say_refusal(NotFound("There is no account {name}.", name=NAME))
    done = capsys.readouterr()
    lines = [*done.out.split("\n"), *done.err.split("\n")]
    assert all(line.isprintable() for line in lines)
    assert sum("[/x] [bold]Quay[/] \\x1b[2J" in line for line in lines) == 4
    assert not [line for line in lines if line.startswith("root:")]
