"""A management account, or its delegate, acts for members; root e-mail of members (behaviour 5.3, wire 10.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound, ValidationError
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, root_email, standing
from frontdesk.directory.errors import EmailTaken
from frontdesk.directory.organization_policies import trust
from frontdesk.directory.organizations import membership
from frontdesk.operations.account.errors import Conflict
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.world import World, allow

SERVICE = "account.amazonaws.com"
NEW = "new-root@members.example"


@dataclass
class House:
    """An organization with trusted access, its management account, and two members; a stranger stands outside."""

    world: World
    main: Caller
    member: str
    delegate: Caller
    stranger: Caller

    def do(self, name: str, caller: Caller | None = None, **params: Any) -> dict[str, Any]:
        asked = {"AccountId": self.member} | params
        return self.world.perform(caller or self.main, f"account:{name}", asked)

    def mails(self, message: str) -> list[Mail]:
        def read(ctx: Context) -> list[Mail]:
            rows = ctx.all(ctx.across_accounts(OutboxRow).where(OutboxRow.message == message))
            rows.sort(key=lambda row: row.created_at)
            return [mail for row in rows if row.state != "discarded" and (mail := delivery.opened(ctx, row))]

        return self.world.run(read)

    def code(self) -> str:
        return self.mails("member_email_code")[-1].fields["code"].replace(" ", "")

    def email(self) -> str:
        account = self.world.run(lambda ctx: accounts.find(ctx, self.member))
        assert account
        return account.email


@pytest.fixture
def house(world: World) -> House:
    main = world.account("Main")
    world.perform(main, "organizations:CreateOrganization", {"FeatureSet": "ALL"})

    def create(name: str) -> str:
        asked = {"Email": f"{name}@members.example", "AccountName": name}
        status = world.perform(main, "organizations:CreateAccount", asked)["CreateAccountStatus"]
        answer = world.perform(
            main, "organizations:DescribeCreateAccountStatus", {"CreateAccountRequestId": status["Id"]}
        )
        return str(answer["CreateAccountStatus"]["AccountId"])

    member, delegate = create("member"), create("delegate")
    change(world, main, lambda ctx, organization: trust.enable(ctx, organization, SERVICE))
    change(world, main, lambda ctx, organization: trust.register(ctx, organization, delegate, SERVICE))
    caller = Caller("Root", delegate, delegate, f"arn:aws:iam::{delegate}:root")
    return House(world, main, member, caller, world.account("Stranger"))


def change(world: World, main: Caller, work: Any) -> None:
    def run(ctx: Context) -> None:
        organization = membership.of(ctx, main.account_id)
        assert organization
        work(ctx, organization)

    world.run(run, main.account_id)


@pytest.mark.parametrize("who", ["main", "delegate"])
def test_name_contacts_and_regions_of_a_member_are_managed_from_outside(house: House, who: str) -> None:
    caller = getattr(house, who)
    house.do("PutAccountName", caller, AccountName="Renamed")
    house.do(
        "PutAlternateContact", caller, AlternateContactType="BILLING", Name="Mo", Title="Bills",
        EmailAddress="bills@example.org", PhoneNumber="+47 1",
    )  # fmt: skip
    house.do("EnableRegion", caller, RegionName="eu-south-1")
    member = Caller("Root", house.member, house.member, f"arn:aws:iam::{house.member}:root")
    assert house.world.perform(member, "account:GetAccountInformation")["AccountName"] == "Renamed"
    which = {"AlternateContactType": "BILLING"}
    assert house.world.perform(member, "account:GetAlternateContact", which)["AlternateContact"]["Name"] == "Mo"
    region = house.world.perform(member, "account:GetRegionOptStatus", {"RegionName": "eu-south-1"})
    assert region["RegionOptStatus"] == "ENABLED"
    assert house.world.perform(house.main, "account:GetAccountInformation")["AccountName"] == "Main"


def test_the_members_root_is_told_who_it_was(house: House) -> None:
    house.do("PutAccountName", AccountName="Renamed")
    [mail] = house.mails("contact_changed")
    assert mail.to == "member@members.example"
    assert (mail.fields["by_kind"], mail.fields["by_name"]) == ("management", house.main.account_id)
    assert [event.name for event in house.world.events(house.member)][-1] == "ContactDataChanged"
    assert "PutAccountName" in [event.name for event in house.world.events(house.main)]


def test_what_a_management_account_sets_is_worth_a_management_account(house: House) -> None:
    contact = {
        "FullName": "Ada", "AddressLine1": "Kai 1", "City": "Bergen", "PostalCode": "5003", "CountryCode": "NO",
        "PhoneNumber": "+47 1",
    }  # fmt: skip
    house.do("PutContactInformation", ContactInformation=contact)
    account = house.world.run(lambda ctx: accounts.find(ctx, house.member))
    assert account
    assert account.contact_lineage == ["G"]


@pytest.mark.parametrize("who", ["a member", "a stranger", "the member itself", "itself", "for the management account"])
def test_nobody_else_acts_for_a_member(house: House, who: str) -> None:
    plain = Caller("Root", house.member, house.member, f"arn:aws:iam::{house.member}:root")
    caller, account_id = {
        "a member": (plain, house.delegate.account_id),
        "a stranger": (house.stranger, house.member),
        "the member itself": (plain, house.member),
        "itself": (house.main, house.main.account_id),
        "for the management account": (house.delegate, house.main.account_id),
    }[who]
    before = house.world.rows()
    for name, more in (
        ("GetPrimaryEmail", {}),
        ("PutAccountName", {"AccountName": "Mine"}),
        ("StartPrimaryEmailUpdate", {"PrimaryEmail": "thief@example.org"}),
    ):
        with pytest.raises(AccessDenied):
            house.do(name, caller, AccountId=account_id, **more)
    assert house.world.rows() == before


def test_the_management_account_of_one_organization_is_nobody_in_another(house: House, world: World) -> None:
    world.perform(house.stranger, "organizations:CreateOrganization", {"FeatureSet": "ALL"})
    change(world, house.stranger, lambda ctx, organization: trust.enable(ctx, organization, SERVICE))
    for name, more in (("GetPrimaryEmail", {}), ("PutAccountName", {"AccountName": "Mine"})):
        with pytest.raises(AccessDenied):
            house.do(name, house.stranger, **more)
        with pytest.raises(AccessDenied):
            house.do(name, AccountId=house.stranger.account_id, **more)


@pytest.mark.parametrize("lost", ["trust", "features", "membership", "account", "delegation"])
def test_what_made_it_allowed_is_asked_each_time(house: House, lost: str) -> None:
    caller = house.delegate if lost == "delegation" else house.main
    house.do("GetPrimaryEmail", caller)

    def lose(ctx: Context, organization: Any) -> None:
        if lost in ("trust", "delegation"):
            trust.deregister(ctx, organization, house.delegate.account_id, SERVICE)
        if lost == "trust":
            trust.disable(ctx, organization, SERVICE)
        elif lost == "features":
            organization.feature_set = "CONSOLIDATED_BILLING"
        elif lost == "membership":
            ctx.delete(membership.member(ctx, house.member))  # type: ignore[arg-type]
        elif lost == "account":
            account = accounts.find(ctx, house.member)
            assert account
            account.state = standing.PERMANENTLY_CLOSED

    change(house.world, house.main, lose)
    with pytest.raises(AccessDenied):
        house.do("GetPrimaryEmail", caller)


def test_a_user_of_the_management_account_needs_the_permission_on_that_member(house: House) -> None:
    everything = house.world.user(house.main, "all", allow("account:*"))
    assert house.do("GetPrimaryEmail", everything) == {"PrimaryEmail": "member@members.example"}
    nothing = house.world.user(house.main, "none", allow("iam:*"))
    other = house.world.user(house.main, "other", allow("account:*", resource="arn:aws:account::*:account/*/1*9"))
    for user in (nothing, other):
        with pytest.raises(AccessDenied):
            house.do("GetPrimaryEmail", user)


def test_the_domain_of_the_new_address_is_a_condition_key(house: House) -> None:
    policy = allow("account:*", StringEquals={"account:EmailTargetDomain": "members.example"})
    user = house.world.user(house.main, "user", policy)
    house.do("StartPrimaryEmailUpdate", user, PrimaryEmail="a@Members.example")
    with pytest.raises(AccessDenied):
        house.do("StartPrimaryEmailUpdate", user, PrimaryEmail="a@elsewhere.example")


def test_start_then_the_code_of_the_new_mailbox_changes_it(house: House) -> None:
    assert house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW) == {"Status": "PENDING"}
    assert house.email() == "member@members.example"
    assert [mail.to for mail in house.mails("member_email_code")] == [NEW]
    assert house.do("GetPrimaryEmailUpdateStatus")["Status"] == "PENDING"
    answer = house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW.upper(), Otp=house.code())
    assert answer == {"Status": "ACCEPTED"}
    assert house.do("GetPrimaryEmail") == {"PrimaryEmail": NEW}
    assert house.do("GetPrimaryEmailUpdateStatus")["Status"] == "ACCEPTED"
    assert sorted(mail.to for mail in house.mails("member_email_changed")) == ["member@members.example", NEW]
    assert house.mails("root_email_can_be_stopped") == []
    written = repr([event.record for event in house.world.events()])
    assert NEW not in written


def test_an_accepted_code_counts_once(house: House) -> None:
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    code = house.code()
    house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=code)
    with pytest.raises(NotFound):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=code)


def test_five_wrong_codes_end_the_update(house: House) -> None:
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    code = house.code()
    wrong = "111111" if code != "111111" else "222222"
    for _ in range(5):
        with pytest.raises(ValidationError):
            house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=wrong)
    with pytest.raises(NotFound):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=code)
    assert house.do("GetPrimaryEmailUpdateStatus")["Status"] == "FAILED"
    assert house.email() == "member@members.example"


def test_a_code_is_for_its_address_and_its_hour(house: House) -> None:
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    code = house.code()
    with pytest.raises(NotFound):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail="other@members.example", Otp=code)
    house.world.move(minutes=60)
    with pytest.raises(NotFound):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=code)
    assert house.do("GetPrimaryEmailUpdateStatus")["Status"] == "FAILED"


def test_a_newer_update_replaces_the_older_one(house: House) -> None:
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    first = house.code()
    house.world.move(seconds=1)
    house.do("StartPrimaryEmailUpdate", PrimaryEmail="other@members.example")
    with pytest.raises(NotFound):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=first)
    house.do("AcceptPrimaryEmailUpdate", PrimaryEmail="other@members.example", Otp=house.code())
    assert house.email() == "other@members.example"


def test_a_taken_address_is_told_only_to_whoever_reads_its_mailbox(house: House) -> None:
    taken = "stranger@example.org"
    assert house.do("StartPrimaryEmailUpdate", PrimaryEmail=taken) == {"Status": "PENDING"}
    with pytest.raises(EmailTaken):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=taken, Otp=house.code())
    assert house.email() == "member@members.example"


@pytest.mark.parametrize(
    ("email", "refusal"),
    [("member@members.example", Conflict), ("no address", ValidationError), ("a@b", ValidationError)],
)
def test_an_address_that_changes_nothing_or_is_none_is_refused(
    house: House, email: str, refusal: type[FrontdeskError]
) -> None:
    with pytest.raises(refusal):
        house.do("StartPrimaryEmailUpdate", PrimaryEmail=email)
    assert house.mails("member_email_code") == []


def test_mails_to_one_address_are_bounded_and_an_unsent_code_never_counts(house: House) -> None:
    for _ in range(7):
        assert house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW) == {"Status": "PENDING"}
        house.world.move(seconds=1)
    assert len(house.mails("member_email_code")) == 5
    with pytest.raises(ValidationError):
        house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=house.code())


def reset(house: House, address: str) -> list[str]:
    before = len(house.mails("root_password_code"))
    house.world.run(lambda ctx: attempts.open(ctx, "reset_root_password", Claim("browser", email=address)))
    return [mail.to for mail in house.mails("root_password_code")[before:]]


def test_the_first_owner_of_a_created_member_sets_a_password_at_once(house: House) -> None:
    """Recovery 3.2: nobody could have been using the account, so nobody is shut out."""
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=house.code())
    assert reset(house, NEW) == [NEW]


def test_where_root_has_a_password_the_new_address_waits_a_day(house: House, world: World) -> None:
    world.run(
        lambda ctx: passwords.put(ctx, house.member, Password("Members-own-1"), lineage=[]),
        house.member,
    )
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=house.code())
    assert reset(house, NEW) == []
    assert reset(house, "member@members.example") == []
    world.move(hours=24)
    assert reset(house, NEW) == [NEW]


def test_the_management_account_has_the_last_word_over_a_members_own_change(house: House, world: World) -> None:
    """Recovery 4.3, rule 1: a link of the member's own change stops nothing any longer."""

    def move(ctx: Context) -> str | None:
        account = accounts.find(ctx, house.member)
        assert account
        return root_email.change(ctx, account, "thief@example.net").secret

    secret = world.run(move)
    assert secret
    house.do("StartPrimaryEmailUpdate", PrimaryEmail=NEW)
    house.do("AcceptPrimaryEmailUpdate", PrimaryEmail=NEW, Otp=house.code())

    def stop(ctx: Context) -> bool:
        row = root_email.by_secret(ctx, secret)
        assert row
        return root_email.restore(ctx, row)

    assert world.run(stop) is False
    assert house.email() == NEW
