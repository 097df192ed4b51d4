"""The demo world: what ``make run`` makes at its first start, through the same operations as everybody's."""

from __future__ import annotations

import json
import os
from typing import Any

from frontdesk.audit.reads import ReadLog
from frontdesk.core import arns
from frontdesk.core.callers import Caller, Origin
from frontdesk.credentials import founding, password_rules
from frontdesk.credentials.founding import Founded, Founding
from frontdesk.operations import catalogue
from frontdesk.operations.perform import Desk, perform
from frontdesk.store.work import Store

FILE = "demo.json"
ALIAS = "harbour-books"
ADMINISTRATOR, USER, STAFF = "ada.lind", "m.okafor", "staff"
_FULL = "arn:aws:iam::aws:policy/AdministratorAccess"


def facts(store: Store) -> dict[str, Any] | None:
    """Return the demo world, making it where there is no account yet; None for an installation that is no demo."""
    path = store.settings.data / FILE
    if path.exists():
        return dict(json.loads(path.read_text()))
    if store.transact(founding.everyone):
        return None
    made = _make(store)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file, indent=2)
    return made


def _make(store: Store) -> dict[str, Any]:
    owner = store.transact(
        lambda ctx: founding.found(ctx, Founding("Harbour Books", "owner@harbour-books.example", ALIAS))
    )
    operator = Founding("Front desk staff", "operator@localhost.example", operator=True)
    desk = store.transact(lambda ctx: founding.found(ctx, operator))
    world = _World(store, owner)
    return {
        "account_id": owner.account_id,
        "alias": ALIAS,
        "root": {"email": owner.email, "password": owner.password.reveal()},
        "administrator": world.user(ADMINISTRATOR, _FULL, key=True),
        "user": world.user(USER, None),
        "operator_account_id": desk.account_id,
        "staff": _World(store, desk).user(STAFF, _FULL),
    }


class _World:
    """One account of the demo, peopled by operations that the host performs."""

    def __init__(self, store: Store, account: Founded) -> None:
        self._desk = Desk(store, ReadLog(store))
        self._caller = Caller("Host", account.account_id, account.account_id, arns.root(account.account_id))

    def user(self, name: str, policy: str | None, *, key: bool = False) -> dict[str, str]:
        """Make a user with a password, perhaps a policy and an access key; return what signs it in."""
        password = password_rules.generate(self._desk.store.entropy).reveal()
        self._do("CreateUser", UserName=name)
        self._do("CreateLoginProfile", UserName=name, Password=password)
        if policy:
            self._do("AttachUserPolicy", UserName=name, PolicyArn=policy)
        made = {"name": name, "password": password}
        if key:
            pair = self._do("CreateAccessKey", UserName=name)["AccessKey"]
            made |= {"access_key_id": pair["AccessKeyId"], "secret_access_key": pair["SecretAccessKey"]}
        return made

    def _do(self, name: str, **params: Any) -> dict[str, Any]:
        return perform(
            self._desk, catalogue.operation("iam", name), self._caller, Origin(agent="frontdesk serve --demo"), params
        )
