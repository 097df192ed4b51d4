"""``frontdesk account``: making and listing accounts on the host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file

app = typer.Typer(no_args_is_help=True, help="Accounts of this installation.")


@app.command()
def create(
    name: Annotated[str, typer.Option(help="Account name, 1 to 50 characters.")],
    email: Annotated[str, typer.Option(help="E-mail address of the root user.")],
    alias: Annotated[str | None, typer.Option(help="Account alias for the sign-in address.")] = None,
    root_access_key: Annotated[
        bool, typer.Option("--root-access-key", help="Make an access key for the root user.")
    ] = False,
    operator: Annotated[
        bool, typer.Option("--operator", help="The account whose IAM users are this installation's staff.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Make an account with a generated root password, shown once."""
    from frontdesk.composition import open_store
    from frontdesk.credentials import founding

    store = open_store(settings_file.load(config), ready=True)
    wanted = founding.Founding(name, email, alias=alias, root_access_key=root_access_key, operator=operator)
    made = store.transact(lambda ctx: founding.found(ctx, wanted))
    answer = _answer(made, store.settings.public_origin)
    if as_json:
        say_json(answer)
    else:
        say_facts(
            "Account made. The secrets are shown only now.", {key: value for key, value in answer.items() if value}
        )


def _answer(made: Any, endpoint: str) -> dict[str, Any]:
    return {
        "account_id": made.account_id,
        "root_email": made.email,
        "root_password": made.password.reveal(),
        "access_key_id": made.access_key_id,
        "secret_access_key": made.secret_access_key.reveal() if made.secret_access_key else None,
        "endpoint": endpoint,
    }


@app.command("list")
def list_accounts(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """List every account."""
    from frontdesk.composition import open_store
    from frontdesk.credentials import founding

    store = open_store(settings_file.load(config), ready=True)
    rows = store.transact(founding.everyone)
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say_facts(row["name"] or "", {key: value for key, value in row.items() if value and key != "name"})
