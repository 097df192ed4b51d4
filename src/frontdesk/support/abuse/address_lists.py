"""Many addresses at once: CSV lines of IP address, ISO 8601 time and log line (behaviour 7.1)."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.support.abuse import files
from frontdesk.support.abuse.checks import is_address

MOST_ROWS = 1000
MOST_BYTES = 512 * 1024
LONGEST_LINE = 500
_MOST_FAULTS = 5
_WHY_ADDRESS = "no IP address"
_WHY_TIME = "no ISO 8601 time with its zone, such as 2026-11-23T09:14:00Z"
_WHY_COLUMNS = "not three columns: address, time, log line"


def read(data: bytes, field: str = "Addresses") -> list[list[str]]:
    """Return [address, time in UTC, log line] of every line; raises ValidationError that names each bad line.

    Lines may be separated by commas, semicolons or tabs. A first line of headings and empty lines are passed over.
    """
    text = files.as_text(data) if len(data) <= MOST_BYTES else None
    if text is None:
        raise ValidationError("The list has to be a text file of at most 512 KiB.", field=field)
    rows: list[list[str]] = []
    faults: list[str] = []
    for number, cells in _lines(text, field):
        fault = _fault(cells)
        if fault and not (number == 1 and _is_heading(cells)):
            faults.append(f"{number}: {fault}")
        elif not fault:
            rows.append([cells[0], _utc(cells[1]), cells[2][:LONGEST_LINE]])
        if len(rows) > MOST_ROWS:
            raise ValidationError("The list may have at most {most} lines.", most=MOST_ROWS, field=field)
    if faults:
        raise _refusal(faults, field)
    if not rows:
        raise ValidationError("There is no line with an address in the list.", field=field)
    return rows


def _lines(text: str, field: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    # the first one decides: a log line may hold more of the others
    separator = next((one for one in first if one in ",;\t"), ",")
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(StringIO(text), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(
                    (reader.line_num, [cells[0].strip(), *map(str.strip, cells[1:2]), _rest(cells, separator)])
                )
            if len(found) > MOST_ROWS + 1:
                break
    except csv.Error:
        raise ValidationError("Line {line} of the list cannot be read.", line=reader.line_num, field=field) from None
    return found


def _rest(cells: list[str], separator: str) -> str:
    # a log line often holds the separator itself; whatever is left belongs to it
    return " ".join(separator.join(cells[2:]).split())


def _is_heading(cells: list[str]) -> bool:
    return not any(character.isdigit() for character in "".join(cells[:2]))


def _fault(cells: list[str]) -> str | None:
    if not is_address(cells[0]):
        return _WHY_ADDRESS
    if len(cells) < 3 or not cells[2]:
        return _WHY_COLUMNS
    return None if _read_time(cells[1]) else _WHY_TIME


def _read_time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _utc(text: str) -> str:
    at = _read_time(text)
    assert at is not None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal(faults: list[str], field: str) -> ValidationError:
    named = "; ".join(f"line {fault}" for fault in faults[:_MOST_FAULTS])
    more = len(faults) - _MOST_FAULTS
    if more > 0:
        return ValidationError("In the list: {named}; and {more} more.", named=named, more=more, field=field)
    return ValidationError("In the list: {named}.", named=named, field=field)


def as_message(rows: list[list[str]]) -> Message:
    """Say how many addresses a list has."""
    return Message(
        "{count} lines, {addresses} addresses", {"count": len(rows), "addresses": len({row[0] for row in rows})}
    )
