"""boto3 as the root user of a new account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.support.server import Account, Server

Client = Callable[..., Any]
# a refusal is to be seen as it is, not after the client's retries
PLAIN = Config(retries={"total_max_attempts": 1}, parameter_validation=True)


def client(server: Server, service: str, key: str, secret: str, token: str | None = None, **options: Any) -> Any:
    """Return a boto3 client that talks to the server and to nobody else."""
    return boto3.client(
        service,
        endpoint_url=server.url,
        region_name=options.pop("region", "us-east-1"),
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=PLAIN.merge(Config(**options)),
    )


@pytest.fixture
def root(server: Server, account: Account) -> Client:
    """Clients of the root user of a new account."""

    def of(service: str, **options: Any) -> Any:
        assert account.access_key_id
        assert account.secret_access_key
        return client(server, service, account.access_key_id, account.secret_access_key, **options)

    return of


@pytest.fixture
def user(server: Server, root: Client) -> Callable[..., Client]:
    """Make an IAM user with an inline policy, and return its clients."""

    def make(name: str, policy: str | None = None) -> Client:
        iam = root("iam")
        iam.create_user(UserName=name)
        if policy:
            iam.put_user_policy(UserName=name, PolicyName="given", PolicyDocument=policy)
        key = iam.create_access_key(UserName=name)["AccessKey"]

        def of(service: str, **options: Any) -> Any:
            return client(server, service, key["AccessKeyId"], key["SecretAccessKey"], **options)

        return of

    return make
