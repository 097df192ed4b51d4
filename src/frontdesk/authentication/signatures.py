"""Signature Version 4 in header and query string (wire 2): who claims to sign, and is it true.

The order of answers is fixed (wire 2.5): ``parse`` refuses what is missing or malformed, ``check`` a wrong
scope or time, then the caller looks the key up, and ``verify`` answers for key, session token and signature.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from frontdesk.authentication import canonical
from frontdesk.authentication.errors_signature import (
    IncompleteSignature,
    InvalidClientTokenId,
    MissingAuthenticationToken,
    SignatureDoesNotMatch,
)
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.http import HttpRequest
from frontdesk.core.secret import SecretKey

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"
WINDOWS = {"sts": timedelta(minutes=15)}
WINDOW = timedelta(minutes=5)
LONGEST_EXPIRY = 604_800
MUST_BE_SIGNED = ("x-amz-security-token", "x-amz-target", "x-amz-date")
MOST_SIGNED_HEADERS = 100
CACHED_KEYS = 4096
LONGEST_KEY_ID = 128

_BASIC = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_REGION = re.compile(r"[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}", re.ASCII)
_SECRET_LOOKING = re.compile(r"[0-9a-fA-F]{16,}")
_HEADER_PARTS = ("Credential", "Signature", "SignedHeaders")
_QUERY_PARTS = ("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")
_QUERY_MARKS = frozenset((b"X-Amz-Algorithm", b"X-Amz-Credential", b"X-Amz-Signature"))
_NOBODY = SecretKey("a-key-that-nobody-holds-so-time-is-equal")
_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a request says about its signature; nothing of it is proven yet."""

    access_key_id: str
    date: str
    region: str
    service: str
    terminator: str
    timestamp: str
    at: datetime
    signed_headers: str
    signature: str
    session_token: str | None
    presigned: bool
    expires: str | None = None


def scope_service(http: HttpRequest) -> str | None:
    """Return the service in the credential scope, or None; for routing only, it refuses nothing (wire 1.2)."""
    header = http.header("authorization")
    if header is not None:
        found = re.search(r"Credential=([^,\s]*)", header)
        credential = found[1] if found else ""
    else:
        parameters = canonical.pairs(http.raw_query) if http.raw_query else []
        credential = next((_text(value) for name, value in parameters if name == b"X-Amz-Credential"), "")
    parts = credential.rsplit("/", 4)
    return parts[3] if len(parts) == 5 else None


def parse(http: HttpRequest) -> Signed:
    """Read the signature's parts from header or query string.

    Raises MissingAuthenticationToken when there is none, IncompleteSignature when it cannot be read, when
    both forms are there, or when the algorithm is not AWS4-HMAC-SHA256.
    """
    headers = http.all("authorization")
    parameters = canonical.pairs(http.raw_query) if http.raw_query else []
    presigned = any(name in _QUERY_MARKS for name, _ in parameters)
    if presigned and headers:
        raise IncompleteSignature("A request must not be signed in both the Authorization header and the query string.")
    if presigned:
        return _from_query(parameters)
    if not any(headers):
        raise MissingAuthenticationToken
    if len(headers) > 1:
        raise IncompleteSignature("There is more than one Authorization header.")
    return _from_header(http, headers[0])


def _from_header(http: HttpRequest, header: str) -> Signed:
    algorithm, _, rest = header.strip().partition(" ")
    _check_algorithm(algorithm)
    parts = _header_parts(header, rest)
    stamp = http.header("x-amz-date") or http.header("date")
    missing = [f"Authorization header requires '{name}' parameter." for name in _HEADER_PARTS if not parts.get(name)]
    if not stamp:
        missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if missing or not stamp:
        raise IncompleteSignature(
            "{missing} Authorization={header}", missing=" ".join(missing), header=_without_signature(header)
        )
    return _signed(parts, stamp, http.header("x-amz-security-token"))


