"""``frontdesk abuse intake``: one letter of the abuse mailbox, as a mail server pipes it in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from frontdesk.core import settings as settings_file
from frontdesk.core.errors import Throttled
from frontdesk.store.context import Context

app = typer.Typer(no_args_is_help=True, help="Abuse reports.")
# what mail servers understand (sysexits): refused for good, and try again later
REFUSED, LATER = 65, 75


@app.command()
def intake(
    recipient: Annotated[str, typer.Option(help="The envelope's recipient, with its plus-part.")] = "",
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Take one mail from standard input; ends with 65 for what is no mail, with 75 when it should come again."""
    from frontdesk.support.abuse.letters import MOST_BYTES

    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if not data.strip() or len(data) > MOST_BYTES:
        _end(REFUSED, "empty" if not data.strip() else "larger than 10 MiB")
    _end(*_taken(data, recipient, config))


def _end(code: int, words: str) -> None:
    typer.echo(words, err=code != 0)
    raise typer.Exit(code)


def _taken(data: bytes, recipient: str, config: Path | None) -> tuple[int, str]:
    from frontdesk.composition import open_store
    from frontdesk.support.abuse.mail_text import Unreadable

    try:
        store = open_store(settings_file.load(config), ready=True)
        done = store.transact(lambda ctx: _take(ctx, data, recipient), writes=True)
        store.close()
    except Unreadable as fault:
        return REFUSED, f"unreadable: {fault}"
    except Exception as fault:  # whatever it is, the mail server keeps the letter and asks again
        return LATER, f"later: {type(fault).__name__}: {fault}"
    return 0, done


def _take(ctx: Context, data: bytes, recipient: str) -> str:
    from frontdesk.authentication import throttle
    from frontdesk.authentication.throttle import HOUR, Policy, Scope
    from frontdesk.support.abuse import letters, mail_text, reporters

    address = letters.sender(mail_text.parse(data))
    scopes = (
        Scope(f"abuse-mail:{reporters.address_mac(ctx, address)}", Policy(60, HOUR, free=60)),
        Scope("abuse-mail", Policy(1000, HOUR, free=1000)),
    )
    if throttle.locked_until(ctx, scopes):
        raise Throttled("There were too many letters within an hour.")
    throttle.count(ctx, scopes)
    taken = letters.take(ctx, data, recipient)
    return f"{taken.what} {taken.number}".strip()
