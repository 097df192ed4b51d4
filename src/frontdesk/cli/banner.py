"""What the server says when it starts."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.rule import Rule

from frontdesk.cli import demo as demo_world
from frontdesk.credentials import founding
from frontdesk.mail import mailbox
from frontdesk.store.work import Store


def show(store: Store, *, demo: bool) -> None:
    """Print every address, and for the demo every name and password."""
    console = Console(soft_wrap=True, highlight=False)
    origin = store.settings.public_origin
    console.print(Rule("[bold]Frontdesk[/]", style="dim"))
    _line(console, "Sign-in page", f"{origin}/console")
    if mailbox.is_open(store.settings):
        _line(console, "Mailbox", f"{origin}/mailbox  (everything that was mailed; only on this machine)")
    world = demo_world.facts(store) if demo else None
    if world:
        _world(console, store, world)
    elif not store.transact(founding.everyone):
        _empty(console, origin)
    console.print(Rule(style="dim"))


def _line(console: Console, name: str, value: str) -> None:
    console.print(f"  [dim]{name:<22}[/]{value}")


def _empty(console: Console, origin: str) -> None:
    console.print("\n  There is no account yet. Make the first one in one of these ways:")
    _line(console, "in a browser", f"{origin}/signup")
    _line(console, "in a terminal", "frontdesk account create --name NAME --email ADDRESS")
    _line(console, "staff's own account", "frontdesk account create --operator --name NAME --email ADDRESS")


def _world(console: Console, store: Store, world: dict[str, Any]) -> None:
    origin, alias, account = store.settings.public_origin, world["alias"], world["account_id"]
    console.print(f"\n  [bold]Demo account {account}[/], alias {alias}")
    _line(console, "Account sign-in", f"{origin}/console?account={alias}")
    if store.settings.account_domain:
        port = origin.rpartition(":")[2] if origin.count(":") == 2 else ""
        scheme = origin.partition("://")[0]
        _line(
            console,
            "  the same as a host",
            f"{scheme}://{alias}.signin.{store.settings.account_domain}{':' + port if port else ''}/console",
        )
    _person(console, "Root user", world["root"]["email"], world["root"]["password"], f"{origin}/signin")
    _person(console, "Administrator", world["administrator"]["name"], world["administrator"]["password"], "")
    _person(console, "IAM user", world["user"]["name"], world["user"]["password"], "")
    if people := world.get("devices"):
        _devices(console, people)
    console.print(f"\n  [bold]Operator account {world['operator_account_id']}[/] (the installation's staff)")
    _line(console, "Staff sign-in", f"{origin}/console?account={world['operator_account_id']}")
    _person(console, "Staff", world["staff"]["name"], world["staff"]["password"], "")
    if guest := world.get("guest"):  # a demo that was made before there were organizations has none
        console.print(f"\n  [bold]Account {guest['account_id']}[/], {guest['name']}: yours to close and reopen")
        _person(console, "Root user", guest["root"]["email"], guest["root"]["password"], f"{origin}/signin")
    _command(console, origin, world["administrator"])


def _devices(console: Console, people: dict[str, dict[str, str]]) -> None:
    phone, lost = people["phone"], people["lost"]
    _person(console, "With an app", phone["name"], phone["password"], "")
    _line(console, "  its secret", f"[bold]{phone['secret']}[/]  (type it into an authenticator app)")
    _person(console, "Lost the phone", lost["name"], lost["password"], "")


def _person(console: Console, kind: str, name: str, password: str, page: str) -> None:
    _line(console, kind, f"[bold]{name}[/]  password  [bold]{_plain(password)}[/]" + (f"  at {page}" if page else ""))


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _command(console: Console, origin: str, key: dict[str, str]) -> None:
    console.print("\n  [bold]AWS CLI[/] as the administrator (before version 2.13 add --endpoint-url " + origin + ")")
    console.print(
        f"  AWS_ENDPOINT_URL={origin} AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID={key['access_key_id']} "
        f"AWS_SECRET_ACCESS_KEY={key['secret_access_key']} aws sts get-caller-identity"
    )
