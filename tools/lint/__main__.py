"""Run every house rule over the tree; ends with 1 if one fires."""

from __future__ import annotations

import sys

from tools.lint import calls, requirements, sizes, tree, words


def main() -> int:
    """Print every finding; return the exit status."""
    files = tree.files()
    found = [finding for rules in (sizes, calls, words, requirements) for finding in rules.findings(files)]
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
