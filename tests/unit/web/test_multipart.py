"""Forms with files: what was sent comes out again, damage and excess are refused, and nothing else happens."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.core.errors import Unavailable
from frontdesk.web import multipart, uploads
from frontdesk.web.fields import Fields, File, UnknownEncoding, UnreadableForm, read_form
from frontdesk.web.uploads import Uploads

TYPE = 'multipart/form-data; boundary="b-1"'
Pair = tuple[str, str]
Sent = tuple[str, str, bytes]


def body(pairs: Sequence[Pair] = (), files: Sequence[Sent] = ()) -> bytes:
    parts = [b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (a.encode(), b.encode()) for a, b in pairs]
    head = 'Content-Disposition: form-data; name="{}"; filename="{}"\r\nContent-Type: text/html\r\n\r\n'
    parts += [head.format(field, name).encode() + data for field, name, data in files]
    return b"".join(b"--b-1\r\n" + part + b"\r\n" for part in parts) + b"--b-1--\r\n"


def read(sent: bytes, content_type: str = TYPE) -> Fields:
    return multipart.read_form(content_type, sent)


NAMES = st.from_regex(r"[a-z.]{1,10}", fullmatch=True)
WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)
FILES = st.tuples(NAMES, st.from_regex(r"[A-Za-z é_.-]{1,20}", fullmatch=True), st.binary(max_size=100))


@given(st.lists(st.tuples(NAMES, WORDS), max_size=10), st.lists(FILES, max_size=5))
@example([("a", "--b-1x\r\n--")], [("f", "n", b"\r\n--b-\r\n")])
def test_what_was_sent_comes_out_again(pairs: list[Pair], files: list[Sent]) -> None:
    fields = read(body(pairs, files))
    for name, _ in pairs:
        assert fields.all(name) == [value for other, value in pairs if other == name]
    for name, _, _ in files:
        assert fields.files(name) == [File(called, data) for other, called, data in files if other == name]


def test_a_field_without_a_file_is_empty() -> None:
    assert read(body([], [("f", "", b"")])).files("f") == []


def test_only_pages_that_want_files_read_them() -> None:
    with pytest.raises(UnknownEncoding):
        read_form(TYPE, body([("a", "1")]))


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"--b-1\r\n",
        body([("a", "1")])[:-4],
        body([("a", "1")]).replace(b"b-1", b"b-2"),
        body([("a", "1")] * (multipart.MOST_PARTS + 1)),
        body([], [("f", "n", b"x")] * (multipart.MOST_FILES + 1)),
        body([("a", "x" * (multipart.MOST_TEXT + 1))]),
        body([("", "1")]),
        body([("a" * 300, "1")]),
        b'--b-1\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--b-1--\r\n',
        b"--b-1\r\nX: y\r\n\r\n1\r\n--b-1--\r\n",
        b"--b-1\r\n" + b"X: y\r\n" * 20 + b"\r\n1\r\n--b-1--\r\n",
        b"--b-1\r\nX: " + b"y" * 5000 + b"\r\n\r\n1\r\n--b-1--\r\n",
    ],
)
def test_damage_and_excess_are_refused(sent: bytes) -> None:
    with pytest.raises(UnreadableForm):
        read(sent)


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=" + "x" * 1000])
def test_a_form_without_a_usable_boundary_is_refused(boundary: str) -> None:
    with pytest.raises(UnreadableForm):
        read(body([("a", "1")]), "multipart/form-data" + boundary)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_whatever_arrives_is_read_or_refused(noise: bytes, place: int) -> None:
    sent = body([("a", "1")], [("f", "n", b"data")])
    for damaged in (noise, sent[:place] + noise + sent[place:], sent[:place] + noise):
        try:
            fields = read(damaged)
        except UnreadableForm:
            continue
        assert all(isinstance(value, str) for value in fields.values())


def test_few_large_requests_arrive_at_once_and_fewer_from_one_network() -> None:
    places = Uploads()
    held = [places.place(f"192.0.2.{number // uploads.MOST_OF_ONE}") for number in range(uploads.MOST)]
    for one in held[: uploads.MOST_OF_ONE]:
        one.__enter__()
    with pytest.raises(Unavailable), places.place("192.0.2.0"):
        pass
    for one in held[uploads.MOST_OF_ONE :]:
        one.__enter__()
    with pytest.raises(Unavailable), places.place("198.51.100.1"):
        pass
    held[0].__exit__(None, None, None)
    with places.place("198.51.100.1"):
        pass
