"""People with a browser of their own who sign in on the page of IAM users, cookies and all."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from tests.bench import traffic
from tests.bench.traffic import Line, Reply

PAGE = "/signin/iam"
_TOKEN = re.compile(rb'name="token" value="([^"]+)"')
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


class Person:
    """One user at one browser. ``page`` is the request for the form, ``form`` the filled-in one."""

    def __init__(self, port: int, account: str, user: str, password: str) -> None:
        self._cookies: dict[str, str] = {}
        self._origin = f"http://localhost:{port}"
        first = self._keep(_over(port, self._request("GET", PAGE)))
        found = _TOKEN.search(first.body)
        assert found, first
        fields = {"token": found[1].decode(), "account": account, "user": user, "password": password}
        self.page = self._request("GET", PAGE)
        self.form = self._request("POST", PAGE, urlencode(fields).encode())

    def _request(self, method: str, path: str, body: bytes = b"") -> bytes:
        headers = {"Host": self._origin.removeprefix("http://"), "User-Agent": _FIREFOX, "Accept": "text/html"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if method == "POST":
            headers |= {"Origin": self._origin, "Content-Type": "application/x-www-form-urlencoded"}
        return traffic.request(method, path, headers, body)

    def _keep(self, reply: Reply) -> Reply:
        for cookie in reply.headers("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return reply


def _over(port: int, request: bytes) -> Reply:
    line = Line(port)
    try:
        return line.ask(request)
    finally:
        line.close()
