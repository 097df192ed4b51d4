"""The demo world: what ``make run`` makes at its first start, through the same operations as everybody's."""

from __future__ import annotations

import json
import os
from typing import Any

from frontdesk.cli.demo import abuse, billing, closing, contacts, devices, organization, support
from frontdesk.cli.demo.house import House
from frontdesk.credentials import founding
from frontdesk.credentials.founding import Founding
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
    house, staff = House(store, owner.account_id), House(store, desk.account_id)
    contacts.furnish(house)
    support.open_case(house)
    abuse.report(house, staff)
    billing.furnish(house)
    guest = organization.furnish(house)
    closing.furnish(House(store, guest["account_id"]))
    return {
        "account_id": owner.account_id,
        "alias": ALIAS,
        "root": {"email": owner.email, "password": owner.password.reveal()},
        "administrator": house.user(ADMINISTRATOR, _FULL, key=True),
        "user": house.user(USER, None),
        "operator_account_id": desk.account_id,
        "staff": staff.user(STAFF, _FULL),
        "guest": guest,
        "devices": devices.furnish(house),
    }
