"""What tests of billing stand on."""

from __future__ import annotations

import pytest

from tests.support.till import Till
from tests.support.world import World


@pytest.fixture
def till(world: World) -> Till:
    """The till of a new account."""
    return Till(world, world.account())
