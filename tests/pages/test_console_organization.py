"""Pages of the organization: as nobody's, as a member and as its management account see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from frontdesk.billing.tables import PaymentMethod
from frontdesk.directory import accounts, organizations
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.store.context import Context
from tests.pages.client import Client
from tests.pages.client import Page as Seen
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock

HOME = "/console/organization"
Open = Callable[[str], Office]
CONTACT = {
    "full_name": "Ada Lind",
    "phone": "+47 22 12 34 56",
    "country": "NO",
    "line1": "Havnegata 1",
    "city": "Oslo",
    "postal_code": "0150",
    "kind": "business",
}


@pytest.fixture
def opened(desk: Desk, pools: Pools) -> Open:
    """Open further accounts."""
    return lambda name: Office(desk, pools, name)


@pytest.fixture
def main(office: Office) -> Client:
    """The root user of a management account."""
    desk = office.at_desk()
    found(desk)
    return desk


def send(desk: Client, path: str, *pairs: tuple[str, str]) -> Seen:
    """Send a page's form with these fields, as its button would."""
    token = re.search(r'name="token" value="([^"]+)"', desk.get(path).html)
    assert token, path
    return desk.post(path, [*pairs, ("token", token[1])])


def found(desk: Client, features: str = "ALL") -> Seen:
    return send(desk, f"{HOME}/~new", ("features", features))


def asked_in(page: Seen, words: str) -> Seen:
    """Follow the link that begins with these words; the rest names the handshake for screen readers."""
    return page.follow(next(name for name in page.links if name.startswith(words)))


def member_of(page: Seen) -> str:
    return page.path.rsplit("/", 1)[1]


def create(main: Client, name: str) -> str:
    made = main.get(f"{HOME}/accounts/~new").press(
        "Create the account",
        {"Account name": name, "E-mail address of its root user": f"{name.lower()}@members.example"},
    )
    assert made.h1 == name, made.text
    return member_of(made)


def invite(main: Client, guest: Office) -> None:
    form = main.get(f"{HOME}/invitations/~new")
    sent = form.press("Send the invitation", {"Account ID, or e-mail address of the root user": guest.account_id})
    assert "The invitation is on its way" in sent.text


def accept(desk: Client) -> Seen:
    asked = asked_in(desk.get(HOME), "To join the organization")
    closer = asked.follow("Look closer and accept")
    return send(desk, closer.path, ("bills", "yes"), ("power", "yes"))


def test_an_account_alone_can_begin_one(office: Office) -> None:
    desk = office.at_desk()
    alone = desk.get(HOME)
    assert "This account is in no organization" in alone.text
    asked = alone.follow("Create an organization")
    assert "Choose what the organization is for." in asked.press("Create the organization", {}).text
    made = found(desk)
    assert "Your organization is there" in made.text
    assert "Management account" in made.text
    assert office.account_id in made.text


def test_the_menu_leads_a_standalone_account_to_what_it_can_have(office: Office) -> None:
    alone = office.at_desk().get(HOME)
    for words in ("Control policies", "Invitations"):
        assert alone.follow(words).status == 200


def test_units_are_made_renamed_and_deleted(main: Client) -> None:
    unit = main.get(f"{HOME}/units/~new").press("Create the unit", {"Name of the unit": "Yards"})
    assert (unit.h1, "The unit is there" in unit.text) == ("Yards", True)
    below = unit.follow("Create a unit below it").press("Create the unit", {"Name of the unit": "Docks"})
    assert below.links["Yards"] == unit.path
    again = main.get(f"{HOME}/units/~new").press("Create the unit", {"Name of the unit": "Yards"})
    assert again.error("Name of the unit") == "An OU with the same name already exists."
    renamed = below.follow("Rename").press("Rename the unit", {"Name of the unit": "Piers"})
    assert renamed.h1 == "Piers"
    full = main.get(unit.path).follow("Delete unit")
    assert "Something is still in it" in full.text
    gone = renamed.follow("Delete unit").press("Delete the unit", {})
    assert "The unit is gone" in gone.text
    assert main.get(below.path).status == 404


