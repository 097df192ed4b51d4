"""Every change of an account's state: from where it may happen, what it writes, and who is told (behaviour 5.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import Internal
from frontdesk.core.messages import Message
from frontdesk.directory import accounts, aliases, life_cycle, life_notices, organizations, standing
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.errors import EmailTaken, WrongState
from frontdesk.directory.tables import Account, AlternateContact
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.lives import CHANGES, LEADS, STATES, TABLE, WAYS, live, organize, state
from tests.support.world import World

EMAIL = "example@example.org"
CASES = [(change, before, LEADS[change].get(before)) for change in TABLE for before in STATES]


@pytest.fixture
def root(world: World) -> Caller:
    return world.account(alias="example")


def account(world: World, root: Caller) -> Account:
    return world.run(accounts.bound, root.account_id)


def mails(world: World) -> list[Mail]:
    def read(ctx: Context) -> list[Mail]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.id))
        return [mail for row in rows if (mail := delivery.opened(ctx, row))]

    return world.run(read)


def names(world: World, root: Caller) -> list[str]:
    return [event.name for event in world.events(root)]


@pytest.mark.parametrize(("change", "before", "after"), CASES)
def test_the_state_table(world: World, root: Caller, change: str, before: str, after: str | None) -> None:
    live(world, root, WAYS[before])
    version, sent, told = account(world, root).version, len(mails(world)), len(names(world, root))
    if after is None:
        with pytest.raises(WrongState) as refused:
            live(world, root, change)
        assert str(refused.value.public)
        assert state(world, root) == before
        assert (account(world, root).version, len(mails(world)), len(names(world, root))) == (version, sent, told)
        return
    live(world, root, change)
    changed = account(world, root)
    assert changed.state == after
    assert changed.version > version
    assert changed.state_at == world.now - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("way", "events", "messages"),
    [
        ("await activate", ["AccountActivated"], ["account_activated"]),
        ("suspend reinstate", ["AccountSuspended", "AccountReinstated"], ["account_suspended", "account_reinstated"]),
        ("begin close", ["CloseAccount", "CloseAccountResult"], ["account_closed"]),
        ("suspend close", ["AccountSuspended", "CloseAccountResult"], ["account_suspended", "account_closed"]),
        ("begin keep", ["CloseAccount", "CloseAccountResult"], ["account_not_closed"]),
        (
            "begin close reopen",
            ["CloseAccount", "CloseAccountResult", "AccountReopened"],
            ["account_closed", "account_reopened"],
        ),
        (
            "begin close wait end",
            ["CloseAccount", "CloseAccountResult", "AccountPermanentlyClosed"],
            ["account_closed", "account_ended"],
        ),
    ],
)
def test_each_change_is_written_down_and_told(
    world: World, root: Caller, way: str, events: list[str], messages: list[str]
) -> None:
    live(world, root, way)
    assert names(world, root) == events
    assert [mail.message for mail in mails(world)] == messages
    assert {mail.to for mail in mails(world)} == {EMAIL}
    references = {event.reference for event in world.events(root)}
    assert {mail.fields["reference"] for mail in mails(world)} <= references


@pytest.mark.parametrize("before", ["ACTIVE", "SUSPENDED", "PENDING_ACTIVATION"])
def test_reopening_leads_back_to_what_it_was(world: World, root: Caller, before: str) -> None:
    live(world, root, WAYS[before])
    was = account(world, root)
    live(world, root, "begin" if before != "ACTIVE" else "begin close")
    live(world, root, "reopen")
    now = account(world, root)
    assert now.state == before
    changed = {"state_at", "version", "epoch"}
    columns = [column.name for column in Account.__table__.columns if column.name not in changed]
    assert {name: getattr(now, name) for name in columns} == {name: getattr(was, name) for name in columns}


def test_reopening_ends_with_its_time_and_the_end_begins_then(world: World, root: Caller) -> None:
    live(world, root, "begin close")
    ends = world.run(lambda ctx: life_cycle.ends_at(ctx, accounts.bound(ctx)), root.account_id)
    assert ends - (account(world, root).state_at or ends) == timedelta(days=90)
    world.clock.forward(ends - world.now - timedelta(seconds=2))
    with pytest.raises(WrongState, match="can still be reopened"):
        live(world, root, "end")
    world.clock.forward(timedelta(seconds=1))
    with pytest.raises(WrongState, match="is over"):
        live(world, root, "reopen")
    live(world, root, "end")
    assert state(world, root) == "PERMANENTLY_CLOSED"


def test_an_ended_account_leaves_its_id_and_address_used_and_nothing_to_read(world: World, root: Caller) -> None:
    live(world, root, WAYS["PERMANENTLY_CLOSED"])
    row = account(world, root)
    assert (row.name, row.email, row.contact, row.email_key) == ("", "", None, EMAIL)
    with pytest.raises(EmailTaken):
        world.run(lambda ctx: accounts.create(ctx, NewAccount("Again", EMAIL.upper())))


def test_its_alias_is_free_only_after_the_quarantine(world: World, root: Caller) -> None:
    live(world, root, "begin close")
    other = world.account("Other")
    assert world.run(lambda ctx: aliases.owner(ctx, "example")) == root.account_id
    live(world, root, "wait end")
    assert world.run(lambda ctx: aliases.owner(ctx, "example")) is None
    with pytest.raises(Exception, match="already exists"):
        world.run(lambda ctx: aliases.create(ctx, "example"), other.account_id)
    world.move(days=181)
    world.run(lambda ctx: aliases.create(ctx, "example"), other.account_id)


@pytest.mark.parametrize(
    ("cause", "heard"),
    [("unpaid", "BILLING"), ("abuse", "SECURITY"), ("verification", "OPERATIONS"), ("operator", "OPERATIONS")],
)
def test_a_suspension_is_told_to_root_and_whom_it_concerns(world: World, root: Caller, cause: str, heard: str) -> None:
    _contacts(world, root)
    world.run(lambda ctx: life_cycle.suspend(ctx, accounts.bound(ctx), cause), root.account_id)
    assert {mail.to for mail in mails(world)} == {EMAIL, f"{heard.lower()}@example.org"}
    assert {mail.fields["until"][:10] for mail in mails(world)} == {"2026-12-23"}


def test_a_closing_is_told_to_everybody(world: World, root: Caller) -> None:
    _contacts(world, root)
    live(world, root, "begin close")
    everybody = {EMAIL, "billing@example.org", "operations@example.org", "security@example.org"}
    assert {mail.to for mail in mails(world)} == everybody
    assert len(mails(world)) == len(everybody)


def _contacts(world: World, root: Caller) -> None:
    def add(ctx: Context) -> None:
        for type in ("BILLING", "OPERATIONS", "SECURITY"):
            ctx.add(
                AlternateContact(
                    account_id=root.account_id,
                    type=type,
                    name="Somebody",
                    title="Some",
                    email=f"{type.lower()}@example.org",
                    phone="+49 30 1",
                    lineage=[],
                    changed_at=ctx.now,
                )
            )

    world.run(add, root.account_id)


def test_there_is_no_other_cause(world: World, root: Caller) -> None:
    with pytest.raises(Internal):
        world.run(lambda ctx: life_cycle.suspend(ctx, accounts.bound(ctx), "mood"), root.account_id)


@pytest.mark.parametrize("change", ["suspend", "begin"])
def test_the_staffs_own_account_is_spared(world: World, change: str) -> None:
    staff = world.account("Staff", operator=True)
    with pytest.raises(WrongState, match="neither suspended nor closed"):
        live(world, staff, change)


def test_a_management_account_waits_for_its_members(world: World, root: Caller) -> None:
    """I11."""
    member = world.account("Member")
    organize(world, root, member)
    assert world.run(lambda ctx: organizations.is_management(ctx, root.account_id))
    with pytest.raises(WrongState, match="manages: 1"):
        live(world, root, "begin")
    live(world, member, "begin close")
    live(world, root, "begin close")
    assert state(world, root) == "CLOSED"


def test_every_state_has_its_words() -> None:
    every = {value for name, value in vars(standing).items() if name.isupper() and isinstance(value, str)}
    assert every == set(STATES) == set(life_notices.STATES) == set(life_notices.NEXT)
    assert all(isinstance(words, Message) and str(words) for words in life_notices.STATES.values())
    assert set(CHANGES) == set(TABLE)
