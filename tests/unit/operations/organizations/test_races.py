"""What many people do to an organization at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from frontdesk.core.errors import FrontdeskError
from tests.support.iam import IAM
from tests.unit.operations.organizations.conftest import House


def at_once(acts: Sequence[Callable[[], Any]]) -> Counter[str]:
    """Do all of it at the same moment; count how each ended."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], Any]) -> str:
        barrier.wait()
        try:
            one()
        except FrontdeskError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(act, acts))


def test_two_accept_the_same_invitation(house: House, main: IAM) -> None:
    guest = house("Guest")
    made = house.invite(main, guest)
    ended = at_once([lambda: guest("AcceptHandshake", HandshakeId=made)] * 4)
    assert ended == {"done": 1, "HandshakeAlreadyInStateException": 3}


def test_one_accepts_two_organizations(house: House, main: IAM) -> None:
    guest, other = house("Guest"), house.found("Other")
    made = [house.invite(main, guest), house.invite(other, guest)]
    ended = at_once([partial(guest, "AcceptHandshake", HandshakeId=id) for id in made])
    assert ended == {"done": 1, "HandshakeConstraintViolationException": 1}
    assert len(main("ListAccounts")["Accounts"]) + len(other("ListAccounts")["Accounts"]) == 3


def test_accepting_while_it_is_cancelled(house: House, main: IAM) -> None:
    for number in range(3):
        guest = house(f"Guest{number}")
        made = house.invite(main, guest)
        acts = [partial(guest, "AcceptHandshake", HandshakeId=made), partial(main, "CancelHandshake", HandshakeId=made)]
        ended = at_once(acts)
        assert ended == {"done": 1, "InvalidHandshakeTransitionException": 1}
        inside = guest.caller.account_id in {one["Id"] for one in main("ListAccounts")["Accounts"]}
        ended_as = main("DescribeHandshake", HandshakeId=made)["Handshake"]["State"]
        assert ended_as == ("ACCEPTED" if inside else "CANCELED")


def test_the_last_place_is_taken_once(house: House, main: IAM) -> None:
    for number in range(8):
        house.create(main, f"Yard{number}")
    ended = at_once(
        [partial(main, "CreateAccount", AccountName="Late", Email=f"late{number}@example.org") for number in range(4)]
    )
    assert ended == {"done": 1, "ConstraintViolationException": 3}
    assert len(main("ListAccounts")["Accounts"]) == 10


def test_two_found_an_organization_in_the_same_account(house: House) -> None:
    alone = house("Alone")
    ended = at_once([lambda: alone("CreateOrganization")] * 3)
    assert ended == {"done": 1, "AlreadyInOrganizationException": 2}
