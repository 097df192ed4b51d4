"""How an operation is declared, and the list of those that exist."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from frontdesk.core.errors import FrontdeskError, ValidationError
from frontdesk.store.context import Context
from frontdesk.store.listing import AnyListing

Params = Mapping[str, Any]
Keys = Mapping[str, str | Sequence[str]]
SERVICE_OF_PREFIX = {"sso": "sso-admin"}
_READS = ("Get", "List", "Lookup", "Describe", "Simulate", "Explain")


@dataclass(frozen=True)
class Target:
    """What an operation acts on: the ARN to authorise, and the thing itself once it is authorised.

    ``missing`` is raised instead of handing over a thing, after the caller was allowed to know. ``also`` names
    further ARNs on which the caller needs the same action, such as the one that a renamed thing would have.
    """

    arn: str
    thing: Any = None
    missing: FrontdeskError | None = None
    keys: Keys = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """How to find the target: looking up is authorising (architecture 6).

    ``consumes`` names the members that it reads in place of the function; ``gives`` says whether the
    function receives the thing as its second argument.
    """

    find: Callable[[Context, Params], Target]
    consumes: tuple[str, ...] = ()
    gives: bool = True


@dataclass(frozen=True)
class Page:
    """A list answer: under which member, what is listed, and how each item is written.

    Where one marker walks several lists, ``member`` maps each kind of row to its list. ``rest`` are members beside
    the list. A marker is valid only for the same ``bound_to`` (such as the filters of a search) and is otherwise
    refused with ``bad_marker``.
    """

    member: str | Mapping[type, str]
    listing: AnyListing
    item: Callable[[Any], Any]
    rest: Mapping[str, Any] = field(default_factory=dict)
    bound_to: str = ""
    bad_marker: type[FrontdeskError] = ValidationError


Function = Callable[..., Mapping[str, Any] | Page | None]


@dataclass(frozen=True)
class Operation:
    """One thing a caller can do, known by its model's service and name and guarded by an IAM action.

    ``unchecked`` ones need a proven caller but no permission (wire 5.1); ``public`` ones not even that, and each
    visitor may use them a few times an hour. ``also`` names further actions that the caller needs on the same
    resource for what the parameters ask. ``fresh`` is how long ago the caller may have shown who it is.
    ``also_in`` names the states of an account, beside the working ones, in which its root user may still do this
    (behaviour 5.2).
    """

    service: str
    name: str
    action: str
    function: Function
    resource: Resource
    pool: Literal["work", "hash"]
    unchecked: bool
    keys: Callable[[Params], Keys] | None
    also: Callable[[Params], Sequence[str]] | None = None
    fresh: timedelta | None = None
    also_in: frozenset[str] = frozenset()
    public: bool = False

    @property
    def reads(self) -> bool:
        """Whether it only looks."""
        return self.name.startswith(_READS)


REGISTRY: dict[tuple[str, str], Operation] = {}


def _everything(ctx: Context, params: Params) -> Target:
    return Target("*")


anything = Resource(_everything, gives=False)


def with_tags(action: str) -> Callable[[Params], Sequence[str]]:
    """Return ``action`` as needed, too, by whoever makes something with tags: they may be what policies go by."""
    return lambda params: (action,) if params.get("Tags") else ()


def operation(
    action: str,
    *,
    resource: Resource = anything,
    pool: Literal["work", "hash"] = "work",
    unchecked: bool = False,
    keys: Callable[[Params], Keys] | None = None,
    also: Callable[[Params], Sequence[str]] | None = None,
    model: str | None = None,
    fresh: timedelta | None = None,
    also_in: Collection[str] = (),
    public: bool = False,
) -> Callable[[Function], Operation]:
    """Declare a function as the operation of an IAM action.

    ``keys`` adds condition keys from the parameters, ``also`` further actions; ``pool`` is ``hash`` for whatever checks
    or makes a password; ``model`` names service and operation, as ``frontdesk:ExplainReference``, where they are not
    the action's own. For the rest see :class:`Operation`.
    """
    prefix, _, name = (model or action).partition(":")
    service = SERVICE_OF_PREFIX.get(prefix, prefix)

    def declare(function: Function) -> Operation:
        open_to = unchecked or public
        made = Operation(
            service, name, action, function, resource, pool, open_to, keys, also, fresh, frozenset(also_in), public
        )
        REGISTRY[made.service, made.name] = made
        return made

    return declare
