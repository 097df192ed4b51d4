"""Every operation that is declared agrees with its service's model."""

from __future__ import annotations

import pytest

from frontdesk.operations import catalogue, contract
from frontdesk.operations.registry import Operation

OPERATIONS = sorted(catalogue.load().values(), key=lambda operation: operation.action)
each = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.action)


@each
def test_keywords_are_the_models_members(operation: Operation) -> None:
    model = contract.operation(operation.service, operation.name)
    assert model is not None, "the model has no such operation"
    paginator = contract.paginator(operation.service, operation.name)
    paging = [name for name in (paginator.input_token, paginator.limit_key) if name] if paginator else []
    assert contract.drift(operation.function, model, [*operation.resource.consumes, *paging]) == []


@each
def test_says_what_it_does(operation: Operation) -> None:
    assert operation.function.__doc__


def test_passwords_are_hashed_in_the_pool_for_it() -> None:
    takes = {
        one.action
        for one in OPERATIONS
        if any(name.endswith("Password") for name in contract.members(one.service, one.name))
        and not one.name.endswith("PasswordPolicy")
    }
    assert takes == {one.action for one in OPERATIONS if one.pool == "hash"}
    assert takes >= {"iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:ChangePassword"}
