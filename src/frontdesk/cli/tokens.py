"""``frontdesk tokens``: hardware tokens whose seeds their maker sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file
from frontdesk.core.errors import ValidationError

app = typer.Typer(no_args_is_help=True, help="Hardware tokens that people may register.")


@app.callback()
def tokens() -> None:
    """Hardware tokens that people may register."""


@app.command("import")
def import_tokens(
    file: Annotated[Path, typer.Argument(help="CSV with the columns serial and seed_hex, or serial and seed_base32.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Seal the seeds and make the tokens known; those that are known already stay as they are. Then delete the file."""
    from frontdesk.composition import open_store
    from frontdesk.credentials.devices import tokens as hardware

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ValidationError("The file {file} cannot be read as text.", file=file) from fault
    read = hardware.read(text)
    store = open_store(settings_file.load(config), ready=True)
    new, known = store.transact(lambda ctx: hardware.keep(ctx, read), writes=True)
    if as_json:
        say_json({"imported": new, "known": known})
    else:
        say_facts("Tokens", {"imported": new, "known already": known, "next": f"delete {file}: it holds the seeds"})
