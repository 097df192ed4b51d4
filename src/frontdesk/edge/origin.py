"""Where a request came from, honouring only the proxies that the settings trust."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from frontdesk.core import ids
from frontdesk.core.callers import Origin
from frontdesk.core.entropy import Entropy
from frontdesk.core.settings import SettingError, Settings

Address = IPv4Address | IPv6Address
REQUEST_ID = "frontdesk.request_id"
_LONGEST_AGENT = 256
_LONGEST_CHAIN = 32


def origin_of(scope: Any, settings: Settings, entropy: Entropy, door: str) -> Origin:
    """Return the origin of an ASGI request.

    Address and TLS are the peer's own, or what a trusted proxy says of the peer before it. ``agent`` is at
    most 256 printable characters. ``request_id`` is the scope's, if something further out has given it one.
    """
    behind = _is_trusted(_peer(scope), trusted(settings.trusted_proxies))
    return Origin(
        address=address_of(scope, settings),
        agent=_printable(header(scope, b"user-agent"))[:_LONGEST_AGENT],
        request_id=scope.get(REQUEST_ID) or ids.unique(entropy),
        door=door,
        region=settings.region,
        secure=scope.get("scheme") == "https" or (behind and _last(scope, b"x-forwarded-proto") == "https"),
    )


def address_of(scope: Any, settings: Settings) -> str:
    """Return the client's network address; a peer without one, as on a local socket, is this machine."""
    peer, proxies = _peer(scope), trusted(settings.trusted_proxies)
    return _client(scope, peer, proxies) if _is_trusted(peer, proxies) else _plain(peer)


@lru_cache(maxsize=8)
def trusted(setting: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks of the ``trusted_proxies`` setting; raises SettingError for anything else in it."""
    parts = [part.strip() for part in setting.split(",") if part.strip()]
    try:
        return tuple(ip_network(part, strict=False) for part in parts)
    except ValueError as fault:
        raise SettingError("trusted_proxies: {fault}", fault=fault, field="trusted_proxies") from fault


def header(scope: Any, name: bytes) -> str:
    """Return every value of a header (``name`` in lower case) joined by commas, or an empty text."""
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _client(scope: Any, peer: str, proxies: tuple[IPv4Network | IPv6Network, ...]) -> str:
    # from the right: each trusted proxy vouches for the hop before it, and for no other
    chain = [part.strip() for part in header(scope, b"x-forwarded-for").split(",") if part.strip()]
    nearest = _plain(peer)
    for hop in reversed(chain[-_LONGEST_CHAIN:]):
        address = _parse(hop)
        if address is None:
            return nearest
        nearest = str(address)
        if not _is_trusted(nearest, proxies):
            return nearest
    return nearest


def _peer(scope: Any) -> str:
    return str((scope.get("client") or ("127.0.0.1", 0))[0])


def _last(scope: Any, name: bytes) -> str:
    return header(scope, name).rpartition(",")[2].strip().lower()


def _is_trusted(text: str, proxies: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    address = _parse(text) if proxies else None
    return address is not None and any(address in network for network in proxies)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return str(_parse(text) or "127.0.0.1")


@lru_cache(maxsize=1024)
def _parse(text: str) -> Address | None:
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:  # an IPv4 address with a port
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(character for character in text if character.isprintable())
