"""Cookies on the wire."""

from __future__ import annotations

import pytest
from starlette.responses import Response

from frontdesk.core.errors import Internal
from frontdesk.core.settings import Settings
from frontdesk.web.cookies import Jar

PLAIN = Settings()
TLS = Settings(origin="https://signin.example")


def lines(jar: Jar) -> list[str]:
    response = Response()
    jar.apply(response)
    return response.headers.getlist("set-cookie")


def test_over_tls_no_other_host_can_plant_one() -> None:
    jar = Jar(TLS)
    jar.set("session", "abc")
    assert lines(jar) == ["__Host-fd-session=abc; HttpOnly; Path=/; SameSite=lax; Secure"]


def test_over_plain_http_neither_prefix_nor_secure() -> None:
    jar = Jar(PLAIN)
    jar.set("browser", "abc", 60)
    assert lines(jar) == ["fd-browser=abc; HttpOnly; Max-Age=60; Path=/; SameSite=lax"]


def test_what_was_set_can_be_read_at_once_and_what_was_cleared_cannot() -> None:
    jar = Jar(PLAIN, [b"fd-display=1; fd-session=2"])
    jar.set("display", "3")
    jar.clear("session")
    assert (jar.get("display"), jar.get("session"), "session" in jar) == ("3", None, False)
    assert lines(jar)[1].startswith('fd-session=""; HttpOnly; Max-Age=0;')


@pytest.mark.parametrize(
    ("settings", "sent", "value"),
    [
        (PLAIN, [b"fd-a=1"], "1"),
        (PLAIN, [b"other=x", b"fd-a=1; fd-a=2"], "1"),
        (PLAIN, [b"fd-a=a+b=c:d@e.f~"], "a+b=c:d@e.f~"),
        (PLAIN, [b"a=1"], None),
        (PLAIN, [b"__Host-fd-a=1"], None),
        (TLS, [b"fd-a=planted; __Host-fd-a=1"], "1"),
        (TLS, [b"fd-a=planted"], None),
        (PLAIN, [b'fd-a="1"'], None),
        (PLAIN, [b"fd-a=" + b"x" * 3501], None),
        (PLAIN, [b"fd-a=\xff"], None),
        (PLAIN, [b"x" * 20000 + b"; fd-a=1"], None),
    ],
)
def test_only_our_own_are_read(settings: Settings, sent: list[bytes], value: str | None) -> None:
    assert Jar(settings, sent).get("a") == value


@pytest.mark.parametrize("value", ["a b", "a;b", "a\r\nb", "é", 'a"', "x" * 3501])
def test_values_that_would_need_quoting_are_our_own_mistake(value: str) -> None:
    with pytest.raises(Internal):
        Jar(PLAIN).set("session", value)


def test_a_cookie_that_nobody_explained_cannot_be_set() -> None:
    with pytest.raises(Internal):
        Jar(PLAIN).set("tracker", "1")


def test_the_longest_value_fits_where_browsers_keep_4096_bytes() -> None:
    jar = Jar(TLS)
    jar.set("remembered", "x" * 3500, 1)
    assert len(lines(jar)[0]) < 4096
