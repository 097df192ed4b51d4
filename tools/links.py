"""Check that links between the project's Markdown files lead somewhere; links to other sites are not followed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from tools.lint import tree
from tools.lint.finding import Finding
from tools.lint.tree import File

_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_REASON = "A reader who follows it is lost: mend the path or the heading."


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings in a Markdown text, spelled as forges spell them."""
    headings = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets(text: str) -> list[str]:
    """Return where the links and pictures of a Markdown text lead, as written."""
    return _LINK.findall(_FENCE.sub("", text))


def findings(files: list[File], paths: set[str]) -> Iterator[Finding]:
    """Yield every relative link in the Markdown files that names no path or heading; ``paths`` exist."""
    texts = {file.path: file.text for file in files}
    for file in files:
        if file.path.endswith(".md"):
            for target in targets(file.text):
                if not _leads_somewhere(file.path, target, texts, paths):
                    yield Finding(file.path, 0, f"the link {target} leads nowhere", _REASON)


def _leads_somewhere(path: str, target: str, texts: dict[str, str], paths: set[str]) -> bool:
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return True
    place, _, anchor = target.partition("#")
    there = join(path, unquote(place)) if place else path
    if there not in paths:
        return False
    return not anchor or not there.endswith(".md") or anchor in anchors(texts[there])


def join(path: str, link: str) -> str:
    """Return the path of a relative link in the file at ``path``, both seen from the project's folder."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / link).parts:
        if part == "..":
            parts[-1:] = []
        else:
            parts.append(part)
    return "/".join(parts)


def main() -> int:
    """Print every broken link; return the exit status."""
    paths = {path.relative_to(tree.ROOT).as_posix() for path in tree.ROOT.rglob("*") if ".venv" not in path.parts}
    found = list(findings(tree.files(), paths))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
