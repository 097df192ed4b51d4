"""The embedded mailbox shows what was sent, on this machine only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from frontdesk.core.errors import NotFound
from frontdesk.core.settings import Settings
from frontdesk.mail import delivery, mailbox
from frontdesk.store.outbox import OutboxRow
from frontdesk.store.work import Store
from frontdesk.worker import Worker
from tests.support.stores import FrozenClock, opened
from tests.unit.mail.samples import mail


def send(store: Store, *names: str) -> None:
    for name in names:
        store.transact(lambda ctx, name=name: ctx.send(mail(name)))


def deliver(store: Store) -> None:
    Worker(store, delivery.deliverer(store.settings), ()).turn()


def test_a_mail_can_be_read_at_once_and_is_delivered_by_the_worker(store: Store) -> None:
    send(store, "root_password_code")
    (letter,) = store.transact(mailbox.list)
    assert (letter.to, letter.subject, letter.state) == ("root@example.org", "Choose a new password", "waiting")
    assert (letter.at, letter.due_at) == (store.clock.now(), store.clock.now())
    deliver(store)
    (letter,) = store.transact(mailbox.list)
    assert (letter.state, letter.tries, letter.due_at) == ("delivered", 1, None)
    shown = store.transact(lambda ctx: mailbox.read(ctx, letter.id))
    assert shown.letter == letter
    assert "482 913" in shown.text
    assert "482 913" in shown.html


def page_after(store: Store, last: str | None) -> list[str]:
    return [letter.id for letter in store.transact(lambda ctx: mailbox.list(ctx, 2, last))]


def test_newest_come_first_and_pages_follow_each_other(store: Store, clock: FrozenClock) -> None:
    names = ["sign_up_code", "sign_up_done", "root_password_code", "root_password_changed", "sign_up_account_exists"]
    for number, name in enumerate(names):
        send(store, name)
        clock.forward(timedelta(seconds=number % 2))  # some at the same moment
    whole = [letter.id for letter in store.transact(lambda ctx: mailbox.list(ctx, 100))]
    pages = [page_after(store, last) for last in (None, whole[1], whole[3], whole[4])]
    assert pages == [whole[:2], whole[2:4], whole[4:], []]
    assert len(set(whole)) == len(names)
    assert store.transact(mailbox.list)[0].message == names[-1]


def test_a_row_for_an_unknown_address_was_never_a_mail(store: Store) -> None:
    store.transact(lambda ctx: ctx.send(replace(mail("root_password_code"), discard=True)))
    assert store.transact(mailbox.list) == []
    id = store.transact(lambda ctx: ctx.db.scalar(OutboxRow.__table__.select()))
    with pytest.raises(NotFound):
        store.transact(lambda ctx: mailbox.read(ctx, str(id)))


def test_an_unknown_mail_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.transact(lambda ctx: mailbox.read(ctx, "none"))


def test_a_mail_that_cannot_be_opened_is_listed_without_its_contents(store: Store) -> None:
    send(store, "sign_up_code")
    store.transact(lambda ctx: ctx.db.execute(update(OutboxRow).values(sealed="k9.AAAA")))
    deliver(store)
    (letter,) = store.transact(mailbox.list)
    assert (letter.to, letter.state) == ("(cannot be shown)", "dead")
    assert store.transact(lambda ctx: mailbox.read(ctx, letter.id)).text == ""


ELSEWHERE = [{"host": "192.0.2.1"}, {"mail_host": "mail.example.org"}, {"origin": "https://signin.example.org"}]


@pytest.mark.parametrize("change", ELSEWHERE)
def test_there_is_no_mailbox_where_others_reach_the_server_or_mail_really_leaves(
    settings: Settings, change: dict[str, str]
) -> None:
    elsewhere = replace(settings, **change)
    assert mailbox.is_open(settings)
    assert not mailbox.is_open(elsewhere)
    with opened(elsewhere) as store:
        send(store, "sign_up_code")
        for act in (mailbox.list, lambda ctx: mailbox.read(ctx, "none")):
            with pytest.raises(NotFound, match="no mailbox"):
                store.transact(act)
