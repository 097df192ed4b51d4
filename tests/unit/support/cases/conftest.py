"""A customer with a case, and the operator's staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.operations import catalogue
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import Mail, OutboxRow
from tests.support.world import World


@dataclass(frozen=True)
class Desk:
    """The people of these tests."""

    world: World
    root: Caller
    staff: Caller

    def do(self, caller: Caller | None, action: str, **params: Any) -> dict[str, Any]:
        """Perform an operation as somebody."""
        assert caller is not None
        return self.world.perform(caller, action, params)

    def open(self, caller: Caller | None = None, **changed: Any) -> str:
        """Open a case and return its id."""
        said = {"subject": "Lost device", "communicationBody": "It fell into the harbour."} | changed
        return str(self.do(caller or self.root, "support:CreateCase", **said)["caseId"])

    def mails(self) -> list[Mail]:
        """Return every mail that would leave."""

        def read(ctx: Context) -> list[Mail]:
            rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at))
            return [mail for row in rows if (mail := delivery.opened(ctx, row)) is not None]

        return self.world.run(read)


@pytest.fixture
def desk(world: World) -> Desk:
    """A customer's root user and a member of staff who may do everything."""
    catalogue.load()
    return Desk(world, world.account("Harbour"), world.administrator(world.account("Desk", operator=True), "staff"))
