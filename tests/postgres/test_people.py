"""Finding users and their sign-ins, alike on both databases."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.audit import sign_ins
from frontdesk.directory import accounts, user_search, users
from frontdesk.directory.accounts import NewAccount
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from frontdesk.store.work import Store
from tests.support.stores import FrozenClock

NUMBERS = count()
NAMES = st.text("aAbB09_+=,.@-", min_size=1, max_size=4)


def account(store: Store, name: str, *people: str) -> str:
    def make(ctx: Context) -> str:
        made = accounts.create(ctx, NewAccount(name, f"{name}@example.org"))
        for person in people:
            users.create(ctx.within(made.id), person)
        return made.id

    return store.transact(make, writes=True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.data())
def test_pages_hold_each_match_once_in_both_directions(store: Store, data: st.DataObject) -> None:
    people = data.draw(st.lists(NAMES, max_size=12, unique_by=str.lower))
    words = data.draw(st.text("aB9_+%\\.", max_size=2))
    id = account(store, f"account-{next(NUMBERS)}", *people)
    wanted = sorted((name for name in people if words.lower() in name.lower()), key=str.lower)

    def walk(ctx: Context) -> None:
        bound = ctx.within(id)
        pages = [user_search.search(bound, words, 3)]
        while pages[-1].after is not None:
            pages.append(user_search.search(bound, words, 3, after=pages[-1].after))
        assert [user.name for page in pages for user in page.users] == wanted
        assert [(page.total, page.place) for page in pages] == [(len(wanted), 3 * place) for place in range(len(pages))]
        back = [pages[-1]]
        while back[-1].before is not None:
            back.append(user_search.search(bound, words, 3, before=back[-1].before))
        assert [user.name for page in reversed(back) for user in page.users][-len(wanted) :] == wanted

    store.transact(walk)


def test_only_the_bound_accounts_users_are_found(store: Store) -> None:
    ours, _theirs = account(store, "ours", "ada"), account(store, "theirs", "ada", "eve")
    found = store.transact(lambda ctx: user_search.search(ctx.within(ours), "", 10))
    assert (found.total, [user.name for user in found.users]) == (1, ["ada"])


def signed_in(store: Store, account_id: str, principal: str, *, name: str = "ConsoleLogin", well: bool = True) -> None:
    identity = {"type": "IAMUser", "principalId": principal, "accountId": account_id}
    response = {name: "Success" if well else "Failure"}
    event = Event(name, "signin.amazonaws.com", account_id, identity, response=response, reference="FD-2222-3333")
    store.transact(lambda ctx: ctx.record(event), writes=True)


def test_sign_ins_are_one_principals_newest_first_within_the_time(store: Store, clock: FrozenClock) -> None:
    id = account(store, "ours")
    start = clock.now()
    for well in (True, False, True):
        signed_in(store, id, "AIDAONE", well=well)
        signed_in(store, id, "AIDATWO")
        signed_in(store, id, "AIDAONE", name="PasswordUpdated")
        clock.forward(timedelta(hours=1))
    signed_in(store, account(store, "theirs"), "AIDAONE")

    def read(ctx: Context) -> list[list[bool]]:
        bound = ctx.within(id)
        reads = (
            sign_ins.of(bound, "AIDAONE", 9),
            sign_ins.of(bound, "AIDAONE", 2),
            sign_ins.of(bound, "AIDAONE", 9, since=start + timedelta(hours=1)),
            sign_ins.of(bound, "AIDAONE", 9, before=start + timedelta(hours=2)),
        )
        return [[one.completed for one in found] for found in reads]

    assert store.transact(read) == [[True, False, True], [True, False], [True, False], [False, True]]
