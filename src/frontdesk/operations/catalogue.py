"""Every operation that exists, found below this package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import frontdesk.operations
from frontdesk.operations.registry import REGISTRY, Operation


@cache
def load() -> Mapping[tuple[str, str], Operation]:
    """Import every module of operations and return the registry by service and operation name."""
    for module in pkgutil.walk_packages(frontdesk.operations.__path__, "frontdesk.operations."):
        importlib.import_module(module.name)
    return REGISTRY


def operation(service: str, name: str) -> Operation:
    """Return one operation; raises KeyError when there is none."""
    return load()[service, name]
