"""Machines report abuse in XARF: taken, or answered by the faulty field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from frontdesk.operations.perform import Desk
from frontdesk.support.abuse import reports
from tests.pages.client import Client


def xarf(**changed: Any) -> dict[str, Any]:
    contact = {"org": "Fjord Post", "contact": "abuse@fjordpost.example", "domain": "fjordpost.example"}
    base = {
        "xarf_version": "4.2.0",
        "report_id": "a1b2c3d4-e5f6-4890-abcd-ef1234567890",
        "timestamp": "2026-11-23T08:30:00Z",
        "reporter": contact,
        "sender": contact,
        "source_identifier": "192.0.2.100",
        "category": "connection",
        "type": "ddos",
        "evidence_source": "honeypot",
        "destination_ip": "203.0.113.10",
        "protocol": "tcp",
        "first_seen": "2026-11-23T08:00:00Z",
        "source_port": 1234,
        "evidence": [{"content_type": "text/plain", "payload": "aGVsbG8=", "description": "log"}],
    }
    return {name: value for name, value in (base | changed).items() if value is not None}


def send(visitor: Client, content: Any) -> tuple[int, dict[str, Any]]:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    answer = visitor.ask("POST", "/abuse/xarf", body, content_type="application/json")
    return answer.status, json.loads(answer.body)


def test_machines_report_in_xarf(visitor: Client, desk: Desk) -> None:
    status, answer = send(visitor, xarf())
    assert status == 201
    made = desk.store.transact(lambda ctx: reports.by_number(ctx, answer["number"]))
    assert made is not None
    assert (made.details["source"], made.details["began"]) == ("192.0.2.100", "2026-11-23 08:00:00")
    assert "Received" in visitor.get(answer["page"]).main


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (xarf(reporter={"org": "x", "domain": "y.example"}), "reporter.contact"),
        (xarf(category="bogus"), "category"),
        (xarf(timestamp=None), "timestamp"),
        (b"{", ""),
        (b"[" * 5000, None),
        (b"\xff", None),
        (b"null", ""),
    ],
)
def test_the_faulty_field_of_a_machines_report_is_named(visitor: Client, content: Any, field: str | None) -> None:
    status, answer = send(visitor, content)
    assert status in (400, 422)
    assert answer["message"]
    assert answer.get("field") == field


def test_a_list_of_machines_reports_is_answered_one_by_one(visitor: Client) -> None:
    status, answer = send(visitor, [xarf(), xarf(category="bogus"), xarf()])
    assert status == 200
    assert ["number" in one for one in answer["results"]] == [True, False, True]
    assert send(visitor, [xarf()] * 51)[0] == 400


def test_a_network_may_send_machines_reports_twenty_times_an_hour(visitor: Client) -> None:
    assert [send(visitor, xarf())[0] for _ in range(21)] == [201] * 20 + [429]


def test_a_page_for_programs_takes_nothing_else(visitor: Client) -> None:
    assert visitor.ask("POST", "/abuse/xarf", b"a=1").status == 415
    assert (
        visitor.ask("POST", "/abuse/xarf", b"x" * (2 * 1024 * 1024 + 1), content_type="application/json").status == 413
    )
    assert visitor.ask("GET", "/abuse/xarf").status == 405