def _header_parts(header: str, rest: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rest.split(","):
        name, equals, value = part.strip().partition("=")
        if not equals:
            raise IncompleteSignature(
                "'{part}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'.",
                part=_without_signature(part.strip()),
                header=_without_signature(header),
            )
        if name in parts:
            raise IncompleteSignature("The Authorization header has more than one '{name}'.", name=name[:64])
        parts[name] = value
    return parts


def _from_query(parameters: list[tuple[bytes, bytes]]) -> Signed:
    parts: dict[str, str] = {}
    for name, value in parameters:
        text = _text(name)
        if text.startswith("X-Amz-") and text in parts:
            raise IncompleteSignature("The query string has more than one '{name}'.", name=text[:64])
        parts[text] = _text(value)
    missing = [name for name in _QUERY_PARTS if not parts.get(name)]
    if missing:
        lines = " ".join(f"AWS query-string parameters must include '{name}'." for name in missing)
        raise IncompleteSignature("{lines} Re-examine the query-string parameters.", lines=lines)
    _check_algorithm(parts["X-Amz-Algorithm"])
    named = {name: parts[f"X-Amz-{name}"] for name in _HEADER_PARTS}
    token, expires = parts.get("X-Amz-Security-Token"), parts.get("X-Amz-Expires")
    return _signed(named, parts["X-Amz-Date"], token, presigned=True, expires=expires)


def _check_algorithm(algorithm: str) -> None:
    if algorithm != ALGORITHM:
        raise IncompleteSignature(
            "Unsupported AWS 'algorithm': '{algorithm}'. The supported algorithm is AWS4-HMAC-SHA256.",
            algorithm=algorithm[:32] if algorithm.startswith("AWS4-") else "…",
        )


def _signed(
    parts: Mapping[str, str], stamp: str, token: str | None, *, presigned: bool = False, expires: str | None = None
) -> Signed:
    scope = parts["Credential"].rsplit("/", 4)
    if len(scope) != 5 or not all(scope):
        raise IncompleteSignature(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{got}'",
            got=parts["Credential"][:256],
        )
    if parts["SignedHeaders"].count(";") >= MOST_SIGNED_HEADERS:
        raise IncompleteSignature("SignedHeaders lists too many headers.")
    at = _moment(stamp)
    access_key_id, date, region, service, terminator = scope
    return Signed(
        access_key_id=access_key_id,
        date=date,
        region=region,
        service=service,
        terminator=terminator,
        timestamp=_basic(at),
        at=at,
        signed_headers=parts["SignedHeaders"],
        signature=parts["Signature"],
        session_token=token,
        presigned=presigned,
        expires=expires,
    )


def _moment(stamp: str) -> datetime:
    """Read ``yyyymmddThhmmssZ``, or the RFC 1123 form that a ``Date`` header has."""
    try:
        if _BASIC.fullmatch(stamp):
            date = int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8])
            return datetime(*date, int(stamp[9:11]), int(stamp[11:13]), int(stamp[13:15]), tzinfo=UTC)
        at = parsedate_to_datetime(stamp)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise IncompleteSignature(
            "Date must be in ISO-8601 'basic format'. Got '{stamp}'. See http://en.wikipedia.org/wiki/ISO_8601",
            stamp=stamp[:64],
        ) from None


def _basic(at: datetime) -> str:
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def check(signed: Signed, service: str, now: datetime) -> None:
    """Refuse a scope that is not ``service``'s or a time outside its window (wire 2.4).

    ``service`` is the signing name. sts allows 15 minutes either way, also in presigned form; others allow 5,
    or for a presigned request what ``X-Amz-Expires`` says. Raises SignatureDoesNotMatch, and
    IncompleteSignature for an ``X-Amz-Expires`` outside 1 to 604800.
    """
    _check_scope(signed, service)
    window = WINDOWS.get(service, WINDOW)
    patience = _expiry(signed) if signed.presigned and service not in WINDOWS else window
    if signed.at < now - patience:
        raise SignatureDoesNotMatch(
            "Signature expired: {at} is now earlier than {limit} ({now} - {span}.)",
            at=signed.timestamp,
            limit=_basic(now - patience),
            now=_basic(now),
            span=_span(patience),
        )
    if signed.at > now + window:
        raise SignatureDoesNotMatch(
            "Signature not yet current: {at} is still later than {limit} ({now} + {span}.)",
            at=signed.timestamp,
            limit=_basic(now + window),
            now=_basic(now),
            span=_span(window),
        )


