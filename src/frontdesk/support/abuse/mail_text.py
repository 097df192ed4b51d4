"""Reads a mail that somebody sent in, within bounds of size, parts and depth (recovery R26)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.header import decode_header
from email.message import Message
from email.policy import compat32

MOST_PARTS = 50
_MOST_MARKS = 150
_LONGEST_HEADER = 2000
_MARK = re.compile(rb"content-type\s*:", re.IGNORECASE)
_TEXT_MARK = re.compile(r"content-type\s*:", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
# these name who received the mail, which is who reports it
_RECIPIENT = frozenset(
    "to cc bcc delivered-to x-original-to envelope-to x-envelope-to apparently-to x-rcpt-to x-forwarded-to "
    "x-forwarded-for resent-to resent-cc resent-from resent-sender x-delivered-to x-receiver x-apparently-to "
    "x-real-to final-recipient original-recipient list-unsubscribe x-resent-from".split()
)
_FOR = re.compile(r"\bfor\s+<?[^\s<>;]+@[^\s<>;]+>?", re.IGNORECASE)


class Unreadable(ValueError):
    """A mail that is made to cost its reader dear, or is none."""


@dataclass(frozen=True)
class Part:
    """One leaf of a mail. ``text`` is its decoded text, or None; ``data`` its decoded bytes."""

    kind: str
    name: str
    data: bytes
    text: str | None
    attached: bool


def parse(data: bytes) -> Message:
    """Return a mail whose parts are not too many; raises Unreadable. Headers are read as they were sent."""
    if len(_MARK.findall(data)) > _MOST_MARKS:
        raise Unreadable("too many parts")
    try:
        return message_from_bytes(data, policy=compat32)
    except (RecursionError, ValueError, LookupError) as fault:
        raise Unreadable(type(fault).__name__) from fault


def header(message: Message, name: str) -> str:
    """Return the first header of a name, decoded, in one line of at most 2,000 characters; else an empty text."""
    return decoded(str(message.get(name, "")))


def decoded(value: str) -> str:
    """Return a header's value with encoded words (RFC 2047) read, in one line of at most 2,000 characters."""
    bounded = value[:_LONGEST_HEADER]
    try:
        pieces = [_piece(*piece) for piece in decode_header(bounded)]
    except (ValueError, LookupError):  # binascii's error is a ValueError
        pieces = [bounded]
    return " ".join("".join(pieces).split())


def _piece(data: bytes | str, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode(charset or "ascii", "replace")
    except LookupError:
        return data.decode("latin-1")


def parts(message: Message) -> Iterator[Part]:
    """Give the leaves of a mail, at most :data:`MOST_PARTS`; an attached mail is one leaf, unopened."""
    given = 0
    waiting = [message]
    while waiting and given < MOST_PARTS:
        one = waiting.pop(0)
        inner = one.get_payload()
        if one.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner and one is not message:
            yield Part("message/rfc822", _name(one), _written(inner[0]), None, True)
        elif isinstance(inner, list):
            waiting = [each for each in inner[:MOST_PARTS] if isinstance(each, Message)] + waiting
            continue
        else:
            yield _leaf(one)
        given += 1


def _written(inner: object) -> bytes:
    try:
        return inner.as_bytes() if isinstance(inner, Message) else b""
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return b""


def _leaf(one: Message) -> Part:
    try:
        data = one.get_payload(decode=True)
    except (ValueError, LookupError):
        data = None
    raw = data if isinstance(data, bytes) else str(one.get_payload()).encode("utf-8", "replace")
    kind = one.get_content_type()
    attached = "attachment" in str(one.get("Content-Disposition", ""))[:100].lower() or bool(_name(one))
    text = _text(raw, one) if kind.startswith("text/") or kind == "message/delivery-status" else None
    return Part(kind, _name(one), raw, text, attached)


def _name(one: Message) -> str:
    try:
        return decoded(str(one.get_filename() or ""))[:200]
    except (ValueError, LookupError, TypeError):
        return ""


def _text(raw: bytes, one: Message) -> str:
    try:
        text = raw.decode(str(one.get_content_charset() or "utf-8"), "replace")
    except (LookupError, ValueError, TypeError):
        text = raw.decode("utf-8", "replace")
    return _TAG.sub(" ", text) if one.get_content_type() == "text/html" else text


def body(message: Message) -> str:
    """Return the words of a mail: its plain text, or its HTML without tags; attachments are not among them."""
    leaves = [part for part in parts(message) if part.text is not None and not part.attached]
    best = [part for part in leaves if part.kind == "text/plain"] or leaves
    return "\n\n".join(part.text.strip() for part in best if part.text).replace("\r\n", "\n")


def told(text: str) -> str:
    """Return a mail in readable form, without its recipients; a text that is no mail comes back as it was."""
    if ":" not in text[:200] or len(_TEXT_MARK.findall(text)) > _MOST_MARKS:
        return text
    try:
        message = message_from_string(text.lstrip(), policy=compat32)
        if len(message.keys()) < 2:
            return text
        lines = [_line(name, str(value)) for name, value in message.items() if name.casefold() not in _RECIPIENT]
        words = [_leaf_words(part) for part in parts(message)]
    except (RecursionError, ValueError, LookupError):
        return text
    return "\n".join(lines) + "\n\n" + "\n\n".join(words)


def _line(name: str, value: str) -> str:
    shown = decoded(value)
    return f"{name}: " + (_FOR.sub("for [withheld]", shown) if name.casefold() == "received" else shown)


def _leaf_words(part: Part) -> str:
    if part.kind == "message/rfc822":
        return "[an attached mail, left out]"
    return part.text if part.text is not None else "[a part that is no text, left out]"
