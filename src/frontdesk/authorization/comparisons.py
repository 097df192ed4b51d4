"""What the operator families compare (wire 6.5).

A check answers True or False, or None when the request's value is not of the family's type: then neither the
operator nor its negation holds. Addresses and ARNs have no such third answer; what is none matches none.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Generic, TypeVar

from frontdesk.authorization.patterns import (
    ARN_PARTS,
    Context,
    Tokens,
    arn_parts,
    arn_set,
    literal,
    text_set,
    tokens,
)

Check = Callable[[str, Context], bool | None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """A family's positive comparison.

    ``validate(value, variables)`` raises ValueError for a policy value that it cannot compare with;
    ``check(values, variables)`` returns the comparison with any of the values.
    """

    validate: Callable[[str, bool], object]
    check: Callable[[Sequence[str], bool], Check]


def _plain(value: str, variables: bool) -> Tokens:
    return tokens(value, wildcards=False, variables=variables)


def _like(value: str, variables: bool) -> Tokens:
    return tokens(value, wildcards=True, variables=variables)


def _equals(values: Sequence[str], variables: bool) -> Check:
    return text_set(_plain(value, variables) for value in values)


def _matches_like(values: Sequence[str], variables: bool) -> Check:
    return text_set(_like(value, variables) for value in values)


def _equals_ignoring_case(values: Sequence[str], variables: bool) -> Check:
    match = text_set((_plain(value, variables) for value in values), folded=True)
    return lambda value, context: match(value.casefold(), context)


string_equals = Reader(_plain, _equals)
string_equals_ignoring_case = Reader(_plain, _equals_ignoring_case)
string_like = Reader(_like, _matches_like)


def _boolean_value(value: str, variables: bool) -> None:
    fixed = literal(_plain(value, variables))
    if fixed is not None and fixed.lower() not in ("true", "false"):
        raise ValueError("a boolean is true or false")


boolean = Reader(_boolean_value, _equals_ignoring_case)


def _arns(values: Sequence[str], variables: bool) -> Check:
    if "*" in values:
        return lambda value, context: True
    split = (arn_parts(_like(value, variables)) for value in values)
    return arn_set(parts for parts in split if len(parts) == ARN_PARTS)


arn_like = Reader(_like, _arns)


@dataclass(frozen=True, slots=True)
class _Ordered(Generic[T]):
    """Values that are read into something with an order; ``read`` returns None for what it cannot read."""

    read: Callable[[str], T | None]

    def _value(self, value: str, variables: bool = False) -> T:
        read = self.read(value)
        if read is None:
            raise ValueError("the value cannot be read")
        return read

    def reader(self, compare: Callable[[T, T], bool]) -> Reader:
        """Return the comparison of the request's value (left) with the policy's (right)."""

        def check(values: Sequence[str], variables: bool) -> Check:
            known = tuple(map(self._value, values))
            read = self.read

            def compared(value: str, context: Context) -> bool | None:
                asked = read(value)
                return None if asked is None else any(compare(asked, one) for one in known)

            return compared

        return Reader(self._value, check)


_NUMBER = re.compile(r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]{1,3}+)?+")


def _number(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECONDS = re.compile(r"-?[0-9]++(?:\.[0-9]++)?+")
_YEAR_OR_MONTH = re.compile(r"[0-9]{4}(?:-[0-9]{2})?+")


@lru_cache(maxsize=4096)
def _moment(text: str) -> Decimal | None:
    """Read ISO 8601 (without zone: UTC) or seconds since 1970; four digits are a year."""
    if _YEAR_OR_MONTH.fullmatch(text):
        text = f"{text}-01-01"[:10]
    elif _SECONDS.fullmatch(text):
        return Decimal(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
    return Decimal(since // _MICROSECOND).scaleb(-6)


_NUMBERS = _Ordered(_number)
numeric_equals = _NUMBERS.reader(operator.eq)
numeric_less = _NUMBERS.reader(operator.lt)
numeric_less_or_equal = _NUMBERS.reader(operator.le)
numeric_greater = _NUMBERS.reader(operator.gt)
numeric_greater_or_equal = _NUMBERS.reader(operator.ge)

_MOMENTS = _Ordered(_moment)
date_equals = _MOMENTS.reader(operator.eq)
date_less = _MOMENTS.reader(operator.lt)
date_less_or_equal = _MOMENTS.reader(operator.le)
date_greater = _MOMENTS.reader(operator.gt)
date_greater_or_equal = _MOMENTS.reader(operator.ge)


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


binary_equals = _Ordered(_bytes).reader(operator.eq)

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")


@lru_cache(maxsize=4096)
def _address(text: str) -> _Address | None:
    """Read an address; an IPv4 address inside IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address


def _network(value: str, variables: bool = False) -> _Network:
    network = ipaddress.ip_network(value, strict=False)
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):
        inside = network.network_address.ipv4_mapped
        return ipaddress.IPv4Network((int(inside or 0), network.prefixlen - _MAPPED.prefixlen))
    return network


def _in_networks(values: Sequence[str], variables: bool) -> Check:
    networks = [(each.version, int(each.network_address), int(each.netmask)) for each in map(_network, values)]

    def compared(value: str, context: Context) -> bool:
        address = _address(value)
        if address is None:
            return False
        version, bits = address.version, int(address)
        return any(version == family and bits & mask == start for family, start, mask in networks)

    return compared


ip_address = Reader(_network, _in_networks)
