"""What a browser sent, bounded before anything looks at it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.web.fields import MOST_FIELDS, Fields, UnknownEncoding, UnreadableForm, read_form, read_query

URLENCODED = "application/x-www-form-urlencoded"
PAIRS = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=10)), max_size=20)


@given(PAIRS)
def test_what_was_encoded_comes_out_again(pairs: list[tuple[str, str]]) -> None:
    fields = read_form(URLENCODED, urlencode(pairs, errors="surrogatepass").encode())
    for name, _ in pairs:
        assert fields.all(name) == [value for other, value in pairs if other == name]
        assert fields[name] == fields.all(name)[-1]
    assert set(fields) == {name for name, _ in pairs}


@pytest.mark.parametrize(
    "content_type", [URLENCODED, URLENCODED + "; charset=utf-8", "Application/X-WWW-Form-Urlencoded"]
)
def test_a_form_is_known_by_its_type(content_type: str) -> None:
    assert read_form(content_type, b"a=1")["a"] == "1"


@pytest.mark.parametrize("content_type", ["", "multipart/form-data; boundary=x", "application/json", "text/plain"])
def test_other_encodings_are_not_read(content_type: str) -> None:
    with pytest.raises(UnknownEncoding):
        read_form(content_type, b"a=1")


@pytest.mark.parametrize(
    "body", [b"a=%ff", b"a=\xc3\xa9", "é".encode("latin-1"), b"&".join([b"a=1"] * (MOST_FIELDS + 1))]
)
def test_damage_and_excess_are_refused(body: bytes) -> None:
    with pytest.raises(UnreadableForm):
        read_form(URLENCODED, body)


def test_as_many_fields_as_allowed_are_read() -> None:
    assert len(read_form(URLENCODED, b"&".join([b"a=1"] * MOST_FIELDS)).all("a")) == MOST_FIELDS


def test_a_query_has_a_bound_too() -> None:
    with pytest.raises(UnreadableForm):
        read_query(b"a=" + b"x" * 65536)


@given(st.binary(max_size=200))
def test_whatever_arrives_is_read_or_refused(body: bytes) -> None:
    try:
        fields = read_form(URLENCODED, body)
    except UnreadableForm:
        return
    assert all(isinstance(value, str) for value in fields.values())


def test_nothing_was_sent() -> None:
    assert (Fields().get("a"), Fields().all("a"), len(Fields())) == (None, [], 0)
