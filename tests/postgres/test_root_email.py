"""Root's address on both databases: moved, stopped, and wanted by two at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from frontdesk.core.settings import Settings
from frontdesk.directory import accounts, root_email
from frontdesk.directory.errors import EmailTaken
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from tests.support import world as worlds
from tests.support.world import World
from tests.unit.authentication.moving import NEW, OLD, Desk, email, live, secret, sign_in, stop

CONTACT = {
    "FullName": "Ada Lind",
    "AddressLine1": "Kai 1",
    "City": "Bergen",
    "PostalCode": "5003",
    "CountryCode": "NO",
    "PhoneNumber": "+47 1",
}
PERSON = {"AlternateContactType": "SECURITY", "Title": "S", "EmailAddress": "s@example.org", "PhoneNumber": "+1"}


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> Iterator[World]:
    catalogue.load()
    with worlds.opened(tmp_path / "world", database_url=settings.database_url) as world:
        yield world


def test_moved_and_stopped(world: World) -> None:
    root = world.account()
    Desk(world, root.account_id, sign_in(world, OLD) or "").move()
    assert email(world, root) == NEW
    stop(world, secret(world))
    assert (email(world, root), live(world)) == (OLD, set())


def test_contacts_and_regions(world: World) -> None:
    admin = world.administrator(world.account())
    world.perform(admin, "account:PutContactInformation", {"ContactInformation": CONTACT})
    assert world.perform(admin, "account:GetContactInformation")["ContactInformation"] == CONTACT
    for name in ("First", "Second"):
        world.perform(admin, "account:PutAlternateContact", PERSON | {"Name": name})
    answer = world.perform(admin, "account:GetAlternateContact", {"AlternateContactType": "SECURITY"})
    assert answer["AlternateContact"]["Name"] == "Second"
    world.perform(admin, "account:EnableRegion", {"RegionName": "eu-south-1"})
    on = world.perform(admin, "account:ListRegions", {"RegionOptStatusContains": ["ENABLED"]})
    assert [one["RegionName"] for one in on["Regions"]] == ["eu-south-1"]


def test_one_address_goes_to_one_account_however_many_want_it_at_once(world: World) -> None:
    wanting = [world.account(f"Account {number}").account_id for number in range(4)]

    def take(account_id: str) -> bool:
        def run(ctx: Context) -> None:
            account = accounts.find(ctx, account_id)
            assert account
            root_email.change(ctx, account, NEW)

        try:
            world.run(run)
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, wanting)) == [False, False, False, True]


def test_a_link_pressed_by_many_at_once_restores_once(world: World) -> None:
    root = world.account()
    Desk(world, root.account_id, sign_in(world, OLD) or "").move()
    link = secret(world)

    def press(_: int) -> bool:
        def run(ctx: Context) -> bool:
            row = root_email.by_secret(ctx, link)
            assert row
            return root_email.restore(ctx, row)

        return world.run(run)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]
