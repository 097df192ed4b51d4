"""Cases and files that an address names. Files are saved, never shown: what they hold was checked by nobody."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from frontdesk.core.errors import NotFound
from frontdesk.web.door import PageRequest

_LONGEST = 128


def named(request: PageRequest, name: str) -> str:
    """Return a part of the address that names a case or a file; raises NotFound for what can name neither."""
    given = request.params[name]
    if not given.isprintable() or not 0 < len(given) <= _LONGEST:
        raise NotFound("There is no such case or file.")
    return given


def file(attachment: dict[str, Any]) -> Response:
    """Return a file as a download that no browser renders."""
    name = quote(attachment["fileName"], safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Security-Policy": "sandbox"}
    return Response(attachment["data"], media_type="application/octet-stream", headers=headers)
