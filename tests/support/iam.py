"""IAM, or another service, as one caller of a world sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from frontdesk.core.callers import Caller
from frontdesk.core.errors import FrontdeskError
from frontdesk.operations import catalogue
from tests.support.world import World

catalogue.load()


@dataclass(frozen=True)
class IAM:
    """Performs operations by their AWS names."""

    world: World
    caller: Caller
    service: str = "iam"

    def __call__(self, name: str, **params: Any) -> dict[str, Any]:
        return self.world.perform(self.caller, f"{self.service}:{name}", params)

    def refused(self, name: str, **params: Any) -> tuple[str, str]:
        """Perform what has to be refused and change nothing; return code and words."""
        before = self.world.rows()
        with pytest.raises(FrontdeskError) as refusal:
            self(name, **params)
        assert self.world.rows() == before
        return refusal.value.code, str(refusal.value)

    def pages(self, name: str, member: str, size: int, **params: Any) -> list[list[Any]]:
        """Return every page of a list that IAM cuts with Marker and MaxItems."""
        answer = self(name, MaxItems=size, **params)
        found = [answer[member]]
        while answer["IsTruncated"]:
            assert len(answer["Marker"]) <= 320
            answer = self(name, MaxItems=size, Marker=answer["Marker"], **params)
            found.append(answer[member])
        assert "Marker" not in answer
        return found
