"""What an access key is for: a tag of its user, whose key is the access key's ID (behaviour 3.4)."""

from __future__ import annotations

import re
from functools import partial

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.web.door import PageRequest
from frontdesk.web.pages.console.asking import ask, gather, part

LONGEST = 256
SIGNS = re.compile(r"[\w .:/=+\-@]*")  # what a tag's value may hold
SIGNS_WORDS = Message("Use letters, digits, spaces and . : / = + - @ _ only.")


def of(request: PageRequest, user: str) -> dict[str, str]:
    """Return what a user's tags say, by their keys; nothing where the reader may not see them."""
    found = part(partial(gather, request, "ListUserTags", "Tags", UserName=user))
    return {tag["Key"]: tag["Value"] for tag in found.shown or []}


def keep(request: PageRequest, user: str, key: str, text: str) -> FrontdeskError | None:
    """Write a key's description; return the refusal if there was one, since the key is there all the same."""
    try:
        ask(request, "TagUser", UserName=user, Tags=[{"Key": key, "Value": text}])
    except NotFound:
        raise
    except FrontdeskError as refusal:
        return refusal
    return None


def forget(request: PageRequest, user: str, key: str) -> None:
    """Take away a deleted key's description, where there is one that the caller may see and change."""
    if key in of(request, user):
        part(partial(ask, request, "UntagUser", UserName=user, TagKeys=[key]))
