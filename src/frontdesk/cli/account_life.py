"""``frontdesk account suspend|reinstate|close|reopen|export``: an account's life, from the host."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file
from frontdesk.core.errors import NotFound, ValidationError
from frontdesk.core.ids import ACCOUNT_ID

app = typer.Typer()
Id = Annotated[str, typer.Argument(metavar="ID", help="The account's twelve digits.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Config = Annotated[Path | None, typer.Option(help="TOML file with settings.")]


@app.command()
def suspend(
    id: Id,
    cause: Annotated[str, typer.Option(help="unpaid, abuse, verification or operator.")] = "operator",
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Stop an account; its people are told why by mail, and only its root user can still sign in."""
    _do("SuspendAccount", "The account is suspended", id, config, as_json=as_json, Cause=cause)


@app.command()
def reinstate(id: Id, as_json: AsJson = False, config: Config = None) -> None:
    """Let a suspended account work again."""
    _do("ReinstateAccount", "The account works again", id, config, as_json=as_json)


@app.command()
def close(id: Id, as_json: AsJson = False, config: Config = None) -> None:
    """Close an account; within a minute the worker has done it. Nothing is deleted before its time is over."""
    _do("CloseAnyAccount", "The account is being closed", id, config, as_json=as_json)


@app.command()
def reopen(id: Id, as_json: AsJson = False, config: Config = None) -> None:
    """Undo a closing within its time."""
    _do("ReopenAnyAccount", "The account is open again", id, config, as_json=as_json)


@app.command()
def export(
    id: Id,
    output: Annotated[Path, typer.Option("--output", help="The zip file to write; it must not exist yet.")],
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Save what an account holds as JSON Lines in a zip, with a manifest; no secret is in it."""
    from frontdesk.composition import open_store
    from frontdesk.directory import accounts, belongings

    store = open_store(settings_file.load(config), ready=True)
    if store.transact(lambda ctx: accounts.find(ctx, _checked(id))) is None:
        raise NotFound("There is no account {id}.", id=id)
    with os.fdopen(_made(output), "w+b") as file:
        manifest = store.transact(lambda ctx: belongings.export(ctx, id, file))
    if as_json:
        say_json(manifest)
        return
    filled = {one["name"]: _lines(one["rows"]) for one in manifest["files"] if one["rows"]}
    say_facts(f"Saved to {output}", filled)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _made(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise ValidationError("{path} cannot be made: {why}.", path=path, why=os.strerror(fault.errno or 0)) from fault


def _checked(id: str) -> str:
    if not ACCOUNT_ID.fullmatch(id):
        raise ValidationError("{id} is no account ID. It has twelve digits.", id=id)
    return id


def _do(name: str, title: str, id: str, config: Path | None, *, as_json: bool, **params: str) -> None:
    from frontdesk.audit.reads import ReadLog
    from frontdesk.composition import open_store
    from frontdesk.core import arns
    from frontdesk.core.callers import Caller, Origin
    from frontdesk.operations import catalogue
    from frontdesk.operations.perform import Desk, perform

    store = open_store(settings_file.load(config), ready=True)
    host = Caller("Host", _checked(id), id, arns.root(id))
    given = {"AccountId": id, **params}
    desk = Desk(store, ReadLog(store))
    answer = perform(desk, catalogue.operation("standing", name), host, Origin(agent="frontdesk account"), given)
    say_json(answer) if as_json else say_facts(title, _words(answer))


def _words(answer: Mapping[str, Any]) -> dict[str, Any]:
    named = {
        "AccountId": "account",
        "State": "state",
        "Cause": "suspended for",
        "ClosesAt": "will be closed",
        "EndsAt": "ends for good",
    }
    return {words: _shown(answer[name]) for name, words in named.items() if name in answer}


def _shown(value: object) -> str:
    return f"{value:%d %B %Y, %H:%M} UTC" if isinstance(value, datetime) else str(value)
