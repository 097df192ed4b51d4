"""Plain HTTP over kept connections: the same bytes again and again, so that the client costs next to nothing."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """An answer: ``head`` is everything before the body."""

    status: int
    head: bytes
    body: bytes

    def headers(self, name: str) -> list[str]:
        """Return every value of a header."""
        lines = (line.partition(b":") for line in self.head.split(b"\r\n")[1:])
        return [value.strip().decode() for key, _, value in lines if key.decode().lower() == name]


class Line:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rest = b""

    def send(self, request: bytes) -> None:
        """Send a request without waiting for its answer."""
        self._socket.sendall(request)

    def receive(self) -> Reply:
        """Return the next answer; raises ConnectionError when the server hung up."""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        while len(self._rest) < length:
            self._more()
        body, self._rest = self._rest[:length], self._rest[length:]
        return Reply(int(head[9:12]), head, body)

    def ask(self, request: bytes) -> Reply:
        """Send a request and return its answer."""
        self.send(request)
        return self.receive()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _more(self) -> None:
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        self._rest += part


def lines(port: int, count: int = 8) -> list[Line]:
    """Return several connections."""
    return [Line(port) for _ in range(count)]


def volley(over: list[Line], request: bytes, times: int) -> None:
    """Send a request ``times`` times over each connection, all connections at once; every answer has to be 200."""
    for _ in range(times):
        for line in over:
            line.send(request)
        for line in over:
            reply = line.receive()
            assert reply.status == 200, reply


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Return a request as bytes."""
    length = {"Content-Length": str(len(body))} if method == "POST" else {}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **length}.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body
