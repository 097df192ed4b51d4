"""What a detail of a report has to look like. Each check returns what is wrong with a value, or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from ipaddress import ip_address
from zoneinfo import ZoneInfo

from frontdesk.core.messages import Message

Check = Callable[[str], Message | None]
MOST_LINES = 200
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2}(?::\d{2})?)", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_ZONE_NAME = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+){0,2}")
_URL = re.compile(r"h(?:tt|xx)ps?(?::|\[:\])//[^\s/]{1,255}\S*", re.IGNORECASE)
_HASH = re.compile(r"[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62}\.)*[A-Za-z0-9-]{0,62}[A-Za-z0-9]\.?")
_HEADER = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,60}:", re.MULTILINE)


def anything(value: str) -> Message | None:
    """Take any text."""
    return None


def is_address(value: str) -> bool:
    """Say whether this is an IPv4 or IPv6 address."""
    try:
        ip_address(value)
    except ValueError:
        return False
    return "%" not in value


def address(value: str) -> Message | None:
    """Ask for one IP address."""
    return None if is_address(value) else Message("Enter one IP address, such as 192.0.2.7 or 2001:db8::7.")


def host(value: str) -> Message | None:
    """Ask for an IP address or a domain."""
    fits = is_address(value) or (_HOST.fullmatch(value) and "." in value)
    return None if fits else Message("Enter one IP address or domain, such as 192.0.2.7 or www.example.org.")


def port(value: str) -> Message | None:
    """Ask for a port number."""
    fits = value.isascii() and value.isdigit() and 0 < int(value) < 65536
    return None if fits else Message("Enter a number from 1 to 65535.")


def read_moment(value: str) -> datetime | None:
    """Return a date and time without zone, or None where it is none."""
    found = _MOMENT.fullmatch(value.strip())
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2].zfill(2)}:{found[3]}") if found else None
    except ValueError:
        return None


def moment(value: str) -> Message | None:
    """Ask for a date and time."""
    return None if read_moment(value) else Message("Enter date and time as 2026-11-23 09:14.")


def read_zone(value: str) -> tzinfo | None:
    """Return the time zone of a name or offset, or None where it is none."""
    bare = value.strip()
    if bare.upper() in ("UTC", "GMT", "Z"):
        return UTC
    found = _OFFSET.fullmatch(bare.upper().replace(" ", ""))
    if found:
        length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return timezone(length if found[1] == "+" else -length) if length < timedelta(hours=15) else None
    try:
        return ZoneInfo(bare) if _ZONE_NAME.fullmatch(bare) and len(bare) <= 40 else None
    except (KeyError, ValueError, OSError):
        return None


def zone(value: str) -> Message | None:
    """Ask for a time zone."""
    return None if read_zone(value) else Message("Enter UTC, an offset such as +02:00, or a name such as Europe/Oslo.")


def in_utc(value: str, zone_name: str) -> datetime | None:
    """Return a time of a zone in UTC, or None where either cannot be read."""
    at, where = read_moment(value), read_zone(zone_name)
    try:
        return at.replace(tzinfo=where).astimezone(UTC) if at and where else None
    except (OverflowError, ValueError):
        return None


def urls(value: str) -> Message | None:
    """Ask for web addresses, one in each line; written-out ones such as hxxps are understood."""
    return _each_line(
        value, _URL, Message("Enter web addresses in full, one in each line, each with https:// or http://.")
    )


def urls_or_hashes(value: str) -> Message | None:
    """Ask for web addresses or hashes, one in each line."""
    both = re.compile(f"{_URL.pattern}|{_HASH.pattern}", re.IGNORECASE)
    return _each_line(value, both, Message("Enter a web address with https:// or http://, or a hash, in each line."))


def _each_line(value: str, pattern: re.Pattern[str], words: Message) -> Message | None:
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return Message("Enter at most {most} lines.", {"most": MOST_LINES})
    return None if lines and all(pattern.fullmatch(line) for line in lines) else words


def mail(value: str) -> Message | None:
    """Ask for a mail with its headers, of which each one has at least From and Received or Date."""
    names = {name.casefold().rstrip(":") for name in _HEADER.findall(value[:100_000])}
    if "from" in names and names & {"received", "date", "message-id"}:
        return None
    return Message(
        "The headers are missing. Copy the whole source of the mail, from the first Received or Return-Path on."
    )
