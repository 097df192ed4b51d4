"""The service models: what an operation takes and gives, and the checks that follow from it (wire 3.6).

Models come from botocore's data files and, in the same JSON format, from ``operations/models/``: a service of
our own as ``<service>/<version>/service-2.json``, additions to one of AWS's as ``service-2.sdk-extras.json``
beside that name. A model is read when it is first asked for.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.operations.constraints import Failure, Invalid, checker

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from botocore.model import OperationModel, ServiceModel, Shape

MODELS = Path(__file__).parent / "models"
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Paginator:
    """Which members of an operation carry the page: where it starts, how long it is, where the next one starts."""

    input_token: str
    output_token: str
    limit_key: str | None
    result_keys: tuple[str, ...]
    more_results: str | None


@cache
def _loader() -> Loader:
    from botocore.loaders import Loader

    # The default search paths would read the home folder of whoever runs the server.
    return Loader(extra_search_paths=[str(MODELS), Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)


@cache
def service(name: str) -> ServiceModel:
    """Return a service's model by its client name ("iam", "sso-admin"); raises LookupError for an unknown one."""
    from botocore.exceptions import DataNotFoundError, UnknownServiceError
    from botocore.model import ServiceModel

    try:
        description = _loader().load_service_model(name, "service-2")
    except (DataNotFoundError, UnknownServiceError):
        raise LookupError(name) from None
    return ServiceModel(description, name)


@cache
def operation(service_name: str, name: str) -> OperationModel | None:
    """Return an operation's model ("iam", "CreateUser"), or None when the service has none of that name."""
    model = service(service_name)
    return model.operation_model(name) if name in model.operation_names else None


@cache
def _input_checker(service_name: str, name: str) -> Callable[[Mapping[str, Any], list[Failure]], None]:
    model = operation(service_name, name)
    if model is None:
        raise LookupError(f"{service_name}:{name}")
    if model.input_shape is None:
        return lambda params, failures: None
    check_shape = checker(model.input_shape)
    return lambda params, failures: check_shape(params, None, failures)


def check(service_name: str, name: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``params`` without absent (None) members once they satisfy the operation's input shape.

    ``params`` has AWS's member names and Python values: text (or Secret), int, bool, bytes, aware datetime,
    list, dict. Members that the shape does not name are left out. Raises Invalid, a ValidationError that
    tells of every constraint not met in AWS's words; values of sensitive members are never in it.
    """
    failures: list[Failure] = []
    _input_checker(service_name, name)(params, failures)
    if failures:
        raise Invalid(failures)
    known = members(service_name, name)
    return {key: value for key, value in params.items() if value is not None and key in known}


@cache
def members(service_name: str, name: str) -> frozenset[str]:
    """Return the member names of an operation's input."""
    model = operation(service_name, name)
    return frozenset(model.input_shape.members) if model is not None and model.input_shape is not None else frozenset()


def hiding(service_name: str, name: str, params: Mapping[str, Any], words: str) -> dict[str, Any]:
    """Return ``params`` with ``words`` in place of whatever the input shape calls sensitive, however deep inside.

    Such values are for nobody else to read, events included. ``params`` may be unchecked yet.
    """
    model = operation(service_name, name)
    shapes = model.input_shape.members if model is not None and model.input_shape is not None else {}
    return {member: _hidden(shapes.get(member), value, words) for member, value in params.items()}


def _hidden(shape: Shape | None, value: Any, words: str) -> Any:
    if shape is None or value is None:
        return value
    if shape.metadata.get("sensitive"):
        return words
    if shape.type_name == "structure" and isinstance(value, Mapping):
        members: Mapping[str, Shape] = shape.members  # type: ignore[attr-defined]
        return {name: _hidden(members.get(name), inner, words) for name, inner in value.items()}
    if shape.type_name == "list" and isinstance(value, list | tuple):
        return [_hidden(shape.member, inner, words) for inner in value]  # type: ignore[attr-defined]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {key: _hidden(shape.value, inner, words) for key, inner in value.items()}  # type: ignore[attr-defined]
    return value


def snake(name: str) -> str:
    """Return a member's name as a Python keyword: ``MFADeviceName`` is ``mfa_device_name``."""
    return _WORD_STARTS.sub("_", name).lower()


def keywords(model: OperationModel) -> tuple[str, ...]:
    """Return the keyword names of an operation's input members, in the model's order."""
    return tuple(snake(name) for name in model.input_shape.members) if model.input_shape is not None else ()


def drift(function: Callable[..., Any], model: OperationModel, consumed: Collection[str] = ()) -> list[str]:
    """Return one sentence for each difference between a function's keyword-only parameters and an input shape.

    ``consumed`` names members that do not reach the function, because they were turned into the resource or
    the page. An empty list means that the two agree.
    """
    return list(_differences(function, model, frozenset(snake(name) for name in consumed)))


def _differences(function: Callable[..., Any], model: OperationModel, consumed: frozenset[str]) -> Iterator[str]:
    parameters = inspect.signature(function).parameters.values()
    keyword = {p.name: p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    expected = set(keywords(model)) - consumed
    shape = model.input_shape
    required = {snake(name) for name in shape.required_members} if shape is not None else set()
    for name in sorted(consumed - set(keywords(model))):
        yield f"{model.name} has no member {name}, which is said to be consumed"
    for name in sorted(expected - keyword.keys()):
        yield f"{model.name} takes {name}, the function does not"
    for name in sorted(keyword.keys() - expected):
        yield f"the function takes {name}, {model.name} does not"
    for name in sorted(expected & keyword.keys() - required):
        if keyword[name].default is inspect.Parameter.empty:
            yield f"{name} is optional in {model.name}, but has no default in the function"


@cache
def _paginators(service_name: str) -> Mapping[str, Any]:
    from botocore.exceptions import DataNotFoundError, UnknownServiceError

    try:
        found: Mapping[str, Any] = _loader().load_service_model(service_name, "paginators-1")["pagination"]
    except (DataNotFoundError, UnknownServiceError):
        return {}
    return found


@cache
def paginator(service_name: str, name: str) -> Paginator | None:
    """Return how an operation's answer is cut into pages, or None when it is not."""
    found = _paginators(service_name).get(name)
    if found is None:
        return None
    result = found["result_key"]
    return Paginator(
        input_token=found["input_token"],
        output_token=found["output_token"],
        limit_key=found.get("limit_key"),
        result_keys=(result,) if isinstance(result, str) else tuple(result),
        more_results=found.get("more_results"),
    )
