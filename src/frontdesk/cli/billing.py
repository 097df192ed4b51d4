"""``frontdesk billing``: charging accounts on the host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file

app = typer.Typer(no_args_is_help=True, help="Charges of accounts.")


@app.callback()
def _group() -> None:
    """Charges of accounts."""


@app.command()
def charge(
    account: Annotated[str, typer.Argument(help="Account ID, twelve digits.")],
    amount: Annotated[str, typer.Option(help="Amount such as 12.50, in the currency's major unit.")],
    currency: Annotated[str, typer.Option(help="Three letters, such as EUR.")],
    memo: Annotated[str, typer.Option(help="What it is for, 1 to 200 characters.")],
    period: Annotated[str | None, typer.Option(help="Month such as 2026-11; this month unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Charge an account; the amount stands on the bill of that month, which is issued when the month is over."""
    from frontdesk.billing import charges, money
    from frontdesk.composition import open_store

    store = open_store(settings_file.load(config), ready=True)
    total = money.read(amount, currency)
    made = store.transact(lambda ctx: charges.enter(ctx, account, total, memo, period), writes=True)
    answer = {
        "charge_id": made.id,
        "account_id": made.account_id,
        "bill_id": made.bill_id,
        "amount": made.amount,
        "currency": made.currency,
        "period": made.period,
    }
    if as_json:
        say_json(answer)
    else:
        say_facts("Charged", answer | {"amount": total.plain})
