"""Fixtures that every folder of tests shares. Whatever costs a process is started once per pytest worker."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import aws, mail, postgres, programs
from tests.support import server as servers
from tests.support import world as worlds

# no deadline: how fast an example runs says nothing about whether it holds
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("house"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An empty Frontdesk on SQLite; tests share it, so each makes accounts of its own."""
    with servers.serving(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
def account(server: servers.Server, worker_id: str, serial: Callable[[], int]) -> servers.Account:
    """A new account on the shared server, with an alias and an access key of its root user."""
    name = f"test-{worker_id}-{serial()}"
    return server.account(name, email=f"{name}@example.org", alias=name)


@pytest.fixture(scope="session")
def serial() -> Callable[[], int]:
    """Numbers that do not repeat within one worker."""
    return count(1).__next__


@pytest.fixture
def aws_cli(account: servers.Account, server: servers.Server, tmp_path: Path) -> aws.CLI:
    """The AWS CLI as the root user of a new account."""
    if programs.aws() is None:
        pytest.skip("version 2 of the AWS CLI is not installed")
    assert account.access_key_id
    assert account.secret_access_key
    return aws.CLI(tmp_path, server.url, account.access_key_id, account.secret_access_key)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[postgres.Cluster]:
    """A PostgreSQL cluster for this worker."""
    if programs.postgresql() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def mail_server() -> Iterator[mail.Mailbox]:
    """A mail server without encryption that takes everything."""
    with mail.receiving() as mailbox:
        yield mailbox


@pytest.fixture
def world(tmp_path: Path) -> Iterator[worlds.World]:
    """An empty store of this test's own, with a clock to move and a generator that repeats."""
    with worlds.opened(tmp_path / "world") as made:
        yield made
