"""Forms with files (RFC 7578): parts, names and headers are bounded; the edge has bounded bytes and time before."""

from __future__ import annotations

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from frontdesk.web import fields
from frontdesk.web.fields import Fields, File, UnreadableForm

_KIND = "multipart/form-data"
MOST_PARTS = 60
MOST_FILES = 12
MOST_TEXT = 512 * 1024
_MOST_HEADERS = 8
_LONGEST_HEADER = 1024
_LONGEST_NAME = 200


class Damaged(UnreadableForm):
    """The parts do not fit together, or there are too many."""


class _Reader:
    """Takes what the parser finds and keeps whole parts."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.files: list[tuple[str, File]] = []
        self.ended = False
        self._text = self._parts = 0
        self._begin()

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS + 1:
            raise Damaged("The form has too many parts.")
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._data: list[bytes] = []

    def callbacks(self) -> dict[str, object]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._data.append(data[start:end])

    def _part_end(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition"))
        name = _decoded(options.get(b"name", b""))
        if kind != b"form-data" or not 0 < len(name) <= _LONGEST_NAME:
            raise Damaged("A part of the form has no name.")
        data = b"".join(self._data)
        if b"filename" in options:
            self._keep_file(name, options[b"filename"].decode("utf-8", "replace"), data)
        else:
            self._keep_text(name, data)

    def _keep_file(self, name: str, called: str, data: bytes) -> None:
        # a field in which no file was chosen arrives as a nameless, empty one
        if called or data:
            self.files.append((name, File(called[:_LONGEST_NAME], data)))
        if len(self.files) > MOST_FILES:
            raise Damaged("The form has too many files.")

    def _keep_text(self, name: str, data: bytes) -> None:
        self._text += len(data)
        if self._text > MOST_TEXT:
            raise Damaged("The form holds too much text.")
        self.pairs.append((name, _decoded(data)))

    def _end(self) -> None:
        self.ended = True


def read_form(content_type: str, body: bytes) -> Fields:
    """Return the fields of a posted form that may hold files: multipart or urlencoded, UTF-8; raises UnreadableForm."""
    return (
        _read(content_type, body) if fields.media_type(content_type) == _KIND else fields.read_form(content_type, body)
    )


def _read(content_type: str, body: bytes) -> Fields:
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    reader = _Reader()
    try:
        parser = MultipartParser(
            boundary,
            reader.callbacks(),  # type: ignore[arg-type] # the library's type for them exists only for type checkers
            max_header_count=_MOST_HEADERS,
            max_header_size=_LONGEST_HEADER,
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as fault:
        raise _damaged(str(fault)) from fault
    if not boundary or not reader.ended:
        raise _damaged("it has no end")
    return Fields(reader.pairs, reader.files)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _damaged(str(fault)) from fault


def _damaged(cause: str) -> Damaged:
    return Damaged("What was sent arrived damaged. Open the page again.", cause=cause)
