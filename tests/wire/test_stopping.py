"""A gentle stop: what was begun is finished, what was gathered in memory is written."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import boto3

from tests.support import server as servers
from tests.support import waiting


def _is_closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_request_in_flight_is_answered_after_the_server_was_told_to_stop(tmp_path: Path) -> None:
    with servers.serving(tmp_path / "data") as server:
        body = b"Action=GetCallerIdentity&Version=2011-06-15"
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            head = f"POST / HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Length: {len(body)}\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
            client.sendall((head + kind).encode())
            assert client.recv(65536).startswith(b"HTTP/1.1 100")  # the server is reading this request now
            server.process.terminate()
            waiting.until(lambda: _is_closed(server.port), "the server to take no new connections", 20)
            client.sendall(body)
            answer = b"".join(iter(lambda: client.recv(65536), b"")).decode()
        assert answer.startswith("HTTP/1.1 403")
        assert "MissingAuthenticationToken" in answer


def test_reads_gathered_in_memory_are_written_before_the_end(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with servers.serving(data) as server:
        made = server.account("Harbour Books", email="owner@harbour-books.example")
        iam = boto3.client(
            "iam",
            endpoint_url=server.url,
            region_name="us-east-1",
            aws_access_key_id=made.access_key_id,
            aws_secret_access_key=made.secret_access_key,
        )
        iam.list_users()
    with servers.serving(data) as again:
        names = [event["eventName"] for event in json.loads(again.command("events", "--json"))]
    assert "ListUsers" in names
