"""Tags of users: keys differ by more than case, keep the case given, and stay in the order they came (wire 11.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from frontdesk.core.errors import LimitExceeded
from frontdesk.directory.errors import InvalidInput

Tags = list[list[str]]
PER_RESOURCE = 50
_RESERVED = "aws:"


def checked(tags: Sequence[Sequence[str]]) -> Tags:
    """Return tags as given; raises InvalidInput for a key that is twice among them or begins with ``aws:``."""
    keys = [key.lower() for key, _ in tags]
    if len(set(keys)) < len(keys):
        raise InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.", field="Tags")
    if any(key.startswith(_RESERVED) for key in keys):
        raise InvalidInput("Tag keys that begin with aws: are reserved for system use.", field="Tags")
    return [list(tag) for tag in tags]


def merged(present: Sequence[Sequence[str]], given: Sequence[Sequence[str]]) -> Tags:
    """Return ``present`` with ``given`` added; a key that is there already, in any case, is replaced in its place.

    Raises what :func:`checked` raises, and LimitExceeded when there would be more than 50.
    """
    new = {key.lower(): [key, value] for key, value in checked(given)}
    kept = [new.pop(key.lower(), [key, value]) for key, value in present]
    if len(kept) + len(new) > PER_RESOURCE:
        raise LimitExceeded("Cannot exceed quota for TagsPerUser: {quota}", quota=PER_RESOURCE, field="Tags")
    return kept + list(new.values())


def without(present: Sequence[Sequence[str]], keys: Collection[str]) -> Tags:
    """Return ``present`` without these keys, whatever their case; a key that is not there is no fault."""
    gone = {key.lower() for key in keys}
    return [[key, value] for key, value in present if key.lower() not in gone]
