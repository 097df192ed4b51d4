from __future__ import annotations

import pytest

from frontdesk.core.http import HttpRequest
from frontdesk.edge.http import request_of

SCOPE = {
    "method": "POST",
    "path": "/a b",
    "raw_path": b"/a%20b",
    "query_string": b"x=%41",
    "headers": [(b"Host", b"h"), (b"X-A", b"\xe4"), (b"x-a", b"2")],
}


def test_a_request_keeps_what_was_received() -> None:
    request = request_of(SCOPE, b"body")
    assert request == HttpRequest("POST", b"/a%20b", b"x=%41", (("host", "h"), ("x-a", "ä"), ("x-a", "2")), b"body")
    assert request.header("x-a") == "ä"
    assert request.header("x-b") is None
    assert request.all("x-a") == ["ä", "2"]


def test_a_decoded_path_is_not_made_do_with() -> None:
    with pytest.raises(KeyError):
        request_of({name: value for name, value in SCOPE.items() if name != "raw_path"}, b"")