def test_an_account_is_created_and_moved(main: Client) -> None:
    unit = main.get(f"{HOME}/units/~new").press("Create the unit", {"Name of the unit": "Yards"})
    id = create(main, "Quayside")
    moving = main.get(f"{HOME}/accounts/{id}/move")
    moved = send(main, moving.path, ("to", unit.path.rsplit("/", 1)[1]))
    assert "The account has moved" in moved.text
    assert "Quayside" in main.get(unit.path).text
    tree = main.get(HOME).text
    assert tree.index("Yards") < tree.index("Quayside") < tree.index("Harbour Books", tree.index("Quayside"))


def test_a_taken_address_is_said_beside_its_field(main: Client, office: Office) -> None:
    form = main.get(f"{HOME}/accounts/~new")
    label = "E-mail address of its root user"
    refused = form.press("Create the account", {"Account name": "Copy", label: office.email})
    assert (refused.status, refused.error(label)) == (
        422,
        "No account can be opened with this address. Use another one.",
    )


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        ("Account name", "<Yard>", "Use letters, digits, spaces and signs, without < and >."),
        ("E-mail address of its root user", "yard@localhost", "Enter an e-mail address of 5 to 64 characters"),
        ("Role for administrators of this account", "a role", "Use letters, digits and these signs"),
    ],
)
def test_a_misfit_is_said_beside_its_field(main: Client, label: str, typed: str, words: str) -> None:
    form = main.get(f"{HOME}/accounts/~new")
    filled = {"Account name": "Yard", "E-mail address of its root user": "yard@example.org"} | {label: typed}
    assert form.press("Create the account", filled).error(label).startswith(words)


def test_a_created_member_agrees_to_the_terms_on_its_own_page(main: Client, opened: Open) -> None:
    guest = opened("Yard Guests")
    invite(main, guest)
    desk = guest.at_desk()
    accept(desk)
    guest.run(_as_if_created)
    lacks = desk.get(f"{HOME}/~leave")
    assert "Agreement to the terms of this installation" in lacks.text
    agreed = lacks.press("Agree to the terms", {})
    assert "Agreement to the terms of this installation" not in agreed.text
    assert "A wait period" in agreed.text


def _as_if_created(ctx: Context) -> None:
    member = organizations.member(ctx, ctx.account_id or "")
    assert member
    member.joined_method = "CREATED"


def test_a_member_is_closed_once_everything_is_ticked_and_its_id_typed(main: Client) -> None:
    id = create(main, "Quayside")
    path = f"{HOME}/accounts/{id}/close"
    ticks = [("stops", "yes"), ("bill", "yes"), ("end", "yes")]
    assert send(main, path, ("account", id)).status == 422
    assert "This is not the ID of that account" in send(main, path, *ticks, ("account", "111122223333")).text
    closing = send(main, path, *ticks, ("account", id))
    assert "The account is being closed" in closing.text
    assert "Being closed" in closing.text


def test_removing_names_what_the_member_lacks(main: Client) -> None:
    id = create(main, "Quayside")
    lacks = main.get(f"{HOME}/accounts/{id}/remove").text
    for words in ("A wait period", "Agreement to the terms", "Contact data of its own", "A payment method of its own"):
        assert words in lacks


def test_an_invitation_is_accepted_on_its_page(main: Client, opened: Open) -> None:
    guest = opened("Yard Guests")
    invite(main, guest)
    desk = guest.at_desk()
    assert "You are invited" in desk.get(HOME).text
    asked = asked_in(desk.get(HOME), "To join the organization").follow("Look closer and accept")
    assert asked.press("Join the organization", {}).status == 422
    joined = accept(desk)
    assert "Your account is in the organization" in joined.text
    assert "Yard Guests" in main.get(HOME).text
    assert guest.outbox("organization_invitation")


def test_an_invitation_is_declined_or_taken_back(main: Client, opened: Open, clock: FrozenClock) -> None:
    guest = opened("Yard Guests")
    invite(main, guest)
    declined = asked_in(guest.at_desk().get(HOME), "To join the organization").press("Decline", {})
    assert "Declined" in declined.text
    clock.forward(timedelta(minutes=1))
    invite(main, guest)
    sent = asked_in(main.get(f"{HOME}/invitations"), "To join the organization")
    assert "Cancelled" in sent.press("Take the invitation back", {}).text


