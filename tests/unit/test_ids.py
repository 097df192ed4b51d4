"""Identifiers of our own making are what their names say."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core import ids


class Given:
    """The same bytes whenever it is asked."""

    def __init__(self, drawn: bytes) -> None:
        self._drawn = drawn

    def bytes(self, count: int) -> bytes:
        return self._drawn[:count]


@given(st.binary(min_size=16, max_size=16))
def test_unique_is_a_random_uuid_of_rfc_9562(drawn: bytes) -> None:
    made = ids.unique(Given(drawn))
    assert made == str(uuid.UUID(bytes=drawn, version=4))
    assert uuid.UUID(made).variant == uuid.RFC_4122
