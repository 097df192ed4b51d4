"""Write the reference pages from the product: ``python -m tools.reference``; with ``--check`` compare them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields

from frontdesk.core import settings
from frontdesk.core.settings import PREFIX, Settings
from frontdesk.operations import catalogue, contract
from frontdesk.operations.registry import Operation
from tools.lint import tree

FOLDER = tree.ROOT / "docs/reference"
_MADE = "*Written by `make reference` from the source; changes here are lost.*"
_SETTINGS = f"""# Settings

{_MADE}

Each setting is read from the environment as `{PREFIX}` and its name in capitals, such as `{PREFIX}ORIGIN`, and from a
TOML file named by `{PREFIX}CONFIG` or `--config`, as `origin = "https://signin.example.org"`. The environment wins. A
name that is not in this list stops the start. `frontdesk check` shows what is in force and what is missing.

| Setting | Default | From, to | Meaning |
| --- | --- | --- | --- |
"""
_COVERAGE = f"""# AWS operations

{_MADE}

What answers at the AWS endpoint today. An operation that is in a service's model but not here is refused in AWS's words
(`InvalidAction` and its like) and never silently accepted. What is sent is checked against the model, members, lengths
and patterns included. Services that are not on this page do not answer.

| Service | Answers | In the model |
| --- | --- | --- |
"""
_OWN = sorted(folder.name for folder in contract.MODELS.iterdir() if any(folder.glob("*/service-2.json")))
_OWN_WORDS = """What AWS has no operation for. Pages use these, and so can scripts: the endpoint answers them as a JSON
service with the target prefix `{prefix}`. Each is authorised by an IAM action like any other."""


def pages() -> dict[str, str]:
    """Return the text of every generated page by its file name."""
    return {"settings.md": "".join(_settings()), "coverage.md": "".join(_coverage())}


def outdated() -> list[str]:
    """Return the names of pages that differ from what they would be if written now."""
    return [name for name, text in pages().items() if not _is(name, text)]


def _is(name: str, text: str) -> bool:
    path = FOLDER / name
    return path.exists() and path.read_text(encoding="utf-8") == text


def _settings() -> Iterator[str]:
    yield _SETTINGS
    bounds = {one.name: (one.metadata["least"], one.metadata["most"]) for one in fields(Settings)}
    for name, default, words in settings.reference():
        least, most = bounds[name]
        between = f"{least} to {most}" if most is not None else ""
        shown = f"`{default}`" if default else "empty"
        yield f"| `{name}` | {shown} | {between} | {words.replace('|', '&#124;')} |\n"


def _coverage() -> Iterator[str]:
    yield _COVERAGE
    known = catalogue.load()
    services = sorted({service for service, _ in known if service not in _OWN})
    for service in services:
        yield f"| [{service}](#{service}) | {len(_of(service))} | {len(contract.service(service).operation_names)} |\n"
    for service in services:
        yield from _service(service)
    for service in _OWN:
        words = _OWN_WORDS.format(prefix=contract.service(service).metadata["targetPrefix"])
        yield f"\n## {service}\n\n{words}\n\n| Operation | IAM action |\n| --- | --- |\n"
        yield from (f"| `{one.name}` | `{one.action}` |\n" for one in _of(service))


def _of(service: str) -> list[Operation]:
    known = catalogue.load()
    return [known[key] for key in sorted(known) if key[0] == service]


def _service(service: str) -> Iterator[str]:
    answered = _of(service)
    names = {one.name for one in answered}
    missing = [name for name in contract.service(service).operation_names if name not in names]
    yield f"\n## {service}\n\nAnswers: {_listed(sorted(names))}\n"
    if free := [one.name for one in answered if one.unchecked]:
        yield f"\nWithout any permission: {_listed(free)}\n"
    yield f"\nNot yet: {_listed(missing)}\n"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) + "." if names else "none."


def main() -> int:
    """Write every page or, with ``--check``, name the outdated ones; return the exit status."""
    stale = outdated()
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is outdated: run make reference")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages()[name], encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
