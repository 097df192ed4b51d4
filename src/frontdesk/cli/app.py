"""The commands, each importing only what it needs, so that the quick ones stay quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontdesk.cli import abuse, account, account_life, billing, events, outlook, tokens
from frontdesk.core import settings as settings_file
from frontdesk.core.settings import Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The front desk of a cloud."
)
account.app.registered_commands.extend(account_life.app.registered_commands)
app.add_typer(account.app, name="account")
app.add_typer(abuse.app, name="abuse")
app.add_typer(billing.app, name="billing")
app.add_typer(tokens.app, name="tokens")
app.command("events")(events.events)
app.command("explain")(events.explain)
app.command("check")(outlook.check)

Config = Annotated[Path | None, typer.Option(help="TOML file with settings.")]


@app.command()
def serve(
    config: Config = None,
    demo: Annotated[bool, typer.Option("--demo", help="Make a demo world at the first start.")] = False,
) -> None:
    """Serve pages, the AWS API and mail delivery until stopped."""
    from frontdesk.cli.serving import serve as run

    run(_settings(config), demo=demo)


@app.command()
def worker(config: Config = None) -> None:
    """Deliver mail and run timed jobs, beside servers that share the database."""
    from frontdesk.cli.serving import work

    work(_settings(config))


@app.command()
def migrate(config: Config = None) -> None:
    """Bring the database to this version's shape."""
    from frontdesk.cli.words import say_facts
    from frontdesk.composition import open_store
    from frontdesk.store import migrate as migrations

    store = open_store(_settings(config))
    ready = migrations.head(store.engine)
    migrations.upgrade(store.engine)
    say_facts("Database", {"state": "was already up to date" if ready else "brought up to date"})


def _settings(config: Path | None) -> Settings:
    return settings_file.load(config)
