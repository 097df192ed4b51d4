"""From nothing to a root user who got back in: the whole way, by keyboard, with the AWS CLI in between.

The five-minute tour of the README goes the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.demo import code_in
from tests.browser.keyboard import Keyboard
from tests.support import axe, browser, programs, waiting
from tests.support.aws import CLI
from tests.support.server import Server, serving

OWNER, ROOT_PASSWORD, NEW_ROOT_PASSWORD = "owner@quay.example", "Quay-side-1 lamps", "Quay-side-2 lamps"
GIVEN, CHOSEN, ADMIN_PASSWORD = "Given-by-admin-1", "Chosen-by-me-1", "Runs-the-quay-1"


class Walk:
    """One installation, and several people who each sit at a browser of their own."""

    def __init__(self, server: Server, chromium: Browser, rest: ExitStack) -> None:
        self.server, self._chromium, self._rest = server, chromium, rest

    def sit_down(self, address: str) -> Keyboard:
        """Open a fresh browser at an address."""
        visitor = self._rest.enter_context(browser.visiting(self._chromium, self.server.url))
        keyboard = Keyboard(visitor.page())
        keyboard.open(address)
        return keyboard

    def read_code(self, person: Keyboard, subject: str) -> str:
        """Read the newest mail on the mailbox page, in another tab of the person's browser."""
        tab = Keyboard(person.page.context.new_page())

        def arrived() -> bool:
            tab.open("/mailbox")
            return tab.page.get_by_role("link", name=subject).count() > 0

        waiting.until(arrived, f"a mail called {subject}")
        tab.press(subject)
        code = code_in(tab.page.inner_text(".letter"))
        tab.page.close()
        assert code
        return code


@pytest.fixture
def walk(tmp_path: Path, chromium: Browser) -> Iterator[Walk]:
    """A server without the demo; at the end its log has no error, and no page has complained."""
    if programs.aws() is None:
        pytest.skip("version 2 of the AWS CLI is not installed")
    with serving(tmp_path / "data") as server, ExitStack() as rest:
        yield Walk(server, chromium, rest)


def test_from_sign_up_to_a_reset_by_mail(walk: Walk, tmp_path: Path) -> None:
    owner = walk.sit_down("/")
    account = sign_up(walk, owner)
    sign_in_as_root(owner, ROOT_PASSWORD)
    set_alias(owner)
    aws = CLI(tmp_path, walk.server.url, *create_access_key(owner))
    assert aws("sts", "get-caller-identity")["Arn"] == f"arn:aws:iam::{account}:root"
    make_people(aws)
    user = walk.sit_down(f"http://quay-books.signin.localhost:{walk.server.port}/console")
    reference = user_comes_in_and_fails_once(user)
    administrator_reads_why(walk.sit_down("/console?account=quay-books"), reference)
    reset_root_password(walk, owner)


def sign_up(walk: Walk, owner: Keyboard) -> str:
    owner.press("Create an account")
    owner.fill("Root user e-mail address", OWNER)
    owner.fill("Account name", "Quay Books")
    owner.press("Verify e-mail address")
    owner.fill("Six-digit code", walk.read_code(owner, "Confirm your e-mail address"))
    owner.press("Continue")
    owner.fill("Root user's password", ROOT_PASSWORD)
    owner.fill("The password, once more", ROOT_PASSWORD)
    owner.press("Continue")
    contact = {"Full name": "Ada Lind", "Phone number": "+4922123456", "Street and number": "Kai 1", "City": "Bergen"}
    owner.choose("A business")
    for label, text in contact.items():
        owner.fill(label, text)
    owner.select("Country", "Norway")
    owner.fill("Postal code", "5003")
    owner.choose("I agree to the terms under which this installation is run")
    owner.press("Create account")
    assert owner.title == "Your account is open"
    return owner.page.inner_text("#account-id")


def sign_in_as_root(owner: Keyboard, password: str) -> None:
    owner.open("/console")
    if owner.page.get_by_label("Root user e-mail address").count():
        owner.fill("Root user e-mail address", OWNER)
        owner.press("Next")
    owner.fill("Password", password)
    owner.press("Sign in")
    owner.press("Not now")
    assert owner.title == "Console home"


