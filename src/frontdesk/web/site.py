"""The page door as one ASGI application: every page found below ``web/pages``, run and answered."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

import frontdesk.web.pages
from frontdesk.authentication.sessions import Session
from frontdesk.edge import body
from frontdesk.edge.origin import header, origin_of
from frontdesk.edge.pools import Pools
from frontdesk.operations.perform import Desk
from frontdesk.web import errors, fields, multipart, trust, uploads, webhooks
from frontdesk.web.beat import until_beat
from frontdesk.web.cookies import Jar
from frontdesk.web.door import SIGN_IN, STEP_UP, Page, PageRequest, Response, Sent, Site
from frontdesk.web.guard import Guard

_READING = ("GET", "HEAD")


def build_pages(
    desk: Desk,
    pools: Pools,
    resolve_session: Callable[[PageRequest], Session | None],
    pages: Iterable[Page] | None = None,
) -> ASGIApp:
    """Return the page door.

    ``resolve_session`` is called at most once per request, in a thread, when a page first asks who is signed in.
    ``pages`` is every page below ``web/pages`` unless given.
    """
    found = tuple(discover() if pages is None else pages)
    site = Site(desk, resolve_session, found)
    answering = {page.path: Answering(site, pools, page) for page in sorted(found, key=_by_precision)}
    routes: list[BaseRoute] = [
        Route("/static/{file}", site.assets.serve, methods=["GET"]),
        Route("/favicon.ico", site.assets.icon, methods=["GET"]),
        Route(webhooks.PATH, webhooks.Webhooks(desk.store, pools), methods=["POST"]),
        *(Route(path, page) for path, page in answering.items() if "{" in path),
    ]
    patterns = Router(routes, redirect_slashes=False, default=Answering(site, pools, None))
    return Guard(desk.store.settings, Paths(answering, patterns))


def discover() -> list[Page]:
    """Return every ``page`` of the modules below ``web/pages``, and everything in their ``pages``."""
    found: list[Page] = []
    for module in pkgutil.walk_packages(frontdesk.web.pages.__path__, "frontdesk.web.pages."):
        loaded = importlib.import_module(module.name)
        found += [loaded.page] if isinstance(getattr(loaded, "page", None), Page) else []
        found += getattr(loaded, "pages", ()) if not module.ispkg else ()
    return found


def _by_precision(page: Page) -> tuple[int, str]:
    return page.path.count("{"), page.path


class Paths:
    """Finds what answers a path by its exact name, and only where there is none by its pattern."""

    def __init__(self, exact: Mapping[str, ASGIApp], patterns: ASGIApp) -> None:
        self._exact = exact
        self._patterns = patterns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to whoever answers it."""
        await self._exact.get(scope["path"], self._patterns)(scope, receive, send)


class Answering:
    """One page as an ASGI application; without a page, the answer that there is none."""

    def __init__(self, site: Site, pools: Pools, page: Page | None) -> None:
        self._site = site
        self._pools = pools
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read, run in a thread, answer; a client that hangs up while sending gets no answer."""
        jar = Jar(self._site.store.settings, [value for key, value in scope["headers"] if key == b"cookie"])
        began = asyncio.get_running_loop().time()
        try:
            response = await self._respond(scope, receive, jar)
        except body.Gone:
            return
        if self._page and self._page.level and scope["method"] == "POST":
            await asyncio.sleep(until_beat(asyncio.get_running_loop().time() - began))
        jar.apply(response)
        await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, jar: Jar) -> Response:
        bare = self._sent(scope)
        request = PageRequest(self._site, bare, jar, self._page)
        try:
            self._refuse_method(request)
            request = PageRequest(self._site, await self._read(scope, receive, bare), jar, self._page)
            pool = self._page.pool if self._page and request.method == "POST" else "work"
            return await self._pools.run(pool, self._run, request)
        except body.Gone:
            raise
        except Exception as fault:
            return errors.respond(request, fault)

    async def _read(self, scope: Scope, receive: Receive, bare: Sent) -> Sent:
        query = fields.read_query(scope["query_string"])
        if scope["method"] in _READING:
            return replace(bare, query=query)
        kind = header(scope, b"content-type")
        if self._page and self._page.upload:
            return await self._read_upload(scope, receive, replace(bare, query=query))
        raw = await body.read_body(scope, receive, fields.MOST_BYTES)
        return self._with_body(replace(bare, query=query), kind, raw)

    async def _read_upload(self, scope: Scope, receive: Receive, bare: Sent) -> Sent:
        assert self._page is not None
        with self._site.uploads.place(bare.origin.source):
            raw = await body.read_body(scope, receive, self._page.upload, uploads.SECONDS)
            return await self._pools.run("work", self._with_body, bare, header(scope, b"content-type"), raw)

    def _with_body(self, bare: Sent, kind: str, raw: bytes) -> Sent:
        page = self._page
        if page and page.raw:
            if kind.partition(";")[0].strip().lower() != page.raw:
                raise fields.UnknownEncoding("This address takes {kind} only.", kind=page.raw)
            return replace(bare, body=raw)
        read = multipart.read_form if page and page.upload else fields.read_form
        return replace(bare, form=read(kind, raw))

    def _sent(self, scope: Scope) -> Sent:
        request = Request(scope)
        return Sent(
            method=scope["method"],
            path=scope["path"],
            target=_target(scope),
            host=request.headers.get("host", ""),
            query=fields.Fields(),
            form=fields.Fields(),
            params=request.path_params,
            headers=request.headers,
            origin=origin_of(scope, self._site.store.settings, self._site.store.entropy, "pages"),
        )

    def _refuse_method(self, request: PageRequest) -> None:
        if self._page is None:
            raise errors.NoSuchPage("The address may be mistyped, or the page has moved.")
        if self._function(self._page, request.method) is None:
            used = [*(_READING if self._page.get else ()), *(("POST",) if self._page.post else ())]
            raise errors.MethodNotAllowed(", ".join(used))

    def _run(self, request: PageRequest) -> Response:
        assert self._page is not None
        function = self._function(self._page, request.method)
        assert function is not None
        try:
            if self._page.signed_in and request.session is None:
                return request.see_other(_sign_in(request))
            if request.method == "POST" and not self._page.raw:
                trust.check(request)
            if self._page.fresh and not request.is_fresh:
                return request.see_other(_back_to(STEP_UP, request))
            return function(request)
        except Exception as fault:
            return errors.respond(request, fault)

    def _function(self, page: Page, method: str) -> Callable[[PageRequest], Response] | None:
        return page.get if method in _READING else page.post if method == "POST" else None


def _target(scope: Scope) -> str:
    query = scope["query_string"].decode("ascii", "replace")
    return f"{scope['path']}?{query}" if query else str(scope["path"])


def _sign_in(request: PageRequest) -> str:
    return _back_to(SIGN_IN, request) if request.method in _READING else SIGN_IN


def _back_to(page: str, request: PageRequest) -> str:
    return f"{page}?return={quote(request.sent.target, safe='/')}"
