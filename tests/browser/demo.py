"""The demo world as its people meet it in a browser."""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import boto3
from playwright.sync_api import Page

from tests.support import waiting
from tests.support.server import Server

GIVEN = "Given-by-admin-1"
LOOK = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:Get*", "Resource": "*"}]}, indent=2
)


@dataclass(frozen=True)
class Demo:
    """A server that was started with ``--demo``."""

    server: Server

    @property
    def url(self) -> str:
        """Where pages and wire are."""
        return self.server.url

    @property
    def account_url(self) -> str:
        """The sign-in address of the demo account, in host form."""
        return f"http://{self.world['alias']}.signin.localhost:{self.server.port}/console"

    @cached_property
    def world(self) -> dict[str, Any]:
        """Names and passwords of the demo world."""
        found: dict[str, Any] = json.loads((self.server.data / "demo.json").read_text())
        return found

    @cached_property
    def iam(self) -> Any:
        """A client of IAM as the demo's administrator."""
        return self._client("iam")

    def _client(self, service: str) -> Any:
        key = self.world["administrator"]
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key["access_key_id"],
            aws_secret_access_key=key["secret_access_key"],
        )

    def furnish(self) -> list[str]:
        """Give the account what its pages have something to show of; return the pages that lead to all of it."""
        user = self.world["user"]["name"]
        policy = self._policy()
        self.iam.create_group(GroupName="bookkeepers")
        self.iam.add_user_to_group(GroupName="bookkeepers", UserName=user)
        self.iam.attach_group_policy(GroupName="bookkeepers", PolicyArn=policy)
        self.iam.put_group_policy(GroupName="bookkeepers", PolicyName="own", PolicyDocument=LOOK)
        self.iam.attach_user_policy(UserName=user, PolicyArn=policy)
        self.iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=LOOK)
        self.iam.tag_user(UserName=user, Tags=[{"Key": "office", "Value": "Oslo"}])
        self.iam.create_access_key(UserName=user)
        for name in (user, self.world["administrator"]["name"]):
            key = self.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
            self.iam.update_access_key(UserName=name, AccessKeyId=key, Status="Inactive")
        self.iam.update_account_password_policy(MinimumPasswordLength=8)
        control = f"organization/policies/{self._control_policy()}"
        paths = (
            f"users/{user}",
            "groups/bookkeepers",
            f"policies/policy?arn={quote(policy, safe='')}",
            control,
            "home",
        )
        return [f"{self.url}/console/{path}" for path in paths]

    def _control_policy(self) -> str:
        listed = self._client("organizations").list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
        return next(str(one["Id"]) for one in listed if not one["AwsManaged"])

    def _policy(self) -> str:
        arn: str = self.iam.create_policy(PolicyName="look", PolicyDocument=LOOK)["Policy"]["Arn"]
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=LOOK, SetAsDefault=True)
        return arn

    def new_user(self, name: str, *, reset_required: bool = False) -> str:
        """Make an IAM user of the demo account who can sign in; return the password."""
        self.iam.create_user(UserName=name)
        self.iam.create_login_profile(UserName=name, Password=GIVEN, PasswordResetRequired=reset_required)
        return GIVEN

    def sign_in(self, page: Page, who: str = "administrator") -> None:
        """Sign in as ``administrator``, ``user`` or ``staff``, and end at the console's home."""
        account = self.world["operator_account_id" if who == "staff" else "alias"]
        enter(page, f"{self.url}/console?account={account}", self.world[who]["name"], self.world[who]["password"])
        page.wait_for_url("**/console/home")

    def code_for(self, address: str, number: int = 1) -> str:
        """Return the code in the ``number``-th mail with one to an address, waiting for it."""

        def newest() -> str | None:
            with urllib.request.urlopen(f"{self.url}/mailbox.json?to={quote(address)}") as answer:
                letters = [code for letter in json.load(answer) if (code := code_in(letter["text"]))]
            return letters[0] if len(letters) >= number else None

        return waiting.until(newest, f"code {number} for {address}")


def enter(page: Page, address: str, user: str, password: str) -> None:
    """Fill in the page of IAM users at an address that names the account, and press the button."""
    page.goto(address)
    page.get_by_label("User name").first.fill(user)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enter_as_root(page: Page, demo: Demo, root: dict[str, str]) -> None:
    """Sign in as a root user, by ``email`` and ``password``."""
    page.goto(f"{demo.url}/signin")
    page.get_by_label("E-mail address", exact=False).first.fill(root["email"])
    _press(page, "Next")
    page.get_by_label("Password", exact=True).fill(root["password"])
    _press(page, "Sign in")
    page.get_by_role("link", name="Not now").click()


def _press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


def code_in(text: str) -> str | None:
    """Return the six digits in a mail's text, or None."""
    found = re.search(r"^\s*(\d{3}) (\d{3})\s*$", text, re.MULTILINE)
    return found[1] + found[2] if found else None
