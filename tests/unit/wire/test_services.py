from __future__ import annotations

import pytest

from frontdesk.operations import contract
from frontdesk.wire.protocols.query import NAMESPACES
from frontdesk.wire.services import BY_NAME, BY_SCOPE, BY_TARGET, BY_VERSION, SERVICES, Service


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_table_says_what_the_models_say(service: Service) -> None:
    model = contract.service(service.name)
    assert service.protocol == model.protocol
    assert service.scope == model.signing_name
    assert service.target == (model.metadata.get("targetPrefix") if service.protocol == "json" else None)
    assert service.version == (model.api_version if service.protocol == "query" else None)
    assert NAMESPACES.get(service.name) == model.metadata.get("xmlNamespace")


def test_nothing_is_ambiguous() -> None:
    assert len(BY_NAME) == len(BY_SCOPE) == len(SERVICES)
    assert len(BY_TARGET) == sum(service.protocol == "json" for service in SERVICES)
    assert len(BY_VERSION) == sum(service.protocol == "query" for service in SERVICES)


def test_iam_and_sts_share_no_action() -> None:
    assert not set(contract.service("iam").operation_names) & set(contract.service("sts").operation_names)


def test_the_models_use_no_other_place_for_a_member_than_the_protocols_know() -> None:
    for service in SERVICES:
        model = contract.service(service.name)
        for operation in map(model.operation_model, model.operation_names):
            if operation.input_shape is not None:
                places = {member.serialization.get("location") for member in operation.input_shape.members.values()}
                assert places <= {None, "querystring", "header"}
            if operation.output_shape is not None:
                assert not any("location" in member.serialization for member in operation.output_shape.members.values())
