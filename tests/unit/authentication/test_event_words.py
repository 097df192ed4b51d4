"""A reference in a notice is explained to the account it is about, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.authentication import explanations
from frontdesk.authentication.explanations import Audience
from frontdesk.core.callers import Caller
from frontdesk.operations import catalogue
from frontdesk.operations.admission import AccountNotActive, StepUpRequired
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.lives import live
from tests.support.world import World

EVERY = {
    "await activate": ["was completed"],
    "suspend": ["Cause: unpaid."],
    "suspend reinstate": ["Cause: unpaid.", "works again"],
    "begin close": ["SUCCEEDED"],
    "begin keep": ["FAILED"],
    "begin close reopen": ["SUCCEEDED", "was reopened"],
    "begin close wait end": ["SUCCEEDED", "ended for good"],
}


@pytest.fixture
def root(world: World) -> Caller:
    catalogue.load()
    return world.account()


def references(world: World) -> list[str]:
    def read(ctx: Context) -> list[str]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at))
        return [mail.fields["reference"] for row in rows if (mail := delivery.opened(ctx, row))]

    return world.run(read)


@pytest.mark.parametrize("way", EVERY)
def test_the_reference_in_each_notice_is_explained(world: World, root: Caller, way: str) -> None:
    live(world, root, way)
    other = world.account("Other")
    quoted = references(world)
    assert quoted
    for reference in quoted:
        told = world.run(
            lambda ctx, quoted=reference: explanations.find(ctx, quoted, Audience.ADMINISTRATOR), root.account_id
        )
        assert told
        assert any(words in str(told.cause) for words in EVERY[way])
        assert str(told.remedy.words)
        stranger = world.run(
            lambda ctx, quoted=reference: explanations.find(ctx, quoted, Audience.ADMINISTRATOR), other.account_id
        )
        assert stranger is None


def test_an_operation_refused_for_the_accounts_standing_names_the_way_out(world: World, root: Caller) -> None:
    with pytest.raises(StepUpRequired) as stale:
        world.perform(root, "account:CloseAccount", {"AccountId": root.account_id})
    live(world, root, "suspend")
    world.origin = replace(world.origin, request_id="another-request")
    with pytest.raises(AccountNotActive) as stopped:
        world.perform(root, "iam:CreateUser", {"UserName": "ada"})
    for refusal, action in ((stale.value, "step-up"), (stopped.value, "standing")):
        told = world.run(
            lambda ctx, quoted=refusal.reference: explanations.find(ctx, quoted or "", Audience.ADMINISTRATOR),
            root.account_id,
        )
        assert told
        assert told.remedy.action == action
