"""Tags: keys keep the case given and stay in the order they came (wire 11.3).

``fold`` says that keys are equal without regard to case, as on users and roles; on other things case counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from frontdesk.core.errors import LimitExceeded
from frontdesk.directory.errors import InvalidInput

Kept = list[list[str]]
Given = Sequence[Mapping[str, str]]
PER_RESOURCE = 50
_RESERVED = "aws:"


def put(present: Sequence[Sequence[str]], given: Given, *, fold: bool) -> Kept:
    """Return ``present`` with ``given`` (members Key and Value) added; a tag of the same key is replaced in its place.

    Raises InvalidInput for a key that is given twice or begins with ``aws:``, LimitExceeded for more than 50 tags.
    """
    new = {_same(tag["Key"], fold): [tag["Key"], tag["Value"]] for tag in given}
    if len(new) < len(given):
        hint = " Please note that Tag keys are case insensitive." if fold else ""
        raise InvalidInput(f"Duplicate tag keys found.{hint}", field="Tags")
    if any(key.lower().startswith(_RESERVED) for key in new):
        raise InvalidInput("Tag keys that begin with aws: are reserved for system use.", field="Tags")
    kept = [new.pop(_same(key, fold), [key, value]) for key, value in present]
    if len(kept) + len(new) > PER_RESOURCE:
        raise LimitExceeded("Cannot exceed quota for TagsPerResource: {quota}", quota=PER_RESOURCE, field="Tags")
    return kept + list(new.values())


def remove(present: Sequence[Sequence[str]], keys: Collection[str], *, fold: bool) -> Kept:
    """Return ``present`` without these keys; a key that is not there is no fault."""
    gone = {_same(key, fold) for key in keys}
    return [[key, value] for key, value in present if _same(key, fold) not in gone]


def _same(key: str, fold: bool) -> str:
    return key.lower() if fold else key


def shown(kept: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Return tags with the members Key and Value."""
    return [{"Key": key, "Value": value} for key, value in kept]
