"""A store of its own with a clock that stands still and a generator that repeats, for tests without a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from frontdesk.audit.reads import ReadLog
from frontdesk.authentication.principals import of_user
from frontdesk.core import arns
from frontdesk.core.callers import Caller, Origin
from frontdesk.core.secret import Password
from frontdesk.core.settings import Settings
from frontdesk.credentials import passwords
from frontdesk.directory import accounts, aliases, users
from frontdesk.directory.accounts import NewAccount
from frontdesk.directory.tables import InlinePolicy
from frontdesk.operations.perform import Desk, perform
from frontdesk.operations.registry import REGISTRY
from frontdesk.store.base import Table
from frontdesk.store.context import Context
from frontdesk.store.events import EventRow
from frontdesk.store.work import Store
from tests.support import stores
from tests.support.stores import FrozenClock

Result = TypeVar("Result")
Policy = Mapping[str, Any]

ROOT_PASSWORD = "Root-password-1"
USER_PASSWORD = "User-password-1"


def allow(*actions: str, resource: str = "*", **condition: Any) -> Policy:
    """Return a policy that allows actions, all of them where none is named."""
    return _policy("Allow", actions, resource, condition)


def deny(*actions: str, resource: str = "*", **condition: Any) -> Policy:
    """Return a policy that denies actions."""
    return _policy("Deny", actions, resource, condition)


def _policy(effect: str, actions: tuple[str, ...], resource: str, condition: Mapping[str, Any]) -> Policy:
    statement = {"Effect": effect, "Action": list(actions) or "*", "Resource": resource}
    return {"Version": "2012-10-17", "Statement": statement | ({"Condition": condition} if condition else {})}


class World:
    """An empty installation. Hashes cost next to nothing here; everything else is as in production."""

    def __init__(self, store: Store, clock: FrozenClock) -> None:
        self.store = store
        self.clock = clock
        self.settings = store.settings
        self.keyring = store.keyring
        self.desk = Desk(store, ReadLog(store))
        self.origin = Origin(address="192.0.2.1", agent="test", request_id="request-1", door="wire")

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.clock.now()

    def move(self, **time: float) -> datetime:
        """Let so many ``days``, ``hours``, ``minutes``, ``seconds`` pass; return the new moment."""
        return self.clock.forward(timedelta(**time))

    def run(self, function: Callable[[Context], Result], account: str | None = None) -> Result:
        """Run a function in a unit of work of its own, bound to an account."""
        return self.store.transact(lambda ctx: function(ctx.within(account)), origin=self.origin, writes=True)

    def perform(self, caller: Caller, action: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Perform an operation such as ``iam:CreateUser`` through the only way there is."""
        service, _, name = action.partition(":")
        return perform(self.desk, REGISTRY[service, name], caller, self.origin, params or {})

    def account(self, name: str = "Example", *, alias: str | None = None, operator: bool = False) -> Caller:
        """Make an account whose root user has :data:`ROOT_PASSWORD`; return its root user."""
        email = f"{name.lower().replace(' ', '-')}@example.org"

        def make(ctx: Context) -> str:
            made = accounts.create(ctx, NewAccount(name, email, operator=operator))
            bound = ctx.within(made.id)
            passwords.put(bound, made.id, Password(ROOT_PASSWORD), lineage=[])
            if alias:
                aliases.create(bound, alias)
            return made.id

        id = self.run(make)
        return Caller("Root", id, id, arns.root(id))

    def user(
        self,
        account: Caller | str,
        name: str = "user",
        policy: Policy | None = None,
        *,
        path: str = "/",
        tags: Mapping[str, str] | None = None,
        password: bool = False,
    ) -> Caller:
        """Make a user, with an inline policy and :data:`USER_PASSWORD` where wanted; return it as a caller."""
        account_id = account.account_id if isinstance(account, Caller) else account

        def make(ctx: Context) -> Caller:
            made = users.create(ctx, name, path=path, tags=[list(pair) for pair in (tags or {}).items()])
            if policy is not None:
                _attach(ctx, made.id, policy)
            if password:
                passwords.put(ctx, made.id, Password(USER_PASSWORD), lineage=[])
            return of_user(made)

        return self.run(make, account_id)

    def administrator(self, account: Caller | str, name: str = "admin") -> Caller:
        """Make a user who may do everything."""
        return self.user(account, name, allow())

    def events(self, account: Caller | str | None = None) -> list[EventRow]:
        """Return the recorded events of one account, or all, oldest first; successful reads are among them."""
        self.desk.reads.flush()
        id = account.account_id if isinstance(account, Caller) else account

        def read(ctx: Context) -> list[EventRow]:
            rows = ctx.all(ctx.across_accounts(EventRow).order_by(EventRow.at))
            return [row for row in rows if id in (None, row.account_id)]

        return self.run(read)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row but events, by table; equal before and after whatever changed nothing."""
        with self.store.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
                for table in Table.metadata.sorted_tables
                if table.name != EventRow.__tablename__
            }


def _attach(ctx: Context, owner_id: str, policy: Policy) -> None:
    ctx.add(InlinePolicy(owner_id=owner_id, name="given", account_id=ctx.account_id or "", document=json.dumps(policy)))
    accounts.touch(ctx)


@contextmanager
def opened(folder: Path, *, database_url: str = "") -> Iterator[World]:
    """An empty world with its data in ``folder``, or in another database."""
    settings, clock = Settings(data=folder, database_url=database_url, hash_memory_kib=8, hash_passes=1), FrozenClock()
    with stores.opened(settings, clock) as store:
        yield World(store, clock)
