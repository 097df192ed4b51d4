"""``frontdesk events`` and ``frontdesk explain``: what happened, for whoever runs the host."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file
from frontdesk.core.errors import NotFound

Config = Annotated[Path | None, typer.Option(help="TOML file with settings.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def events(
    account: Annotated[str | None, typer.Option(help="Only this account's events.")] = None,
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1, max=1000)] = 20,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Show the newest events as CloudTrail records."""
    from frontdesk.audit import host
    from frontdesk.composition import open_store

    store = open_store(settings_file.load(config), ready=True)
    records = store.transact(lambda ctx: host.newest(ctx, account, limit))
    if as_json:
        say_json(records)
        return
    for record in records:
        say_facts(f"{record['eventTime']}  {record['eventName']}", _short(record))


def _short(record: dict[str, Any]) -> dict[str, str]:
    identity = record["userIdentity"]
    facts = {
        "account": record.get("recipientAccountId"),
        "who": identity.get("userName") or identity.get("arn") or identity.get("type"),
        "from": record.get("sourceIPAddress"),
        "refused": record.get("errorMessage"),
    }
    return {name: str(value) for name, value in facts.items() if value}


def explain(
    reference: Annotated[str, typer.Argument(help="A reference such as FD-7K3M-Q2XP, or an AWS request id.")],
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """Tell what a reference stands for: each step, the exact cause, and the remedy."""
    from frontdesk.authentication import explanations
    from frontdesk.authentication.explanations import Audience
    from frontdesk.composition import open_store

    store = open_store(settings_file.load(config), ready=True)
    told = store.transact(lambda ctx: explanations.find(ctx, reference, Audience.OPERATOR))
    if told is None:
        raise NotFound(
            "There is no such reference here. References are kept for {days} days.", days=store.settings.event_days
        )
    if as_json:
        say_json(explanations.as_facts(told))
        return
    say_facts(
        str(told.title), {"what happened": str(told.cause), "what to do": str(told.remedy.words), "from": told.address}
    )
    for line in told.lines:
        say_facts(f"{line.mark.value:>4}  {line.title}", {"": str(line.detail)} if line.detail else {})
