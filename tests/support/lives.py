"""Accounts brought into every state of behaviour 5.2, the way it happens in life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from frontdesk.core.callers import Caller
from frontdesk.directory import accounts, life_cycle
from frontdesk.directory.organizations.tables import Member, Organization
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.work import Store
from tests.support.world import World

Change = Callable[[Context, Account], None]
CLOSED_DAYS = timedelta(days=90)


def _suspend(ctx: Context, account: Account) -> None:
    life_cycle.suspend(ctx, account, "unpaid")


CHANGES: Mapping[str, Change] = {
    "await": life_cycle.await_activation,
    "activate": life_cycle.activate,
    "suspend": _suspend,
    "reinstate": life_cycle.reinstate,
    "begin": life_cycle.begin_closing,
    "close": life_cycle.close,
    "keep": life_cycle.keep_open,
    "reopen": life_cycle.reopen,
    "end": life_cycle.close_for_good,
}
STATES = ("PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PERMANENTLY_CLOSED")
# where each change leads from each state, in the order of STATES; a dash is a refusal
TABLE: Mapping[str, str] = {
    "await": "- PENDING_ACTIVATION - - - -",
    "activate": "ACTIVE - - - - -",
    "suspend": "SUSPENDED SUSPENDED - - - -",
    "reinstate": "- - ACTIVE - - -",
    "begin": "CLOSED PENDING_CLOSURE CLOSED - - -",
    "close": "CLOSED - CLOSED CLOSED - -",
    "keep": "- - - ACTIVE - -",
    "reopen": "- - - - ACTIVE -",
    "end": "- - - - - -",
}
LEADS: Mapping[str, Mapping[str, str]] = {
    change: {before: after for before, after in zip(STATES, row.split(), strict=True) if after != "-"}
    for change, row in TABLE.items()
}
# how an account that works comes to be in each state, and back
WAYS: Mapping[str, str] = {
    "PENDING_ACTIVATION": "await",
    "ACTIVE": "",
    "SUSPENDED": "suspend",
    "PENDING_CLOSURE": "begin",
    "CLOSED": "begin close",
    "PERMANENTLY_CLOSED": "begin close wait end",
    "reinstated": "suspend reinstate",
    "reopened": "begin close reopen",
}


def live(world: World, account: Caller | str, way: str) -> None:
    """Let an account go through changes named in :data:`CHANGES`, a second apart; ``wait`` is ninety days."""
    id = account.account_id if isinstance(account, Caller) else account
    for name in way.split():
        if name == "wait":
            world.clock.forward(CLOSED_DAYS)
        else:
            world.move(seconds=1)
            world.run(lambda ctx, change=CHANGES[name]: change(ctx, accounts.bound(ctx)), id)  # type: ignore[misc]
    world.move(seconds=1)


def state(world: World, account: Caller | str) -> str:
    """Return an account's state."""
    id = account.account_id if isinstance(account, Caller) else account
    return world.run(lambda ctx: accounts.bound(ctx).state, id)


def with_settings(world: World, **changes: object) -> World:
    """Return the same world as an installation with other settings."""
    store = world.store
    settings = replace(store.settings, **changes)  # type: ignore[arg-type]
    other = Store(store.engine, settings, store.keyring, store.clock, store.entropy, check_mail=store.check_mail)
    return World(other, world.clock)


def organize(world: World, management: Caller, *members: Caller) -> None:
    """Put accounts into an organization."""

    def found(ctx: Context) -> None:
        made = Organization(
            id="o-1", account_id=management.account_id, root_id="r-1", feature_set="ALL", created_at=ctx.now
        )
        ctx.add(made)
        for one in (management, *members):
            ctx.add(
                Member(
                    account_id=one.account_id,
                    organization_id=made.id,
                    parent_id=made.root_id,
                    joined_at=ctx.now,
                    joined_method="INVITED",
                )
            )

    world.run(found)