def _check_scope(signed: Signed, service: str) -> None:
    if signed.service != service:
        raise SignatureDoesNotMatch("Credential should be scoped to correct service: '{service}'.", service=service)
    if not _REGION.fullmatch(signed.region):
        raise SignatureDoesNotMatch(
            "Credential should be scoped to a valid region, not '{region}'.", region=signed.region[:64]
        )
    if signed.terminator != TERMINATOR:
        raise SignatureDoesNotMatch(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'.",
            terminator=signed.terminator[:64],
        )
    if signed.date != signed.timestamp[:8]:
        raise SignatureDoesNotMatch(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            "'{date}' != '{day}', from '{stamp}'.",
            date=signed.date[:64],
            day=signed.timestamp[:8],
            stamp=signed.timestamp,
        )


def _expiry(signed: Signed) -> timedelta:
    if signed.expires is None:
        return WINDOW
    text = signed.expires
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= LONGEST_EXPIRY):
        raise IncompleteSignature("X-Amz-Expires must be a number of seconds from 1 to 604800.")
    return timedelta(seconds=int(text))


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} sec" if seconds % 60 else f"{seconds // 60} min"


def verify(signed: Signed, http: HttpRequest, secret: SecretKey | None, refusal: FrontdeskError | None = None) -> None:
    """Refuse the request unless it was signed with ``secret``; returns silently when it was.

    ``secret`` is None for a key that nobody holds, and ``refusal`` is what else was found wrong with key or
    session token; both are answered only after the same work as for a right key, so that time tells nothing.
    Raises InvalidClientTokenId, ``refusal``, or SignatureDoesNotMatch, in that order.
    """
    matches = hmac.compare_digest(
        _signature(signed, http, secret or _NOBODY), signed.signature.encode("latin-1", "replace")
    )
    if secret is None:
        raise InvalidClientTokenId("no such access key")
    if refusal is not None:
        raise refusal
    _check_signed_headers(signed, http)
    if not matches:
        raise SignatureDoesNotMatch(_MISMATCH)


def _check_signed_headers(signed: Signed, http: HttpRequest) -> None:
    """Without these a proxy could swap host, operation, time or token."""
    names = signed.signed_headers.split(";")
    if "host" not in names:
        raise SignatureDoesNotMatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    for name, _ in http.headers:
        if name in MUST_BE_SIGNED and name not in names:
            raise SignatureDoesNotMatch("'{name}' must be a 'SignedHeader' in the AWS Authorization.", name=name)


def _signature(signed: Signed, http: HttpRequest, secret: SecretKey) -> bytes:
    """Return the signature as it should be; an empty one, which matches nothing, when parts do not fit."""
    lines = canonical.headers(http, signed.signed_headers.split(";"))
    payload = canonical.payload_hash(http)
    fits = lines is not None and payload is not None
    parameters = canonical.pairs(http.raw_query) if http.raw_query else []
    head = (
        f"{http.method}\n{canonical.path(http.raw_path)}\n{canonical.query(parameters, presigned=signed.presigned)}\n"
    )
    tail = f"\n{signed.signed_headers}\n{payload}"
    request = head.encode("latin-1", "replace") + (lines or b"") + tail.encode("latin-1", "replace")
    scope = f"{signed.date}/{signed.region}/{signed.service}/{signed.terminator}"
    text = f"{ALGORITHM}\n{signed.timestamp}\n{scope}\n{hashlib.sha256(request).hexdigest()}"
    key_id = signed.access_key_id[:LONGEST_KEY_ID]  # so that the cache cannot be filled with long texts
    key = _derived_key(secret, key_id, signed.date, signed.region, signed.service)
    signature = _hmac(key, text).hex().encode()
    return signature if fits else b""


@lru_cache(maxsize=CACHED_KEYS)
def _derived_key(secret: SecretKey, access_key_id: str, date: str, region: str, service: str) -> bytes:
    """Derive the day's key; cached per key id too, so that an unknown id is as cold as a known one."""
    key = f"AWS4{secret.reveal()}".encode()
    for part in (date, region, service, TERMINATOR):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode("utf-8", "replace"), "sha256")


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _without_signature(text: str) -> str:
    """Shorten what is echoed and take out whatever looks like a signature."""
    return _SECRET_LOOKING.sub("…", text)[:512]
