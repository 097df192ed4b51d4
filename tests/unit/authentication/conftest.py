"""People of an account who sign in with more than a password."""

from __future__ import annotations

import pytest

from frontdesk.core.callers import Caller
from tests.support.world import World


@pytest.fixture
def root(world: World) -> Caller:
    return world.account(alias="example")


@pytest.fixture
def user(world: World, root: Caller) -> Caller:
    return world.user(root, "user", password=True)


@pytest.fixture(params=["Root", "IAMUser"])
def person(request: pytest.FixtureRequest, root: Caller, user: Caller) -> Caller:
    """The root user, then an IAM user: the same holds for both."""
    return root if request.param == "Root" else user