def set_alias(owner: Keyboard) -> None:
    owner.press("Account settings")
    owner.press("Choose an alias")
    owner.fill("Alias", "quay-books")
    owner.press("Choose an alias")
    assert f"http://quay-books.signin.localhost:{urlsplit(owner.page.url).port}/console" in owner.page.inner_text(
        "main"
    )


def create_access_key(owner: Keyboard) -> tuple[str, str]:
    owner.open("/console/credentials")
    owner.press("Create an access key")
    owner.choose("I understand that a key of the root user can do everything in this account")
    owner.press("Create the access key")
    pair = owner.page.inner_text("#key-id"), owner.page.inner_text("#key-secret")
    owner.press("I have kept the secret")
    assert pair[1] not in owner.page.content()
    return pair


def make_people(aws: CLI) -> None:
    assert aws("iam", "list-account-aliases")["AccountAliases"] == ["quay-books"]
    aws("iam", "create-user", "--user-name", "m.okafor")
    given = ["--password", GIVEN, "--password-reset-required"]
    aws("iam", "create-login-profile", "--user-name", "m.okafor", *given)
    aws("iam", "create-user", "--user-name", "ada")
    aws(
        "iam", "attach-user-policy", "--user-name", "ada", "--policy-arn", "arn:aws:iam::aws:policy/AdministratorAccess"
    )
    aws("iam", "create-login-profile", "--user-name", "ada", "--password", ADMIN_PASSWORD)


def user_comes_in_and_fails_once(user: Keyboard) -> str:
    assert user.page.get_by_label("Account ID or alias").input_value() == "quay-books"
    type_password(user, "m.okafor", GIVEN)
    assert user.title == "Choose a new password"
    user.fill("Old password", GIVEN)
    user.fill("New password", CHOSEN)
    user.fill("New password, once more", CHOSEN)
    user.press("Set password and sign in")
    assert user.title == "Console home"
    user.open("/session/sign-out")
    user.press("Sign out")
    user.press("Sign in again")
    if not user.page.get_by_label("User name").count():
        user.press("IAM user")
    user.fill("Account ID or alias", "quay-books")
    type_password(user, "m.okafor", GIVEN)
    assert user.page.evaluate("document.activeElement.className").split()[0] == "summary"
    assert "The authentication information is incorrect." in user.page.inner_text(".summary")
    axe.check(user.page)
    return user.page.inner_text(".ref")


def type_password(person: Keyboard, name: str, password: str) -> None:
    person.fill("User name", name)
    person.fill("Password", password)
    person.press("Sign in")


def administrator_reads_why(administrator: Keyboard, reference: str) -> None:
    assert re.fullmatch(r"FD-[2-9A-Z]{4}-[2-9A-Z]{4}", reference)
    type_password(administrator, "ada", ADMIN_PASSWORD)
    administrator.press("Sign-in history")
    administrator.fill("Reference", reference)
    administrator.press("Explain")
    words = administrator.page.inner_text("main")
    assert "The account and the user name were right. The password was not." in words
    axe.check(administrator.page)
    administrator.press("Set a new password")
    assert "/console/users/m.okafor/password" in administrator.page.url


def reset_root_password(walk: Walk, owner: Keyboard) -> None:
    owner.open("/session/sign-out")
    owner.press("Sign out")
    owner.open("/signin")
    owner.fill("Root user e-mail address", OWNER)
    owner.press("Next")
    owner.press("Forgot password?")
    owner.fill("Root user e-mail address", OWNER)
    owner.press("Mail me a code")
    owner.fill("Six-digit code", walk.read_code(owner, "Choose a new password"))
    owner.press("Continue")
    owner.fill("New password", NEW_ROOT_PASSWORD)
    owner.fill("New password, once more", NEW_ROOT_PASSWORD)
    owner.press("Set new password")
    assert owner.title == "Your password is set"
    sign_in_as_root(owner, NEW_ROOT_PASSWORD)
