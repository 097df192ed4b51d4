"""Where a request came from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.settings import SettingError, Settings
from frontdesk.edge.origin import REQUEST_ID, address_of, origin_of, trusted
from tests.support.stores import SeededEntropy

ENTROPY = SeededEntropy()


def scope(peer: str | None = "203.0.113.9", scheme: str = "http", **headers: str) -> dict[str, Any]:
    sent = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"client": (peer, 5) if peer else None, "scheme": scheme, "headers": sent}


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        ("", "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.0/8, 192.0.2.1", "10.1.2.3", "198.51.100.1, 192.0.2.1", "198.51.100.1"),
        # what stands left of the nearest untrusted hop was written by that hop
        ("10.0.0.1", "10.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", "10.0.0.1, 10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("::1", "::1", "2001:DB8::1", "2001:db8::1"),
        ("10.0.0.1", "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "::ffff:198.51.100.1", "", "198.51.100.1"),
        ("127.0.0.1", None, "198.51.100.1", "198.51.100.1"),
        ("", None, "198.51.100.1", "127.0.0.1"),
        ("", "testclient", "", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_are_believed(proxies: str, peer: str | None, forwarded: str, address: str) -> None:
    settings = Settings(trusted_proxies=proxies)
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert address_of(scope(peer, **headers), settings) == address
    assert origin_of(scope(peer, **headers), settings, ENTROPY, "pages").address == address


@pytest.mark.parametrize(
    ("proxies", "scheme", "forwarded", "secure"),
    [
        ("", "https", "", True),
        ("", "http", "https", False),
        ("203.0.113.9", "http", "https", True),
        ("203.0.113.9", "http", "https, http", False),
        ("203.0.113.9", "http", "", False),
    ],
)
def test_tls_is_the_peers_or_what_a_trusted_proxy_says(proxies: str, scheme: str, forwarded: str, secure: bool) -> None:
    sent = scope(scheme=scheme, x_forwarded_proto=forwarded)
    assert origin_of(sent, Settings(trusted_proxies=proxies), ENTROPY, "wire").secure is secure


def test_the_agent_is_short_and_printable() -> None:
    sent = scope(user_agent="curl/8\t\x1b[31m" + "x" * 500)
    agent = origin_of(sent, Settings(), ENTROPY, "pages").agent
    assert agent.startswith("curl/8[31mxx")
    assert len(agent) == 256


def test_the_request_id_is_the_one_that_the_log_has() -> None:
    known = scope() | {REQUEST_ID: "known"}
    assert origin_of(known, Settings(), ENTROPY, "pages").request_id == "known"
    drawn = {origin_of(scope(), Settings(), ENTROPY, "pages").request_id for _ in range(3)}
    assert len(drawn) == 3


def test_a_setting_that_is_no_network_stops_the_start() -> None:
    with pytest.raises(SettingError):
        trusted("10.0.0.1, proxy.example")


@given(st.text(max_size=60), st.text(max_size=30))
def test_whatever_is_forwarded_an_address_comes_out(forwarded: str, peer: str) -> None:
    latin = forwarded.encode("latin-1", "replace").decode("latin-1")
    sent = scope("10.0.0.1", x_forwarded_for=latin)
    assert trusted(address_of(sent, Settings(trusted_proxies="10.0.0.1")))
    assert trusted(address_of(scope(peer), Settings()))
