"""``frontdesk check``: what is missing before this installation should serve people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from frontdesk.cli.words import say_facts, say_json
from frontdesk.core import settings as settings_file
from frontdesk.core.settings import Settings


def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
) -> None:
    """Check settings, keys, database and mail; ends with 3 when something is missing."""
    settings = settings_file.load(config)
    found = problems(settings)
    if as_json:
        say_json({"problems": found, "settings": _shown(settings)})
    else:
        say_facts("Settings", {name: "not set" if value == "" else value for name, value in _shown(settings).items()})
        numbered = {f"{place}.": words for place, words in enumerate(found, 1)}
        say_facts("Problems" if found else "No problems", numbered or {"looked at": "settings, database, keys, mail"})
    raise typer.Exit(3 if found else 0)


def _shown(settings: Settings) -> dict[str, Any]:
    secret = ("mail_password", "database_url", "stripe_secret_key", "stripe_webhook_secret")
    values = {name: getattr(settings, name) for name, _, _ in settings_file.reference()}
    return {name: "•••" if name in secret and value else value for name, value in values.items()}


def problems(settings: Settings) -> list[str]:
    """Return what is wrong, worst first, each with its remedy."""
    from frontdesk.billing.processors import chosen
    from frontdesk.mail import delivery

    said = [*delivery.problems(settings), *chosen.problems(settings)]
    ours = [*_store_problems(settings), *_origin_problems(settings), *_passkey_problems(settings)]
    return [*ours, *map(str, said)]


def _store_problems(settings: Settings) -> list[str]:
    from frontdesk.composition import open_store
    from frontdesk.store import migrate

    try:
        ready = migrate.head(open_store(settings).engine)
    except Exception as fault:
        return [f"The database or the keys cannot be used: {type(fault).__name__}. Check data and database_url."]
    return [] if ready else ["The database is not up to date. Run `frontdesk migrate`."]


def _origin_problems(settings: Settings) -> list[str]:
    if settings.https or settings.loopback:
        return []
    return ["People on other machines would send passwords in the clear. Set origin to an https:// address."]


def _passkey_problems(settings: Settings) -> list[str]:
    """Say which passkeys no browser offers any more, because the address of the pages is another one now."""
    found = []
    host = urlsplit(settings.public_origin).hostname or ""
    if settings.passkey_domain and not settings_file.is_below(host, settings.passkey_domain.lower()):
        found.append(
            f"Browsers refuse every passkey: {settings.passkey_domain} is neither {host} nor a domain above it. "
            "Set passkey_domain to one that is."
        )
    return [*found, *_stranded(settings)]


def _stranded(settings: Settings) -> list[str]:
    from frontdesk.composition import open_store
    from frontdesk.credentials.devices import domains

    try:
        others = open_store(settings).transact(domains.others)
    except Exception:
        return []  # said above
    here = settings.rp_id or settings.public_origin
    return [
        f"{one.count} passkeys of {one.people} people in {one.accounts} accounts belong to {one.rp_id} and cannot be "
        f"used at {here}. Set passkey_domain to {one.rp_id}, or let people register anew."
        for one in others
    ]
