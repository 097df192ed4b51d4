"""Which addresses are our own."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.settings import Settings
from frontdesk.web.addresses import account_address, form_targets, host_label, is_own_origin, safe_return

LOCAL = Settings()
PUBLIC = Settings(origin="https://signin.harbour.example", base_domain="harbour.example")
BARE = replace(PUBLIC, base_domain="")


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("harbour-books.signin.localhost:8080", "harbour-books"),
        ("123456789012.signin.localhost", "123456789012"),
        ("HARBOUR.SIGNIN.LocalHost.:8080", "harbour"),
        ("signin.localhost:8080", None),
        ("localhost:8080", None),
        ("a.b.signin.localhost", None),
        ("a.console.localhost", None),
        ("a.signin.localhost.evil.example", None),
        ("-a.signin.localhost", None),
        ("a_b.signin.localhost", None),
        (".signin.localhost", None),
        ("[::1]:8080", None),
        ("", None),
    ],
)
def test_the_account_in_a_host(host: str, label: str | None) -> None:
    assert host_label(host, LOCAL) == label


def test_without_a_base_domain_no_host_names_an_account() -> None:
    assert host_label("a.signin.", BARE) is None
    assert host_label("a.signin", BARE) is None


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (LOCAL, "http://books.signin.localhost:8080/console"),
        (PUBLIC, "https://books.signin.harbour.example/console"),
        (BARE, "https://signin.harbour.example/console?account=books"),
    ],
)
def test_the_sign_in_address_of_an_account(settings: Settings, address: str) -> None:
    assert account_address(settings, "books") == address


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://books.signin.localhost:8080",
        "http://123456789012-x.console.localhost:8080",
    ],
)
def test_every_spelling_of_this_machine_is_our_own(origin: str) -> None:
    assert is_own_origin(origin, LOCAL)


@pytest.mark.parametrize(
    ("origin", "settings"),
    [
        ("null", LOCAL),
        ("", LOCAL),
        ("http://localhost:8081", LOCAL),
        ("https://localhost:8080", LOCAL),
        ("http://localhost", LOCAL),
        ("http://evil.example:8080", LOCAL),
        ("http://signin.localhost:8080", LOCAL),
        ("http://a.b.signin.localhost:8080", LOCAL),
        ("http://a.other.localhost:8080", LOCAL),
        ("http://localhost:x", LOCAL),
        ("http://[::1", LOCAL),
        ("https://127.0.0.1", PUBLIC),
        ("https://localhost", PUBLIC),
        ("http://signin.harbour.example", PUBLIC),
        ("https://harbour.example", PUBLIC),
        ("https://signin.harbour.example.evil.example", PUBLIC),
        ("https://a.signin.harbour.example:444", PUBLIC),
        ("https://a.signin.harbour.example", BARE),
        ("https://a.signin", BARE),
    ],
)
def test_other_origins_are_not(origin: str, settings: Settings) -> None:
    assert not is_own_origin(origin, settings)


@pytest.mark.parametrize("origin", ["https://signin.harbour.example", "https://books.signin.harbour.example"])
def test_a_public_installation_knows_its_hosts(origin: str) -> None:
    assert is_own_origin(origin, PUBLIC)


def test_forms_may_be_sent_to_our_hosts_only() -> None:
    assert form_targets(LOCAL).split() == [
        "'self'",
        "http://localhost:8080",
        "http://*.signin.localhost:8080",
        "http://*.console.localhost:8080",
    ]
    assert form_targets(BARE) == "'self' https://signin.harbour.example"


@pytest.mark.parametrize("path", ["/", "/console", "/console/users/a?x=1&y=//z", "/a%2F%2Fb", "/console?account=%40"])
def test_paths_of_ours_are_gone_back_to(path: str) -> None:
    assert safe_return(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "console", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
        "http://evil.example", "https:evil.example", "javascript:alert(1)", "/\t/evil.example", "/a//evil.example",
        "/\n/evil.example", "/a b", "/é", '/"', "/" + "a" * 2001, " /console", "/console\x00", "/a\r\nSet-Cookie: x=y",
    ],
)  # fmt: skip
def test_nothing_else_is(path: str | None) -> None:
    assert safe_return(path, "/there") == "/there"


@given(st.text(alphabet="/\\:@?#.%ae\t\n ;évil", max_size=30))
def test_whatever_is_asked_for_leads_nowhere_else(path: str) -> None:
    where = urlsplit(urljoin("https://ours.example/console", safe_return(path)))
    assert (where.scheme, where.netloc) == ("https", "ours.example")