def test_the_words_of_an_inviter_are_words_only(main: Client, opened: Open) -> None:
    guest = opened("Yard Guests")
    typed = [("target", guest.account_id), ("notes", "<script>alert(1)</script>")]
    send(main, f"{HOME}/invitations/~new", *typed)
    page = asked_in(guest.at_desk().get(HOME), "To join the organization")
    assert "<script>alert(1)</script>" in page.text
    assert "<script>alert" not in page.html


def test_a_stranger_sees_no_invitation(main: Client, opened: Open) -> None:
    guest, stranger = opened("Yard Guests"), opened("Strangers")
    invite(main, guest)
    path = asked_in(main.get(f"{HOME}/invitations"), "To join the organization").path
    desk = stranger.at_desk()
    assert desk.get(path).status == 404
    assert desk.get(f"{path}/accept").status == 404
    token = re.search(r'name="token" value="([^"]+)"', desk.get(f"{HOME}/~new").html)
    assert token
    assert desk.post(path, [("act", "decline"), ("token", token[1])]).status == 404


def test_a_member_sees_whose_it_is_and_leaves(main: Client, opened: Open, office: Office) -> None:
    guest = opened("Yard Guests")
    invite(main, guest)
    desk = guest.at_desk()
    accept(desk)
    seen = desk.get(HOME)
    assert office.account_id in seen.text
    assert desk.get(f"{HOME}/units/~new").status == 403
    lacks = seen.follow("Leave the organization")
    assert "Contact data of its own" in lacks.text
    guest.run(_complete)
    left = send(desk, f"{HOME}/~leave", ("alone", "yes"), ("falls", "yes"))
    assert "Your account has left" in left.text


def _complete(ctx: Context) -> None:
    accounts.bound(ctx).contact = dict(CONTACT)
    id = ctx.account_id or ""
    given: dict[str, Any] = {"processor": "sandbox", "token": "tok", "state": "VALID", "holder": "Ada Lind"}
    ctx.add(
        PaymentMethod(
            id=f"pm-{id}", account_id=id, expiry_year=2030, expiry_month=12, address={}, default_for=id,
            wants_default=True, lineage=[], created_at=ctx.now, changed_at=ctx.now, changed_by="root", **given,
        )
    )  # fmt: skip


def test_all_features_in_three_steps(office: Office, opened: Open) -> None:
    main, guest = office.at_desk(), opened("Yard Guests")
    found(main, "CONSOLIDATED_BILLING")
    invite(main, guest)
    desk = guest.at_desk()
    accept(desk)
    change = send(main, f"{HOME}/~features", ("for_good", "yes"))
    assert "Who has agreed" in change.text
    asked = asked_in(desk.get(HOME), "To agree to all features").follow("Look closer and accept")
    send(desk, asked.path, ("bills", "yes"), ("power", "yes"))
    assert "All features are enabled" in main.get(change.path).press("Enable all features", {}).text


def test_dissolving(main: Client) -> None:
    create(main, "Quayside")
    assert "Other accounts are still in it" in main.get(f"{HOME}/~dissolve").text


def test_dissolving_an_empty_one(main: Client) -> None:
    gone = main.get(f"{HOME}/~dissolve").press("Dissolve the organization", {})
    assert "The organization is dissolved" in gone.text


def test_a_user_without_the_permission_is_told_who_can_help(office: Office, main: Client) -> None:
    office.user("m.okafor", {"Effect": "Allow", "Action": "organizations:DescribeOrganization", "Resource": "*"})
    office.user("nobody")
    some = office.at_desk("m.okafor").get(HOME)
    assert "You may not see this" in some.text
    assert office.at_desk("nobody").get(HOME).status == 403


@pytest.mark.parametrize("path", ["~leave", "~dissolve", "~features", "accounts/{id}/close", "accounts/{id}/remove"])
def test_grave_acts_want_the_password_again(main: Client, clock: FrozenClock, path: str) -> None:
    id = create(main, "Quayside")
    clock.forward(timedelta(minutes=16))
    shown = main.get(f"{HOME}/{path.format(id=id)}")
    assert shown.path.startswith("/session/step-up")


def test_an_administrator_runs_it_as_well(office: Office, main: Client) -> None:
    office.user("admin", EVERYTHING)
    assert create(office.at_desk("admin"), "Quayside")
