"""What payment processors send: signed messages, taken as they are on the wire, without cookies or forms."""

from __future__ import annotations

from functools import cached_property

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from frontdesk.billing import notices
from frontdesk.billing.processors import Forged, NoProcessor, Processor, chosen
from frontdesk.core.errors import Unavailable
from frontdesk.edge import body
from frontdesk.edge.pools import Pools
from frontdesk.store.work import Store

PATH = "/webhooks/{processor}"
_MOST_BYTES = 256 * 1024
_log = structlog.get_logger("payments")


class Webhooks:
    """The address that a processor sends to: 200 once a message is kept, so that the processor sends it once."""

    def __init__(self, store: Store, pools: Pools) -> None:
        self._store = store
        self._pools = pools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read one message and answer; who hangs up while sending gets no answer."""
        request = Request(scope)
        try:
            sent = await body.read_body(scope, receive, _MOST_BYTES)
            name = request.path_params["processor"]
            response = await self._pools.run("work", self._take, name, dict(request.headers), sent)
        except body.Gone:
            return
        except (body.BodyTooLarge, body.BodyTooSlow) as fault:
            response = PlainTextResponse(str(fault.public), fault.status)
        except Unavailable:
            response = PlainTextResponse("Busy. Send it again.", 503)
        await response(scope, receive, send)

    def _take(self, name: str, headers: dict[str, str], sent: bytes) -> Response:
        processor = self._processor(name)
        if processor is None:
            return PlainTextResponse("There is nothing here.", 404)
        try:
            notices.receive(self._store, processor, headers, sent)
        except Forged as refusal:
            _log.warning("message of a processor refused", processor=name, cause=refusal.cause)
            return PlainTextResponse(str(refusal.public), 400)
        return PlainTextResponse("Thank you.")

    def _processor(self, name: str) -> Processor | None:
        return self._known if name == self._store.settings.processor else None

    @cached_property
    def _known(self) -> Processor | None:
        try:
            return chosen.processor(self._store)
        except NoProcessor:
            return None
