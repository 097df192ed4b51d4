"""Console passwords: given, reset and taken by an administrator, changed by their owner."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from frontdesk.authentication import attempts, sessions
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.core.callers import Caller
from frontdesk.core.errors import (
    AccessDenied,
    AlreadyExists,
    FrontdeskError,
    NotFound,
    Throttled,
    ValidationError,
)
from frontdesk.core.secret import Password
from frontdesk.credentials import passwords
from frontdesk.credentials.errors import InvalidUserType, PasswordPolicyViolation
from frontdesk.credentials.tables import PasswordRow
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from tests.support.world import USER_PASSWORD, World, allow, deny

catalogue.load()

Do = Callable[..., dict[str, Any]]
NEW = "Another-password-2"


@pytest.fixture
def root(world: World) -> Caller:
    return world.account("Example")


@pytest.fixture
def bob(world: World, root: Caller) -> Caller:
    return world.user(root, "bob")


@pytest.fixture
def do(world: World, root: Caller, bob: Caller) -> Do:
    """Perform an IAM operation on bob as an administrator."""
    administrator = world.administrator(root)
    return lambda name, **params: world.perform(administrator, f"iam:{name}", {"UserName": "bob", **params})


def row(world: World, user: Caller) -> PasswordRow | None:
    return world.run(lambda ctx: passwords.of(ctx, user.principal_id), user.account_id)


def right(world: World, user: Caller, text: str) -> bool:
    return world.run(lambda ctx: passwords.matches(ctx, passwords.of(ctx, user.principal_id), Password(text)))


def sign_in(world: World, user: Caller, text: str, browser: str = "browser") -> sessions.Session:
    def act(ctx: Context) -> sessions.Session:
        claim = Claim(browser, account=user.account_id, user=user.user_name or "")
        progress = attempts.open(ctx, "sign_in_iam_user", claim)
        progress = attempts.offer(ctx, progress.attempt, progress.token, Factor.PASSWORD, Password(text))
        outcome = attempts.complete(ctx, progress.attempt, Form())
        return outcome.session.session if outcome.session else pytest.fail("no session")

    return world.run(act)


def live(world: World, user: Caller) -> int:
    return len(world.run(lambda ctx: sessions.of(ctx, user.principal_id)))


def test_a_profile_is_shown_without_the_password(world: World, bob: Caller, do: Do) -> None:
    made = do("CreateLoginProfile", Password=USER_PASSWORD, PasswordResetRequired=True)
    assert made == {"LoginProfile": {"UserName": "bob", "CreateDate": world.now, "PasswordResetRequired": True}}
    assert do("GetLoginProfile") == made
    assert right(world, bob, USER_PASSWORD)
    assert all(USER_PASSWORD not in str(event.record) for event in world.events())


def test_one_is_made_with_the_defaults(do: Do) -> None:
    assert do("CreateLoginProfile", Password=USER_PASSWORD)["LoginProfile"]["PasswordResetRequired"] is False


@pytest.mark.parametrize("action", ["GetLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile"])
def test_without_a_password_there_is_no_profile(do: Do, action: str) -> None:
    with pytest.raises(NotFound) as refusal:
        do(action)
    assert str(refusal.value) == "Login Profile for User bob cannot be found."


def test_there_is_one_per_user(world: World, bob: Caller, do: Do) -> None:
    do("CreateLoginProfile", Password=USER_PASSWORD)
    with pytest.raises(AlreadyExists) as refusal:
        do("CreateLoginProfile", Password=NEW)
    assert str(refusal.value) == "Login Profile for User bob already exists."
    assert right(world, bob, USER_PASSWORD)


NULL = "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null"
REFUSED = [
    ({}, ValidationError, NULL),
    ({"Password": "short"}, PasswordPolicyViolation, "Password should have a minimum length of 8"),
    ({"Password": "lowercaseonly"}, PasswordPolicyViolation, None),
    ({"Password": "example@example.org"}, PasswordPolicyViolation, None),
    ({"Password": "Snow-man-1 ☃"}, ValidationError, None),
    ({"Password": "Aa1-" * 33}, ValidationError, None),
    ({"Password": ""}, ValidationError, None),
]


@pytest.mark.parametrize(("params", "error", "words"), REFUSED)
def test_passwords_that_are_not_taken(
    world: World, bob: Caller, do: Do, params: Mapping[str, Any], error: type[FrontdeskError], words: str | None
) -> None:
    with pytest.raises(error) as refusal:
        do("CreateLoginProfile", **params)
    assert words in (None, str(refusal.value))
    assert row(world, bob) is None
    for typed in params.values():
        assert not typed or typed not in f"{refusal.value} {world.events()[-1].record}"


def test_a_reset_ends_the_sessions_and_names_who_did_it(world: World, bob: Caller, do: Do) -> None:
    do("CreateLoginProfile", Password=USER_PASSWORD)
    sign_in(world, bob, USER_PASSWORD)
    world.move(minutes=1)
    do("UpdateLoginProfile", Password=NEW, PasswordResetRequired=True)
    kept = row(world, bob)
    assert kept is not None
    assert (kept.lineage, kept.reset_required, kept.changed_at) == (["A"], True, world.now)
    assert live(world, bob) == 0
    assert right(world, bob, NEW)
    assert not right(world, bob, USER_PASSWORD)


def test_a_reset_of_the_own_password_keeps_the_session_that_asked_for_it(world: World, root: Caller) -> None:
    own = world.user(root, "own", allow("iam:UpdateLoginProfile"), password=True)
    sign_in(world, own, USER_PASSWORD, "one browser")
    here = sign_in(world, own, USER_PASSWORD, "another browser")
    world.perform(here.caller, "iam:UpdateLoginProfile", {"UserName": "own", "Password": NEW})
    assert [one.id for one in world.run(lambda ctx: sessions.of(ctx, own.principal_id))] == [here.id]


def test_a_reset_does_not_remember_former_passwords(world: World, bob: Caller, do: Do) -> None:
    world.perform(world.administrator(bob, "other"), "iam:UpdateAccountPasswordPolicy", {"PasswordReusePrevention": 24})
    do("CreateLoginProfile", Password=USER_PASSWORD)
    do("UpdateLoginProfile", Password=USER_PASSWORD)
    assert right(world, bob, USER_PASSWORD)


@pytest.mark.parametrize(
    ("before", "params", "after"),
    [
        (False, {"PasswordResetRequired": True}, True),
        (True, {"PasswordResetRequired": False}, False),
        (True, {"Password": NEW}, True),
        (False, {"Password": NEW}, False),
        (True, {}, True),
    ],
)
def test_what_is_left_out_of_an_update_stays(
    world: World, bob: Caller, do: Do, before: bool, params: Mapping[str, Any], after: bool
) -> None:
    do("CreateLoginProfile", Password=USER_PASSWORD, PasswordResetRequired=before)
    do("UpdateLoginProfile", **params)
    assert do("GetLoginProfile")["LoginProfile"]["PasswordResetRequired"] is after
    assert right(world, bob, params.get("Password", USER_PASSWORD))


def test_a_refused_reset_changes_nothing(world: World, bob: Caller, do: Do) -> None:
    do("CreateLoginProfile", Password=USER_PASSWORD)
    sign_in(world, bob, USER_PASSWORD)
    before = world.rows()
    with pytest.raises(PasswordPolicyViolation):
        do("UpdateLoginProfile", Password="weak", PasswordResetRequired=True)
    assert world.rows() == before


def test_taking_the_profile_ends_the_sessions_and_leaves_the_keys(world: World, bob: Caller, do: Do) -> None:
    do("CreateLoginProfile", Password=USER_PASSWORD)
    do("CreateAccessKey")
    sign_in(world, bob, USER_PASSWORD)
    do("DeleteLoginProfile")
    assert row(world, bob) is None
    assert live(world, bob) == 0
    assert len(do("ListAccessKeys")["AccessKeyMetadata"]) == 1


class TestOwnPassword:
    """ChangePassword."""

    @pytest.fixture
    def own(self, world: World, root: Caller) -> Caller:
        return world.user(root, "own", allow("iam:ChangePassword"), password=True)

    @pytest.fixture
    def change(self, world: World) -> Callable[..., None]:
        def act(caller: Caller, old: str = USER_PASSWORD, new: str = NEW) -> None:
            world.perform(caller, "iam:ChangePassword", {"OldPassword": old, "NewPassword": new})

        return act

    def test_is_changed_with_the_old_one(self, world: World, own: Caller, change: Callable[..., None]) -> None:
        change(own)
        kept = row(world, own)
        assert right(world, own, NEW)
        assert kept is not None
        assert kept.lineage == []
        hidden = "HIDDEN_DUE_TO_SECURITY_REASONS"
        request = world.events()[-1].record["requestParameters"]
        assert request == {"oldPassword": hidden, "newPassword": hidden}

    def test_keeps_the_session_that_changed_it(self, world: World, own: Caller, change: Callable[..., None]) -> None:
        sign_in(world, own, USER_PASSWORD, "one browser")
        here = sign_in(world, own, USER_PASSWORD, "another browser")
        change(here.caller)
        assert [one.id for one in world.run(lambda ctx: sessions.of(ctx, own.principal_id))] == [here.id]

    @pytest.mark.parametrize(
        ("old", "new", "error", "words"),
        [
            ("Wrong-password-1", NEW, AccessDenied, "The old password was incorrect."),
            (USER_PASSWORD, "weak", PasswordPolicyViolation, "Password should have a minimum length of 8"),
            (USER_PASSWORD, USER_PASSWORD, PasswordPolicyViolation, None),
        ],
    )
    def test_is_not_changed(
        self,
        world: World,
        own: Caller,
        change: Callable[..., None],
        old: str,
        new: str,
        error: type[FrontdeskError],
        words: str | None,
    ) -> None:
        with pytest.raises(error) as refusal:
            change(own, old, new)
        assert words in (None, str(refusal.value))
        assert right(world, own, USER_PASSWORD)

    def test_guesses_are_counted_though_they_change_nothing(
        self, world: World, own: Caller, change: Callable[..., None]
    ) -> None:
        answers = []
        for number in range(30):
            with pytest.raises(FrontdeskError) as refusal:
                change(own, f"Wrong-password-{number}")
            answers.append(type(refusal.value))
        assert answers == [AccessDenied] * 5 + [Throttled] * 25
        with pytest.raises(Throttled):
            change(own)
        world.move(hours=2)
        change(own)

    def test_is_for_iam_users(self, root: Caller, change: Callable[..., None]) -> None:
        with pytest.raises(InvalidUserType):
            change(root)

    def test_has_to_exist(self, world: World, root: Caller, change: Callable[..., None]) -> None:
        with pytest.raises(NotFound, match=r"^Login Profile for User keys cannot be found\.$"):
            change(world.user(root, "keys", allow()))

    def test_needs_a_policy_unless_the_account_lets_everybody(
        self, world: World, root: Caller, change: Callable[..., None]
    ) -> None:
        plain = world.user(root, "plain", password=True)
        refused = world.user(root, "refused", deny("iam:ChangePassword"), password=True)
        for caller in (plain, refused):
            with pytest.raises(AccessDenied, match=rf"on resource: {caller.arn} "):
                change(caller)
        world.perform(root, "iam:UpdateAccountPasswordPolicy", {"AllowUsersToChangePassword": True})
        change(plain)
        assert world.perform(plain, "iam:GetAccountPasswordPolicy")["PasswordPolicy"]["AllowUsersToChangePassword"]
        with pytest.raises(AccessDenied, match="with an explicit deny in an identity-based policy"):
            change(refused)
        with pytest.raises(AccessDenied):
            world.perform(plain, "iam:UpdateAccountPasswordPolicy", {})
        world.perform(root, "iam:DeleteAccountPasswordPolicy")
        with pytest.raises(AccessDenied, match="because no identity-based policy"):
            change(plain, NEW, "Third-password-3")

    def test_is_changed_with_a_key_also_after_a_hard_end(
        self, world: World, root: Caller, own: Caller, change: Callable[..., None]
    ) -> None:
        rules = {"MinimumPasswordLength": 8, "MaxPasswordAge": 30, "HardExpiry": True}
        world.perform(root, "iam:UpdateAccountPasswordPolicy", rules)
        world.move(days=31)
        change(own)
        assert right(world, own, NEW)
