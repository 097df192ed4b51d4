"""Whatever happens to root addresses, in whatever order: an address is one account's, and a link brings back one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.directory import accounts, root_email
from frontdesk.directory.errors import EmailTaken
from frontdesk.store.context import Context
from tests.support import world as worlds
from tests.support.world import World

WINDOW = timedelta(hours=72)
HOUSES, ADDRESSES = 3, 6
STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, HOUSES - 1), st.integers(0, ADDRESSES - 1)),
    st.tuples(st.just("manage"), st.integers(0, HOUSES - 1), st.integers(0, ADDRESSES - 1)),
    st.tuples(st.just("stop"), st.integers(0, 9), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 24, 71, 72]), st.just(0)),
)


@dataclass
class Link:
    """A link as it was mailed: whom it is about, what it brings back, and until when."""

    house: int
    former: str
    present: str
    until: datetime
    secret: str
    used: bool = False


@dataclass
class Model:
    """What ought to be: each house's address, whose every address is for good, and the links that were mailed."""

    ids: list[str]
    now: list[str]
    owner: dict[str, int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)


def change(world: World, model: Model, house: int, address: str, *, managed: bool) -> None:
    def run(ctx: Context) -> str | None:
        account = accounts.find(ctx, model.ids[house])
        assert account
        if managed:
            return root_email.change_for_member(ctx, account, address, junior=True).secret
        return root_email.change(ctx, account, address).secret

    free = model.owner.get(address, house) == house
    try:
        secret = world.run(run)
    except EmailTaken:
        assert not free
        return
    assert free
    if secret:
        model.links.append(Link(house, model.now[house], address, world.now + WINDOW, secret))
    model.now[house], model.owner[address] = address, house


def stop(world: World, model: Model, number: int) -> None:
    if not model.links:
        return
    link = model.links[number % len(model.links)]

    def run(ctx: Context) -> bool:
        row = root_email.by_secret(ctx, link.secret)
        assert row
        return root_email.can_be_stopped(ctx, row) and root_email.restore(ctx, row)

    ought = world.now < link.until and not link.used and model.now[link.house] == link.present
    assert world.run(run) == ought
    if ought:
        link.used, model.now[link.house] = True, link.former


@settings(max_examples=40)
@given(st.lists(STEP, min_size=5, max_size=25))
def test_addresses_are_one_accounts_for_good_and_links_bring_back_what_was(
    steps: list[tuple[str, int, int]],
) -> None:
    with TemporaryDirectory() as folder, worlds.opened(Path(folder) / "world") as world:
        ids = [world.account(f"House {number}").account_id for number in range(HOUSES)]
        model = Model(ids, [f"house-{number}@example.org" for number in range(HOUSES)])
        model.owner = {address: number for number, address in enumerate(model.now)}
        for kind, which, address in steps:
            if kind == "wait":
                world.move(hours=which)
            elif kind == "stop":
                stop(world, model, which)
            else:
                change(world, model, which, f"address-{address}@example.org", managed=kind == "manage")
                world.move(seconds=1)
            found = [world.run(lambda ctx: accounts.bound(ctx).email, id) for id in model.ids]
            assert found == model.now
            assert len(set(found)) == HOUSES
