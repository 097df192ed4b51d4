"""An organization, and accounts around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from frontdesk.billing.tables import PaymentMethod
from frontdesk.core.callers import Caller
from frontdesk.directory import accounts
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.iam import IAM
from tests.support.world import World

Answer = dict[str, Any]
CONTACT = {
    "full_name": "Ada Lind",
    "phone": "+47 22 12 34 56",
    "country": "NO",
    "line1": "Havnegata 1",
    "city": "Oslo",
    "postal_code": "0150",
    "kind": "business",
}


@dataclass
class House:
    """Accounts of one installation by name, each as its root user sees the organizations service."""

    world: World
    roots: dict[str, IAM] = field(default_factory=dict)

    def __call__(self, name: str) -> IAM:
        """Return the root user of an account, making the account at the first mention."""
        if name not in self.roots:
            self.roots[name] = IAM(self.world, self.world.account(name), "organizations")
        return self.roots[name]

    def user(self, name: str, policy: Any) -> IAM:
        """Return a new IAM user of an account."""
        return IAM(self.world, self.world.user(self(name).caller, policy=policy), "organizations")

    def member(self, id: str) -> IAM:
        """Return the root user of an account by id, as a created member has one."""
        return IAM(self.world, Caller("Root", id, id, f"arn:aws:iam::{id}:root"), "organizations")

    def found(self, name: str = "Main", features: str = "ALL") -> IAM:
        """Return the management account of a new organization."""
        self(name)("CreateOrganization", FeatureSet=features)
        return self(name)

    def create(self, manager: IAM, name: str) -> str:
        """Create a member and return its id."""
        email = f"{name.lower()}@members.example"
        begun = manager("CreateAccount", AccountName=name, Email=email)["CreateAccountStatus"]
        ended = manager("DescribeCreateAccountStatus", CreateAccountRequestId=begun["Id"])["CreateAccountStatus"]
        assert ended["State"] == "SUCCEEDED", ended
        return str(ended["AccountId"])

    def invite(self, manager: IAM, guest: IAM) -> str:
        """Invite an account and return the handshake's id."""
        made = manager("InviteAccountToOrganization", Target={"Type": "ACCOUNT", "Id": guest.caller.account_id})
        return str(made["Handshake"]["Id"])

    def bring(self, manager: IAM, name: str) -> IAM:
        """Invite an account that accepts."""
        guest = self(name)
        guest("AcceptHandshake", HandshakeId=self.invite(manager, guest))
        return guest

    def change(self, account_id: str, **columns: Any) -> None:
        """Write columns of an account, as other parts of the house would."""

        def write(ctx: Context) -> None:
            account = accounts.find(ctx, account_id)
            assert account
            for name, value in columns.items():
                setattr(account, name, value)
            accounts.touch(ctx, account_id)

        self.world.run(write)

    def row(self, account_id: str) -> Account:
        """Return an account's row."""
        found = self.world.run(lambda ctx: accounts.find(ctx, account_id))
        assert found
        return found

    def mails(self) -> list[tuple[str, str, bool]]:
        """Return message, recipient's account and whether it is to be delivered, of everything sent, oldest first."""
        rows = self.world.run(lambda ctx: ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at)))
        return [(row.message, row.account_id or "", row.state == "waiting") for row in rows]


@pytest.fixture
def house(world: World) -> House:
    """An installation without accounts."""
    return House(world)


@pytest.fixture
def main(house: House) -> IAM:
    """The management account of an organization with all features."""
    return house.found()


@pytest.fixture
def paying(world: World) -> Callable[[str], None]:
    """Give an account a card of its own."""

    def pay(account_id: str) -> None:
        def add(ctx: Context) -> None:
            ctx.add(
                PaymentMethod(
                    id=f"pm-{account_id}",
                    account_id=account_id,
                    processor="sandbox",
                    token="tok",
                    state="VALID",
                    expiry_year=2030,
                    expiry_month=12,
                    holder="Ada Lind",
                    address={},
                    default_for=account_id,
                    wants_default=True,
                    lineage=[],
                    created_at=ctx.now,
                    changed_at=ctx.now,
                    changed_by="root",
                )
            )

        world.run(add)

    return pay
