"""Organizations on both databases: a whole life, and what happens at the same moment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdesk.store.work import Store
from tests.support.iam import IAM
from tests.support.stores import FrozenClock
from tests.support.world import World
from tests.unit.operations.organizations import test_accounts, test_handshakes, test_races, test_tree
from tests.unit.operations.organizations.conftest import House

SCENES: list[Callable[[House, IAM], None]] = [
    test_accounts.test_from_where_to_where,
    test_accounts.test_open_members_are_neither_closed_nor_gone,
    test_handshakes.test_by_address_whatever_its_case,
    test_handshakes.test_is_forgotten_thirty_days_later,
    test_races.test_accepting_while_it_is_cancelled,
    test_races.test_one_accepts_two_organizations,
    test_races.test_the_last_place_is_taken_once,
    test_races.test_two_accept_the_same_invitation,
    test_tree.test_an_organization_goes_when_nobody_else_is_in_it,
]


@pytest.fixture
def house(store: Store, clock: FrozenClock) -> House:
    """An installation without accounts."""
    return House(World(store, clock))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_as_on_sqlite(house: House, scene: Callable[[House, IAM], None]) -> None:
    scene(house, house.found())


def test_two_found_an_organization_in_the_same_account(house: House) -> None:
    test_races.test_two_found_an_organization_in_the_same_account(house)
