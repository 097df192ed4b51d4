"""Files of cases, handed out to be saved and never to be shown: what they hold was checked by nobody."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.responses import Response


def file(attachment: dict[str, Any]) -> Response:
    """Return a file as a download that no browser renders."""
    name = quote(attachment["fileName"], safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Security-Policy": "sandbox"}
    return Response(attachment["data"], media_type="application/octet-stream", headers=headers)
