"""What the account holds, as a file to take away (behaviour 5.6)."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

from starlette.responses import StreamingResponse

from frontdesk.directory import belongings
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Nothing, ask

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


def get(request: PageRequest) -> Response:
    """Say what is in the file and what is not; asked for by whoever may have it, or refused."""
    return request.render("console/account/export.html", form=Nothing(), account=request.signed_in.account)


def post(request: PageRequest) -> Response:
    """Write the file, beyond a megabyte on disk, and send it piece by piece."""
    name = ask(request, "account:ExportAccount")["FileName"]
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115, closed once it is sent
    id = request.caller.account_id
    try:
        request.store.transact(lambda ctx: belongings.export(ctx, id, file), origin=request.origin)
        size = file.tell()
    except BaseException:
        file.close()
        raise
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


def _pieces(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


page = Page("/console/account/export", get=get, post=post, signed_in=True, fresh=True)
