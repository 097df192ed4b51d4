"""Condition operators (wire 6.5): what each compares, and what a missing key means to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from frontdesk.authorization import comparisons
from frontdesk.authorization.comparisons import Check, Reader
from frontdesk.authorization.documents import Condition
from frontdesk.authorization.patterns import Context

Test = Callable[[Context], bool]


class Quantifier(Enum):
    """How several values of the request count."""

    NONE = ""
    ANY = "foranyvalue:"
    ALL = "forallvalues:"


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator name taken apart. ``read`` makes the positive comparison; ``wanted`` is what it must give."""

    read: Reader
    wanted: bool
    quantifier: Quantifier
    if_exists: bool

    @property
    def without_key(self) -> bool:
        """The outcome when the request does not have the key."""
        if self.if_exists or self.quantifier is Quantifier.ALL:
            return True
        return self.quantifier is Quantifier.NONE and not self.wanted

    @property
    def over_values(self) -> Callable[[Sequence[bool]], bool]:
        """How the outcomes for several values make one; AWS leaves it open where no quantifier is written."""
        every = self.quantifier is Quantifier.ALL or (self.quantifier is Quantifier.NONE and not self.wanted)
        return all if every else any


_READERS: dict[str, tuple[Reader, bool]] = {
    "stringequals": (comparisons.string_equals, True),
    "stringnotequals": (comparisons.string_equals, False),
    "stringequalsignorecase": (comparisons.string_equals_ignoring_case, True),
    "stringnotequalsignorecase": (comparisons.string_equals_ignoring_case, False),
    "stringlike": (comparisons.string_like, True),
    "stringnotlike": (comparisons.string_like, False),
    "numericequals": (comparisons.numeric_equals, True),
    "numericnotequals": (comparisons.numeric_equals, False),
    "numericlessthan": (comparisons.numeric_less, True),
    "numericlessthanequals": (comparisons.numeric_less_or_equal, True),
    "numericgreaterthan": (comparisons.numeric_greater, True),
    "numericgreaterthanequals": (comparisons.numeric_greater_or_equal, True),
    "dateequals": (comparisons.date_equals, True),
    "datenotequals": (comparisons.date_equals, False),
    "datelessthan": (comparisons.date_less, True),
    "datelessthanequals": (comparisons.date_less_or_equal, True),
    "dategreaterthan": (comparisons.date_greater, True),
    "dategreaterthanequals": (comparisons.date_greater_or_equal, True),
    "bool": (comparisons.boolean, True),
    "binaryequals": (comparisons.binary_equals, True),
    "ipaddress": (comparisons.ip_address, True),
    "notipaddress": (comparisons.ip_address, False),
    "arnequals": (comparisons.arn_like, True),
    "arnlike": (comparisons.arn_like, True),
    "arnnotequals": (comparisons.arn_like, False),
    "arnnotlike": (comparisons.arn_like, False),
}
_NULL = "null"
_IF_EXISTS = "ifexists"


def operator(name: str) -> Operator | None:
    """Return what an operator name means, in any case; None for a name that does not exist, and for Null."""
    folded = name.lower()
    quantifier = next((each for each in (Quantifier.ANY, Quantifier.ALL) if folded.startswith(each.value)), None)
    base = folded.removeprefix(quantifier.value if quantifier else "")
    known = _READERS.get(base.removesuffix(_IF_EXISTS))
    if known is None:
        return None
    return Operator(*known, quantifier or Quantifier.NONE, base.endswith(_IF_EXISTS))


def exists(name: str) -> bool:
    """Say whether there is an operator of this name."""
    return name.lower() == _NULL or operator(name) is not None


def require_value(name: str, value: str, *, variables: bool) -> None:
    """Raise ValueError for a value that the operator cannot compare with."""
    meaning = operator(name)
    if meaning is None:
        _null_value(value)
    else:
        meaning.read.validate(value, variables)


def compile_condition(condition: Condition, *, variables: bool) -> Test:
    """Return the test of one key; its context has keys in lower case.

    An operator that does not exist never matches (wire 6.5); the grammar refuses it before it is stored.
    """
    key = condition.key.lower()
    if condition.operator.lower() == _NULL:
        return _null(key, condition.values)
    meaning = operator(condition.operator)
    if meaning is None:
        return lambda context: False
    return _compare(key, meaning, meaning.read.check(condition.values, variables))


def _compare(key: str, meaning: Operator, check: Check) -> Test:
    wanted, without_key, over_values = meaning.wanted, meaning.without_key, meaning.over_values

    def test(context: Context) -> bool:
        value = context.get(key)
        if isinstance(value, str):
            return check(value, context) is wanted
        if not value:
            return without_key
        return over_values([check(one, context) is wanted for one in value])

    return test


def _null_value(value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise ValueError("Null compares with true or false")
    return value.lower() == "true"


def _null(key: str, values: Sequence[str]) -> Test:
    wanted = {_null_value(value) for value in values}

    def test(context: Context) -> bool:
        value = context.get(key)
        return (not value and value != "") in wanted

    return test
