"""What a browser sent, bounded before anything looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl

from frontdesk.core.errors import ValidationError

MOST_FIELDS = 200
MOST_BYTES = 64 * 1024
_URLENCODED = "application/x-www-form-urlencoded"


class UnreadableForm(ValidationError):
    """What was sent is no form that this door reads."""

    code = "UnreadableForm"


class UnknownEncoding(UnreadableForm):
    """A form in another encoding, such as multipart; doors answer 415."""

    status: ClassVar[int] = 415


@dataclass(frozen=True)
class File:
    """A file as it was sent: a name to be mistrusted, and its content."""

    name: str
    data: bytes


class Fields(Mapping[str, str]):
    """Names with their values; a name sent twice keeps both.

    ``fields["x"]`` is the last value and raises KeyError; ``get`` takes a default; ``all`` gives every one.
    """

    def __init__(self, pairs: list[tuple[str, str]] | None = None, files: list[tuple[str, File]] | None = None) -> None:
        self._files = files or []
        self._values: dict[str, list[str]] = {}
        for name, value in pairs or ():
            self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> str:
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Return every value sent under ``name``, in order."""
        return list(self._values.get(name, ()))

    def files(self, name: str) -> list[File]:
        """Return every file sent under ``name``, in order."""
        return [file for other, file in self._files if other == name]


def read_query(raw: bytes) -> Fields:
    """Return the fields of a query string of at most 64 KiB and 200 fields; raises UnreadableForm."""
    if len(raw) > MOST_BYTES:
        raise UnreadableForm("The address is too long.")
    return _parse(raw)


def read_form(content_type: str, body: bytes) -> Fields:
    """Return the fields of a posted form of at most 200 fields, urlencoded UTF-8.

    Raises UnreadableForm, or UnknownEncoding for another content type.
    """
    if media_type(content_type) != _URLENCODED:
        raise UnknownEncoding("This page takes only forms that it showed itself. Open it again and fill it in there.")
    return _parse(body)


def media_type(content_type: str) -> str:
    """Return a content type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _parse(raw: bytes) -> Fields:
    try:
        text = raw.decode("ascii")
        return Fields(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError as fault:  # UnicodeDecodeError is one
        raise UnreadableForm("What was sent arrived damaged. Open the page again.", cause=str(fault)) from fault
