"""The style sheet, the script and the mark: compressed once, cached for good under a name that holds their hash."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_STATIC = Path(__file__).parent / "static"
_PARTS = {
    "app.css": ("text/css; charset=utf-8", ("tokens.css", "components.css")),
    "app.js": ("text/javascript; charset=utf-8", ("app.js",)),
    "card.js": ("text/javascript; charset=utf-8", ("card.js",)),
    "passkey.js": ("text/javascript; charset=utf-8", ("app.js", "passkey.js")),
    "mark.svg": ("image/svg+xml", ("mark.svg",)),
}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    media_type: str
    body: bytes
    packed: bytes
    digest: str


class Assets:
    """What pages load besides themselves."""

    def __init__(self) -> None:
        self._assets = {name: _load(media_type, parts) for name, (media_type, parts) in _PARTS.items()}

    def path(self, name: str) -> str:
        """Return where an asset is found; the path changes with its content."""
        stem, _, ending = name.rpartition(".")
        return f"/static/{stem}-{self._assets[name].digest}.{ending}"

    async def serve(self, request: Request) -> Response:
        """Answer a request below /static; a path of another version gets today's file, without caching."""
        stem, _, rest = str(request.path_params["file"]).rpartition("-")
        digest, _, ending = rest.partition(".")
        asset = self._assets.get(f"{stem}.{ending}")
        if asset is None:
            return Response("Not found", 404, media_type="text/plain")
        return _answer(request, asset, _FOR_GOOD if digest == asset.digest else "no-store")

    async def icon(self, request: Request) -> Response:
        """Answer browsers that ask for /favicon.ico whatever the page says."""
        return _answer(request, self._assets["mark.svg"], "public, max-age=86400")


def _load(media_type: str, parts: tuple[str, ...]) -> Asset:
    body = b"\n".join((_STATIC / part).read_bytes() for part in parts)
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Asset(media_type, body, gzip.compress(body, 9, mtime=0), digest)


def _answer(request: Request, asset: Asset, caching: str) -> Response:
    tag = f'"{asset.digest}"'
    headers = {"Cache-Control": caching, "ETag": tag, "Vary": "Accept-Encoding", "Content-Type": asset.media_type}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.body, headers=headers)
    return Response(asset.packed, headers=headers | {"Content-Encoding": "gzip"})
