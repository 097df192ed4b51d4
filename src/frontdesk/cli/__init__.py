"""``frontdesk``: serve, worker, migrate, check, explain, account, events.

Exit codes: 0 done, 1 refused (the words say why), 2 wrong usage, 3 not ready (``check`` found a problem).
"""

from __future__ import annotations

import sys

from frontdesk.cli.app import app
from frontdesk.cli.words import say_refusal
from frontdesk.core.errors import FrontdeskError

__all__ = ["main"]


def main() -> None:
    """Run a command; a refusal is said in words and ends with 1."""
    try:
        app()
    except FrontdeskError as refusal:
        say_refusal(refusal)
        sys.exit(1)
