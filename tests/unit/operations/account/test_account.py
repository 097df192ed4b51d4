"""The account service on one's own account: shapes, refusals, who is told (behaviour 5.3, wire 10.4)."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound, ValidationError
from frontdesk.directory import accounts, alternate_contacts, regions, standing
from frontdesk.directory.errors import InvalidRegion
from frontdesk.operations.account.errors import Conflict, FieldInvalid, ResourceNotFound
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.world import World, allow, deny

CONTACT = {
    "FullName": "Ada Lind",
    "AddressLine1": "Kai 1",
    "City": "Bergen",
    "PostalCode": "5003",
    "CountryCode": "NO",
    "PhoneNumber": "+47 22 12 34 56",
}
SECURITY = {
    "AlternateContactType": "SECURITY",
    "Name": "Mo",
    "Title": "Security",
    "EmailAddress": "security@example.org",
    "PhoneNumber": "+47 1",
}


@pytest.fixture
def root(world: World) -> Caller:
    return world.account()


@pytest.fixture
def admin(world: World, root: Caller) -> Caller:
    return world.administrator(root)


def mails(world: World, message: str = "contact_changed") -> list[Mail]:
    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).where(OutboxRow.message == message))
        return [mail for row in rows if (mail := delivery.opened(ctx, row))]

    return world.run(read)


def put_contact(world: World, caller: Caller, **other: str) -> None:
    world.perform(caller, "account:PutContactInformation", {"ContactInformation": CONTACT | other})


def test_every_member_of_a_contact_comes_back_as_it_went(world: World, admin: Caller) -> None:
    whole = CONTACT | {
        "AddressLine2": "Second floor",
        "AddressLine3": "Left",
        "CompanyName": "Quay",
        "DistrictOrCounty": "Vestland",
        "StateOrRegion": "West",
        "WebsiteUrl": "https://quay.example",
    }
    world.perform(admin, "account:PutContactInformation", {"ContactInformation": whole})
    answer = world.perform(admin, "account:GetContactInformation")
    assert answer == {"ContactInformation": whole, "VerificationStatus": "NOT_SUPPORTED"}


def test_a_contact_is_replaced_as_a_whole(world: World, admin: Caller) -> None:
    put_contact(world, admin, CompanyName="Quay")
    put_contact(world, admin)
    assert world.perform(admin, "account:GetContactInformation")["ContactInformation"] == CONTACT


def test_the_contact_of_sign_up_is_the_one_that_is_read(world: World, root: Caller, admin: Caller) -> None:
    stored = {
        "full_name": "Ada Lind", "phone": "+47 1", "country": "NO", "line1": "Kai 1", "city": "Bergen",
        "postal_code": "5003", "kind": "business",
    }  # fmt: skip

    def store(ctx: Context) -> None:
        accounts.bound(ctx).contact = dict(stored)

    world.run(store, root.account_id)
    answer = world.perform(admin, "account:GetContactInformation")["ContactInformation"]
    assert answer == CONTACT | {"PhoneNumber": "+47 1"}
    put_contact(world, admin)
    kept = world.run(lambda ctx: accounts.bound(ctx).contact, root.account_id)
    assert kept
    assert kept["kind"] == "business"


@pytest.mark.parametrize("country", ["US", "CA", "GB", "DE", "JP", "IN", "BR"])
def test_some_countries_need_a_state(world: World, admin: Caller, country: str) -> None:
    with pytest.raises(FieldInvalid) as caught:
        put_contact(world, admin, CountryCode=country)
    assert caught.value.members["reason"] == "fieldValidationFailed"
    assert [one["name"] for one in caught.value.members["fieldList"]] == ["StateOrRegion"]
    put_contact(world, admin, CountryCode=country, StateOrRegion="Somewhere")


@pytest.mark.parametrize(
    ("member", "value"),
    [("PhoneNumber", "22"), ("FullName", ""), ("PostalCode", "1" * 21), ("CountryCode", "NOR"), ("CountryCode", "n1")],
)
def test_an_impossible_contact_is_refused_and_nobody_is_told(
    world: World, admin: Caller, member: str, value: str
) -> None:
    with pytest.raises(ValidationError):
        put_contact(world, admin, **{member: value})
    assert mails(world) == []


def test_nothing_personal_is_in_the_events(world: World, admin: Caller) -> None:
    put_contact(world, admin)
    world.perform(admin, "account:PutAlternateContact", SECURITY)
    world.perform(admin, "account:PutAccountName", {"AccountName": "Secret plans"})
    written = repr([event.record for event in world.events()])
    for words in ("Ada Lind", "Kai 1", "security@example.org", "Secret plans"):
        assert words not in written
    names = {event.name for event in world.events()}
    assert names >= {"PutContactInformation", "PutAlternateContact", "PutAccountName"}


@pytest.mark.parametrize(
    ("operation", "params", "other", "part"),
    [
        ("PutAccountName", {"AccountName": "Other"}, {"AccountName": "Third"}, "name"),
        (
            "PutContactInformation",
            {"ContactInformation": CONTACT},
            {"ContactInformation": CONTACT | {"City": "Oslo"}},
            "primary",
        ),
        ("PutAlternateContact", SECURITY, SECURITY | {"Name": "Ada"}, "SECURITY"),
    ],
)
def test_root_hears_of_every_change_and_who_made_it(
    world: World,
    root: Caller,
    admin: Caller,
    operation: str,
    params: dict[str, Any],
    other: dict[str, Any],
    part: str,
) -> None:
    world.perform(admin, f"account:{operation}", params)
    world.perform(root, f"account:{operation}", other)
    told = [
        (mail.to, mail.fields["part_changed"], mail.fields["by_kind"], mail.fields["by_name"]) for mail in mails(world)
    ]
    assert sorted(told) == [
        ("example@example.org", part, "root", root.account_id),
        ("example@example.org", part, "user", "admin"),
    ]
    references = {event.reference for event in world.events(root) if event.name == "ContactDataChanged"}
    assert {mail.fields["reference"] for mail in mails(world)} == references


@pytest.mark.parametrize(("who", "lineage"), [("user", ["A"]), ("key", ["R"]), ("session", [])])
def test_a_contact_is_worth_who_set_it(world: World, root: Caller, admin: Caller, who: str, lineage: list[str]) -> None:
    """Recovery 2.2, R18."""
    session = Caller("Root", root.account_id, root.account_id, root.arn, session_id="a session")
    caller = {"user": admin, "key": root, "session": session}[who]
    put_contact(world, caller)
    kept = world.run(lambda ctx: accounts.bound(ctx).contact_lineage, root.account_id)
    assert kept == lineage


def test_saying_what_is_said_already_tells_nobody_and_adds_nothing(world: World, root: Caller, admin: Caller) -> None:
    """Terraform says it at every run; and an administrator who repeats root's words makes them no administrator's."""
    session = Caller("Root", root.account_id, root.account_id, root.arn, session_id="a session")
    for caller in (session, admin):
        put_contact(world, caller)
        world.perform(caller, "account:PutAlternateContact", SECURITY)
        world.perform(caller, "account:PutAccountName", {"AccountName": "Same"})
    assert sorted(mail.fields["part_changed"] for mail in mails(world)) == ["SECURITY", "name", "primary"]
    assert world.run(lambda ctx: accounts.bound(ctx).contact_lineage, root.account_id) == []
    contact = world.run(lambda ctx: alternate_contacts.find(ctx, "SECURITY"), root.account_id)
    assert contact
    assert contact.lineage == []


def test_root_makes_its_own_what_an_administrator_wrote_by_saying_the_same(
    world: World, root: Caller, admin: Caller
) -> None:
    session = Caller("Root", root.account_id, root.account_id, root.arn, session_id="a session")
    put_contact(world, admin)
    put_contact(world, session)
    assert world.run(lambda ctx: accounts.bound(ctx).contact_lineage, root.account_id) == []
    assert len(mails(world)) == 1


def test_root_is_not_buried_under_notices_and_the_events_have_them_all(
    world: World, root: Caller, admin: Caller
) -> None:
    for number in range(8):
        world.perform(admin, "account:PutAccountName", {"AccountName": f"Name {number}"})
    put_contact(world, admin)
    parts = [mail.fields["part_changed"] for mail in mails(world)]
    assert sorted(parts) == ["name"] * 5 + ["primary"]
    assert len([event for event in world.events(root) if event.name == "ContactDataChanged"]) == 9
    world.move(hours=1)
    world.perform(admin, "account:PutAccountName", {"AccountName": "Later"})
    assert len(mails(world)) == 7


def test_deleting_a_contact_twice_first_succeeds_then_it_is_not_found(world: World, admin: Caller) -> None:
    world.perform(admin, "account:PutAlternateContact", SECURITY)
    which = {"AlternateContactType": "SECURITY"}
    assert world.perform(admin, "account:GetAlternateContact", which) == {"AlternateContact": SECURITY}
    world.perform(admin, "account:DeleteAlternateContact", which)
    for operation in ("Delete", "Get"):
        with pytest.raises(ResourceNotFound):
            world.perform(admin, f"account:{operation}AlternateContact", which)


def test_there_is_one_contact_of_each_type(world: World, admin: Caller) -> None:
    for type in ("BILLING", "OPERATIONS", "SECURITY"):
        for name in ("First", "Second"):
            world.perform(admin, "account:PutAlternateContact", SECURITY | {"AlternateContactType": type, "Name": name})
        answer = world.perform(admin, "account:GetAlternateContact", {"AlternateContactType": type})
        assert answer["AlternateContact"]["Name"] == "Second"


def test_every_region_has_a_status_and_the_newer_ones_are_off(world: World, admin: Caller) -> None:
    listed = world.perform(admin, "account:ListRegions")["Regions"]
    assert [one["RegionName"] for one in listed] == sorted(region.name for region in regions.known())
    by_default = {one["RegionName"] for one in listed if one["RegionOptStatus"] == "ENABLED_BY_DEFAULT"}
    assert len(by_default) == 17
    assert {one["RegionOptStatus"] for one in listed if one["RegionName"] not in by_default} == {"DISABLED"}


@pytest.mark.parametrize("region", [one.name for one in regions.known() if not one.by_default])
def test_an_optional_region_goes_on_and_off_and_twice_changes_nothing(world: World, admin: Caller, region: str) -> None:
    which = {"RegionName": region}
    for operation, status in (("Enable", "ENABLED"), ("Disable", "DISABLED")):
        for _ in range(2):
            world.perform(admin, f"account:{operation}Region", which)
            answer = world.perform(admin, "account:GetRegionOptStatus", which)
            assert answer == which | {"RegionOptStatus": status}


def test_regions_are_filtered_by_status_and_paged(world: World, admin: Caller) -> None:
    world.perform(admin, "account:EnableRegion", {"RegionName": "eu-south-1"})
    wanted = {"RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"], "MaxResults": 10}
    first = world.perform(admin, "account:ListRegions", wanted)
    second = world.perform(admin, "account:ListRegions", wanted | {"NextToken": first["NextToken"]})
    names = [one["RegionName"] for one in first["Regions"] + second["Regions"]]
    assert len(names) == len(set(names)) == 18
    assert "NextToken" not in second
    with pytest.raises(ValidationError):
        world.perform(admin, "account:ListRegions", {"NextToken": first["NextToken"]})


@pytest.mark.parametrize("region", ["us-east-1", "moon-1"])
def test_other_regions_are_no_target(world: World, admin: Caller, region: str) -> None:
    for operation in ("EnableRegion", "DisableRegion"):
        with pytest.raises(InvalidRegion) as caught:
            world.perform(admin, f"account:{operation}", {"RegionName": region})
        assert caught.value.members == {"reason": "invalidRegionOptTarget"}


def test_telephone_numbers_cannot_be_verified_and_the_answer_says_so(world: World, admin: Caller) -> None:
    assert world.perform(admin, "account:SendPhoneNumberVerification") == {"Status": "NOT_SUPPORTED"}
    with pytest.raises(Conflict):
        world.perform(admin, "account:VerifyPhoneNumber", {"Otp": "123456"})


@pytest.mark.parametrize(
    ("state", "looks", "changes"),
    [
        (standing.ACTIVE, True, True),
        (standing.PENDING_CLOSURE, True, True),
        (standing.SUSPENDED, True, False),
        (standing.CLOSED, True, True),
        (standing.PENDING_ACTIVATION, False, False),
        (standing.PERMANENTLY_CLOSED, False, False),
    ],
)
def test_what_root_may_still_do_in_each_state(
    world: World, root: Caller, state: str, looks: bool, changes: bool
) -> None:
    def enter(ctx: Context) -> None:
        accounts.bound(ctx).state = state

    world.run(enter, root.account_id)
    caller = Caller("Root", root.account_id, root.account_id, root.arn, account_state=state)

    def goes(operation: str, params: dict[str, Any]) -> bool:
        try:
            world.perform(caller, f"account:{operation}", params)
        except AccessDenied:
            return False
        return True

    assert goes("GetAccountInformation", {}) == looks
    assert goes("PutAccountName", {"AccountName": "Other"}) == changes
    assert goes("EnableRegion", {"RegionName": "eu-south-1"}) == (state in standing.WORKING)


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (allow("account:PutAlternateContact"), True),
        (allow("account:*", StringEquals={"account:AlternateContactTypes": "BILLING"}), False),
        (allow("account:*", StringEquals={"account:AlternateContactTypes": "SECURITY"}), True),
        (allow("account:GetAlternateContact"), False),
        (deny("account:PutAlternateContact"), False),
        (allow("account:*", resource="arn:aws:account::111122223333:account"), False),
    ],
)
def test_policies_decide_down_to_the_type_of_contact(
    world: World, root: Caller, policy: dict[str, Any], allowed: bool
) -> None:
    user = world.user(root, "user", policy)
    if allowed:
        world.perform(user, "account:PutAlternateContact", SECURITY)
    else:
        with pytest.raises(AccessDenied):
            world.perform(user, "account:PutAlternateContact", SECURITY)


def test_the_region_is_a_condition_key(world: World, root: Caller) -> None:
    user = world.user(root, "user", allow("account:*", StringEquals={"account:TargetRegion": "eu-south-1"}))
    world.perform(user, "account:EnableRegion", {"RegionName": "eu-south-1"})
    with pytest.raises(AccessDenied):
        world.perform(user, "account:EnableRegion", {"RegionName": "eu-south-2"})


def test_only_root_learns_roots_address(world: World, root: Caller, admin: Caller) -> None:
    assert world.perform(root, "frontdesk:GetRootEmail")["Email"] == "example@example.org"
    with pytest.raises(AccessDenied):
        world.perform(admin, "frontdesk:GetRootEmail")


@pytest.mark.parametrize("named", ["own", "other", "unknown"])
@pytest.mark.parametrize(
    ("operation", "params"),
    [
        ("GetContactInformation", {}),
        ("PutContactInformation", {"ContactInformation": CONTACT}),
        ("GetAlternateContact", {"AlternateContactType": "SECURITY"}),
        ("PutAlternateContact", SECURITY),
        ("DeleteAlternateContact", {"AlternateContactType": "SECURITY"}),
        ("GetAccountInformation", {}),
        ("PutAccountName", {"AccountName": "Mine"}),
        ("ListRegions", {}),
        ("GetRegionOptStatus", {"RegionName": "eu-south-1"}),
        ("EnableRegion", {"RegionName": "eu-south-1"}),
        ("DisableRegion", {"RegionName": "eu-south-1"}),
        ("GetPrimaryEmail", {}),
        ("StartPrimaryEmailUpdate", {"PrimaryEmail": "thief@example.org"}),
        ("AcceptPrimaryEmailUpdate", {"PrimaryEmail": "thief@example.org", "Otp": "123456"}),
        ("GetPrimaryEmailUpdateStatus", {}),
        ("SendPhoneNumberVerification", {}),
        ("VerifyPhoneNumber", {"Otp": "123456"}),
    ],
)
def test_nobody_acts_for_an_account_by_naming_it(
    world: World, root: Caller, admin: Caller, named: str, operation: str, params: dict[str, Any]
) -> None:
    other = world.account("Other")
    account_id = {"own": root.account_id, "other": other.account_id, "unknown": "999999999999"}[named]
    before = world.rows()
    for caller in (root, admin):
        with pytest.raises(AccessDenied):
            world.perform(caller, f"account:{operation}", params | {"AccountId": account_id})
    assert world.rows() == before


def test_strangers_accounts_and_none_are_refused_alike(world: World, admin: Caller) -> None:
    other = world.account("Other")

    def words(account_id: str) -> str:
        with pytest.raises(FrontdeskError) as caught:
            world.perform(admin, "account:GetAccountInformation", {"AccountId": account_id})
        return str(caught.value.public)

    assert words(other.account_id) == words("999999999999")


def test_no_update_is_known_of_an_account_that_had_none(world: World, admin: Caller) -> None:
    with pytest.raises(NotFound):
        world.perform(admin, "account:GetPrimaryEmailUpdateStatus")
