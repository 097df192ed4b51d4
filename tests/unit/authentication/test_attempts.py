"""One person's try to be recognised."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.attempts import Progress
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.tables import Attempt, SessionRow, Step
from frontdesk.authentication.throttle import PASSWORD_PRINCIPAL
from frontdesk.core.errors import AccessDenied
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.directory import accounts, life_cycle
from frontdesk.store import delivery
from frontdesk.store.context import Context
from frontdesk.store.outbox import OutboxRow
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World, deny

BROWSER = "browser-secret"


def sign_in(
    world: World, password: str, *, account: str = "example", user: str = "user", browser: str = BROWSER
) -> Progress:
    typed = Password(password)

    def run(ctx: Context) -> Progress:
        opened = attempts.open(ctx, "sign_in_iam_user", Claim(browser, account=account, user=user))
        return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, typed)

    return world.run(run)


def finish(world: World, progress: Progress, form: Form | None = None, browser: str = BROWSER) -> Outcome | None:
    def run(ctx: Context) -> Outcome | None:
        attempt = attempts.find(ctx, progress.token, browser)
        return attempts.complete(ctx, attempt, form or Form()) if attempt else None

    return world.run(run)


def count(world: World, table: type[SessionRow] | type[Attempt] | type[Step]) -> int:
    return len(world.run(lambda ctx: ctx.all(ctx.across_accounts(table))))


@pytest.fixture
def account(world: World) -> str:
    """An account with the alias ``example`` and a user ``user`` who has a password."""
    root = world.account(alias="example")
    world.user(root, password=True)
    return root.account_id


def test_the_right_password_opens_a_session(world: World, account: str) -> None:
    progress = sign_in(world, USER_PASSWORD)
    outcome = finish(world, progress)
    assert outcome
    assert outcome.session
    secret = outcome.session.secret
    session = world.run(lambda ctx: sessions.resolve(ctx, secret))
    assert session.id == outcome.session.session.id
    assert session.caller.arn == f"arn:aws:iam::{account}:user/user"
    assert list(session.caller.proofs) == ["password"]


@pytest.mark.parametrize(
    ("agent", "mobile"), [("Mozilla/5.0 (Android 14; Mobile; rv:130.0)", "Yes"), ("Mozilla/5.0 (X11; Linux)", "No")]
)
def test_the_event_says_whether_it_was_a_telephone(world: World, account: str, agent: str, mobile: str) -> None:
    world.origin = replace(world.origin, agent=agent)
    finish(world, sign_in(world, USER_PASSWORD))
    assert world.events()[-1].record["additionalEventData"]["MobileVersion"] == mobile


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"password": "wrong"}, Reason.WRONG_PASSWORD),
        ({"password": USER_PASSWORD, "user": "nobody"}, Reason.NO_SUCH_USER),
        ({"password": USER_PASSWORD, "account": "nowhere"}, Reason.NO_SUCH_ACCOUNT),
        ({"password": ROOT_PASSWORD}, Reason.WRONG_PASSWORD),
        ({"password": USER_PASSWORD, "user": "bare"}, Reason.NO_CONSOLE_ACCESS),
        ({"password": "x" * 1_000_000}, Reason.WRONG_PASSWORD),
        ({"password": "\udcff"}, Reason.WRONG_PASSWORD),
    ],
)
def test_every_refusal_has_its_cause_and_the_same_words(
    world: World, account: str, typed: dict[str, str], reason: Reason
) -> None:
    world.user(account, "bare")
    progress = sign_in(world, **typed)
    assert progress.refused
    assert progress.refused.reason == reason.value
    assert progress.refused.reference.startswith("FD-")
    assert str(reason.words.public) == str(Reason.WRONG_PASSWORD.words.public)
    assert finish(world, progress) == Outcome(wanted="start-again")
    assert count(world, SessionRow) == 0


def test_known_and_unknown_names_write_the_same_rows(world: World, account: str) -> None:
    before = {name: len(rows) for name, rows in world.rows().items()}
    sign_in(world, "wrong")
    known = {name: len(rows) for name, rows in world.rows().items()}
    sign_in(world, "wrong", account="nowhere", user="nobody", browser="another")
    unknown = {name: len(rows) for name, rows in world.rows().items()}
    grown = {name: known[name] - before[name] for name in known}
    # the counter of the source is shared, so the second try adds one row less there
    assert {**grown, "throttles": grown["throttles"] - 1} == {name: unknown[name] - known[name] for name in known}


def test_a_typed_name_that_matches_nobody_is_not_kept(world: World, account: str) -> None:
    sign_in(world, "wrong", user="my-secret-password")
    assert "my-secret-password" not in repr(world.rows())
    assert "my-secret-password" not in repr([event.record for event in world.events()])
    [event] = world.events(account)
    assert event.record["userIdentity"]["userName"] == "HIDDEN_DUE_TO_SECURITY_REASONS"
    assert event.record["errorMessage"] == "No username found in supplied account"
    assert event.record["additionalEventData"]["Reason"] == Reason.NO_SUCH_USER.value


def test_an_unknown_account_is_nobodys_event(world: World, account: str) -> None:
    sign_in(world, "wrong", account="nowhere")
    [event] = world.events()
    assert event.account_id is None


def test_a_proof_does_not_travel_to_another_browser(world: World, account: str) -> None:
    """R5."""
    progress = sign_in(world, USER_PASSWORD)
    assert finish(world, progress, browser="another") is None


def test_the_token_changes_with_the_proof(world: World, account: str) -> None:
    claim = Claim(BROWSER, account="example", user="user")
    opened = world.run(lambda ctx: attempts.open(ctx, "sign_in_iam_user", claim))

    def offer(ctx: Context) -> Progress:
        attempt = attempts.find(ctx, opened.token, BROWSER)
        assert attempt
        return attempts.offer(ctx, attempt, opened.token, Factor.PASSWORD, Password(USER_PASSWORD))

    proven = world.run(offer)
    assert proven.proven
    assert proven.token != opened.token
    assert finish(world, opened) is None


def test_an_attempt_ends_with_its_time(world: World, account: str) -> None:
    progress = sign_in(world, USER_PASSWORD)
    world.clock.forward(timedelta(minutes=world.settings.attempt_minutes))
    assert finish(world, progress) is None


def test_a_new_attempt_ends_the_former_one(world: World, account: str) -> None:
    """R15."""
    first = sign_in(world, USER_PASSWORD)

    def again(ctx: Context) -> None:
        attempts.open(
            ctx,
            "sign_in_root",
            Claim(BROWSER, email="example@example.org"),
            instead_of=attempts.find(ctx, first.token, BROWSER),
        )

    world.run(again)
    assert finish(world, first) is None


@pytest.mark.parametrize("change", ["password", "suspended", "deleted"])
def test_what_changed_meanwhile_stops_the_session(world: World, account: str, change: str) -> None:
    """R9: every grant is asked again when it is redeemed."""
    progress = sign_in(world, USER_PASSWORD)
    user = progress.attempt.principal_id or ""
    world.clock.forward(timedelta(seconds=1))

    def act(ctx: Context) -> None:
        if change == "password":
            passwords.put(ctx, user, Password("Another-1"), lineage=["A"])
        elif change == "suspended":
            life_cycle.suspend(ctx, accounts.bound(ctx), "abuse")
        else:
            row = passwords.of(ctx, user)
            assert row
            passwords.remove(ctx, row)

    world.run(act, account)
    assert finish(world, progress) == Outcome(wanted="start-again")


def test_many_guesses_at_once_never_exceed_the_limit(world: World, account: str) -> None:
    """R12: 200 answers at once are 200 counted answers."""
    guesses = [Password(f"guess-{number}") for number in range(200)]

    def guess(typed: Password) -> str | None:
        def run(ctx: Context) -> Progress:
            opened = attempts.open(ctx, "sign_in_iam_user", Claim(BROWSER, account="example", user="user"))
            return attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, typed)

        progress = world.store.transact(run, origin=world.origin)
        return progress.refused.reason if progress.refused else None

    with ThreadPoolExecutor(8) as pool:
        reasons = list(pool.map(guess, guesses))
    assert reasons.count(Reason.WRONG_PASSWORD.value) <= PASSWORD_PRINCIPAL.limit
    assert reasons.count(Reason.WRONG_PASSWORD.value) + reasons.count(Reason.THROTTLED.value) == 200


def test_strangers_do_not_lock_the_person_out_of_a_known_browser(world: World, account: str) -> None:
    finish(world, sign_in(world, USER_PASSWORD))
    for _ in range(PASSWORD_PRINCIPAL.limit):
        sign_in(world, "wrong", browser="stranger")
    refused = sign_in(world, USER_PASSWORD, browser="stranger").refused
    assert refused
    assert refused.reason == Reason.THROTTLED.value
    assert sign_in(world, USER_PASSWORD).proven


def test_a_new_password_counts_at_once_after_many_guesses_at_the_old_one(world: World, account: str) -> None:
    for _ in range(PASSWORD_PRINCIPAL.limit):
        refused = sign_in(world, "wrong").refused
    assert refused
    user = sign_in(world, USER_PASSWORD).attempt.principal_id or ""
    world.clock.forward(timedelta(seconds=1))
    world.run(lambda ctx: passwords.put(ctx, user, Password("Brand-new-1"), lineage=["A"]), account)
    assert sign_in(world, "Brand-new-1").proven


def must_change(world: World, account: str) -> Progress:
    def act(ctx: Context) -> None:
        for row in ctx.all(ctx.select(passwords.PasswordRow)):
            row.reset_required = row.principal_id != account

    world.run(act, account)
    return sign_in(world, USER_PASSWORD)


def test_a_demanded_new_password_comes_before_the_session(world: World, account: str) -> None:
    progress = must_change(world, account)
    assert finish(world, progress) == Outcome(wanted="new-password")
    assert count(world, SessionRow) == 0
    with pytest.raises(PasswordPolicyViolation):
        finish(world, progress, Form(Password("short"), Password(USER_PASSWORD)))
    with pytest.raises(PasswordPolicyViolation):
        finish(world, progress, Form(Password(USER_PASSWORD), Password(USER_PASSWORD)))
    with pytest.raises(AccessDenied):
        finish(world, progress, Form(Password("Brand-new-1"), Password("wrong")))
    outcome = finish(world, progress, Form(Password("Brand-new-1"), Password(USER_PASSWORD)))
    assert outcome
    assert outcome.session
    assert sign_in(world, "Brand-new-1").proven
    assert not sign_in(world, USER_PASSWORD).proven


def test_only_an_explicit_deny_stands_in_the_way_of_a_demanded_change(world: World) -> None:
    """Decision 0007."""
    root = world.account(alias="example")
    world.user(root, policy=deny("iam:ChangePassword"), password=True)
    progress = must_change(world, root.account_id)
    with pytest.raises(AccessDenied, match="Ask your administrator"):
        finish(world, progress, Form(Password("Brand-new-1"), Password(USER_PASSWORD)))


def mails(world: World) -> list[tuple[str, str, dict[str, str]]]:
    def read(ctx: Context) -> list[tuple[str, str, dict[str, str]]]:
        rows = ctx.all(ctx.across_accounts(OutboxRow).order_by(OutboxRow.created_at))
        opened = [(row, delivery.opened(ctx, row)) for row in rows]
        return [(row.state, mail.message, dict(mail.fields)) for row, mail in opened if mail]

    return world.run(read)


def reset(world: World, email: str) -> Progress:
    return world.run(lambda ctx: attempts.open(ctx, "reset_root_password", Claim(BROWSER, email=email)))


def type_code(world: World, progress: Progress, code: str) -> Progress:
    def run(ctx: Context) -> Progress:
        attempt = attempts.find(ctx, progress.token, BROWSER)
        assert attempt
        return attempts.offer(ctx, attempt, progress.token, Factor.MAILED_CODE, Password(code))

    return world.run(run)


def test_a_mailed_code_sets_a_new_root_password_and_starts_no_session(world: World, account: str) -> None:
    progress = reset(world, "Example@example.org")
    [(state, _, fields)] = mails(world)
    assert state == "waiting"
    proven = type_code(world, progress, fields["code"])
    assert proven.proven
    outcome = finish(world, proven, Form(Password("Fresh-root-1")))
    assert outcome == Outcome(account_id=account)
    assert count(world, SessionRow) == 0
    row = world.run(lambda ctx: passwords.of(ctx, account))
    assert row
    assert row.lineage == ["M"]
    assert [name for _, name, _ in mails(world)] == ["root_password_code", "root_password_changed"]
    assert [event.name for event in world.events(account)] == ["PasswordRecoveryRequested", "PasswordRecoveryCompleted"]


def test_a_reset_ends_the_sessions_of_root(world: World, account: str) -> None:
    def root_session(ctx: Context) -> sessions.Started | None:
        opened = attempts.open(ctx, "sign_in_root", Claim(BROWSER, email="example@example.org"))
        attempts.offer(ctx, opened.attempt, opened.token, Factor.PASSWORD, Password(ROOT_PASSWORD))
        return attempts.complete(ctx, opened.attempt, Form()).session

    started = world.run(root_session)
    assert started
    progress = reset(world, "example@example.org")
    finish(world, type_code(world, progress, mails(world)[-1][2]["code"]), Form(Password("Fresh-root-1")))
    assert world.run(lambda ctx: sessions.resolve(ctx, started.secret)) is None


def test_an_unknown_address_gets_a_row_that_is_never_delivered(world: World, account: str) -> None:
    progress = reset(world, "nobody@example.org")
    [(state, name, fields)] = mails(world)
    assert (state, name) == ("discarded", "root_password_code")
    assert progress.ask == {Factor.MAILED_CODE}
    assert set(fields) == {"code", "link", "minutes", "until", "at", "address", "reference"}


def test_a_code_counts_within_five_tries_its_time_and_until_a_newer_one(world: World, account: str) -> None:
    progress = reset(world, "example@example.org")
    old = mails(world)[-1][2]["code"]
    world.run(lambda ctx: attempts.again(ctx, ctx.db.merge(progress.attempt)))
    refused = type_code(world, progress, old).refused
    assert refused
    assert refused.reason == Reason.WRONG_CODE.value
    for _ in range(4):
        type_code(world, progress, "000000")
    refused = type_code(world, progress, mails(world)[-1][2]["code"]).refused
    assert refused
    assert refused.reason == Reason.TOO_MANY_CODES.value


def test_the_fourth_mailed_reset_in_a_week_needs_more(world: World, account: str) -> None:
    """Recovery 5."""
    for number in range(3):
        world.clock.forward(timedelta(hours=2))
        progress = reset(world, "example@example.org")
        finish(world, type_code(world, progress, mails(world)[-1][2]["code"]), Form(Password(f"Fresh-root-{number}")))
    world.clock.forward(timedelta(hours=2))
    progress = reset(world, "example@example.org")
    assert progress.ask == {Factor.MAILED_CODE}
    refused = type_code(world, progress, mails(world)[-1][2]["code"]).refused
    assert refused
    assert refused.reason == Reason.NO_USABLE_FACTOR.value


def test_over_the_limit_no_mail_leaves_and_nothing_looks_different(world: World, account: str) -> None:
    shown = [reset(world, "example@example.org").ask for _ in range(7)]
    assert set(shown) == {frozenset({Factor.MAILED_CODE})}
    assert [state for state, _, _ in mails(world)] == ["waiting"] * 5 + ["discarded"] * 2


def test_a_password_chosen_with_an_administrators_is_worth_no_more(world: World, account: str) -> None:
    """Recovery 2.2: a credential is worth what set it."""
    user = must_change(world, account).attempt.principal_id or ""

    def reset(ctx: Context) -> None:
        passwords.put(ctx, user, Password(USER_PASSWORD), lineage=["A"], reset_required=True)

    world.run(reset, account)
    finish(world, sign_in(world, USER_PASSWORD), Form(Password("Brand-new-1"), Password(USER_PASSWORD)))
    row = world.run(lambda ctx: passwords.of(ctx, user))
    assert row
    assert row.lineage == ["A"]
