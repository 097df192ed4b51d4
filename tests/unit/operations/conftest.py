"""What tests of operations stand on."""

from __future__ import annotations

import pytest

from tests.support.iam import IAM
from tests.support.world import World


@pytest.fixture
def iam(world: World) -> IAM:
    """IAM as the administrator of a new account sees it."""
    return IAM(world, world.administrator(world.account()))
