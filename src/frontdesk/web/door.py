"""What a page module needs: ``Page`` to say where it is, ``PageRequest`` to read and answer with.

    def get(request: PageRequest) -> Response:
        return request.render("front/privacy.html")

    page = Page("/privacy", get=get)

Page functions are plain synchronous code. They run in one thread of the pool that the page names, after the
body was read and bounded, the form parsed and its token checked.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from starlette.responses import HTMLResponse, RedirectResponse, Response

from frontdesk.authentication import sessions
from frontdesk.authentication.sessions import Session
from frontdesk.core import ids
from frontdesk.core.callers import Caller, Origin
from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message
from frontdesk.core.secret import digest
from frontdesk.core.settings import Settings
from frontdesk.directory.standing import WORKING
from frontdesk.operations import admission
from frontdesk.operations.perform import Desk, perform
from frontdesk.operations.registry import Operation
from frontdesk.store.work import Store
from frontdesk.web.addresses import host_label, safe_return, session_label, session_origin
from frontdesk.web.assets import Assets
from frontdesk.web.cookies import YEAR, Jar
from frontdesk.web.fields import Fields
from frontdesk.web.templates import Templates, loaded
from frontdesk.web.uploads import Uploads

__all__ = ["Menu", "Page", "PageRequest", "Response", "safe_return"]

TOKEN = "form-token"
SIGN_IN = "/console"
STEP_UP = "/session/step-up"
DISPLAYS = ("light", "dark", "contrast")
_ALWAYS_OPEN = ("billing", "account", "help", "session")
Group = Literal["people", "rules", "organization", "billing", "account", "help", "operator", "session"]


@dataclass(frozen=True)
class Menu:
    """A page's line in the console, under a heading of the navigation or, for ``session``, in the account switcher."""

    group: Group
    words: Message
    place: int = 50


@dataclass(frozen=True)
class Page:
    """One page. ``path`` may hold ``{name}`` parts, found in ``request.params``.

    ``signed_in`` sends a visitor without a session to sign in first and then back here. ``pool`` is
    where ``post`` runs: ``hash`` for pages that check or set a password. Answers of ``post`` to a claim that a
    stranger typed are ``level``: they leave on a beat, so that their time does not tell whether somebody exists.
    ``fresh`` pages are for grave acts: whoever has not shown the password for a quarter of an hour shows it first
    and then comes back here. Forms of a page may have files where ``upload`` says how many bytes may be sent at all.
    A page with ``raw`` is for programs: what they post has that content type, is at most ``upload`` or 64 KiB long and
    lies in ``request.body``; no form token is asked, so ``post`` has to ask for a proof of its own, or for none.
    """

    path: str
    get: Callable[[PageRequest], Response] | None = None
    post: Callable[[PageRequest], Response] | None = None
    pool: Literal["work", "hash"] = "work"
    signed_in: bool = False
    menu: Menu | None = None
    level: bool = False
    fresh: bool = False
    upload: int = 0
    raw: str = ""


@dataclass(frozen=True)
class Site:
    """What every page shares."""

    desk: Desk
    resolve_session: Callable[[PageRequest], Session | None]
    pages: tuple[Page, ...] = ()
    templates: Templates = field(default_factory=loaded)
    assets: Assets = field(default_factory=Assets)
    uploads: Uploads = field(default_factory=Uploads)

    @property
    def store(self) -> Store:
        """The store behind every page."""
        return self.desk.store

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path that shows a page."""
        return frozenset(page.path for page in self.pages)

    @cached_property
    def menu(self) -> Mapping[str, tuple[Page, ...]]:
        """The pages of each menu group, in the order of their places."""
        entries = sorted((page for page in self.pages if page.menu), key=lambda page: (page.menu.place, page.path))  # type: ignore[union-attr]
        groups = dict.fromkeys(page.menu.group for page in entries if page.menu)
        return {group: tuple(page for page in entries if page.menu and page.menu.group == group) for group in groups}


@dataclass(frozen=True)
class Sent:
    """A request after the edge has read and bounded it."""

    method: str
    path: str
    target: str
    host: str
    query: Fields
    form: Fields
    params: Mapping[str, str]
    headers: Mapping[str, str]
    origin: Origin
    body: bytes = b""


class PageRequest:
    """One visit to one page. In templates it is called ``page``."""

    def __init__(self, site: Site, sent: Sent, jar: Jar, page: Page | None = None) -> None:
        self.site = site
        self.page = page
        self.sent = sent
        self.cookies = jar
        self.method, self.path, self.origin = sent.method, sent.path, sent.origin
        self.form, self.query, self.params = sent.form, sent.query, sent.params
        self.body = sent.body

    @property
    def store(self) -> Store:
        """The store; ``store.transact(function, origin=request.origin)`` is the way in."""
        return self.site.store

    @property
    def settings(self) -> Settings:
        """The installation's settings."""
        return self.site.store.settings

    @cached_property
    def host_label(self) -> str | None:
        """The account ID or alias ``X`` where the host is ``X.signin.BASE_DOMAIN``, as typed; else None."""
        return host_label(self.sent.host, self.settings)

    @cached_property
    def session_label(self) -> str | None:
        """The session ``X`` where the host is ``X.console.BASE_DOMAIN``; else None."""
        return session_label(self.sent.host, self.settings)

    @cached_property
    def browser(self) -> str:
        """This browser's secret id, kept for a year; asking for it gives one to a browser that has none."""
        known = self.cookies.get("browser")
        if known and len(known) == 43:
            return known
        made = ids.token(self.store.entropy)
        self.cookies.set("browser", made, YEAR)
        return made

    @cached_property
    def session(self) -> Session | None:
        """Who is signed in here, or None; looked up once, when first asked."""
        return self.site.resolve_session(self)

    @property
    def signed_in(self) -> Session:
        """Who is signed in; raises AccessDenied for nobody. Pages with ``signed_in=True`` never see that."""
        if self.session is None:
            raise AccessDenied("Sign in first.")
        return self.session

    @property
    def several(self) -> bool:
        """Whether this browser keeps several sessions at once, each at a host of its own (behaviour 2.7)."""
        return self.session_label is not None or (bool(self.settings.account_domain) and "several" in self.cookies)

    @cached_property
    def sessions(self) -> list[Session]:
        """Every session of this browser, oldest first, for the account switcher."""
        if not self.several:
            return [self.session] if self.session else []
        browser = self.session.browser_digest if self.session else digest(self.browser)
        return self.store.transact(lambda ctx: sessions.in_browser(ctx, browser))

    def session_home(self, session: Session) -> str:
        """Return the address at which one of several sessions lives."""
        return session_origin(self.settings, session.label)

    @property
    def caller(self) -> Caller:
        """The session's caller, for operations; raises AccessDenied for nobody."""
        return self.signed_in.caller

    def perform(self, operation: Operation, **params: Any) -> dict[str, Any]:
        """Run an operation as the session's caller, with AWS's member names; None members are left out.

        Public operations run for visitors, too. Raises what ``operations.perform`` raises.
        """
        given = {name: value for name, value in params.items() if value is not None}
        caller = self.session.caller if operation.public and self.session else None
        return perform(self.site.desk, operation, caller if operation.public else self.caller, self.origin, given)

    @property
    def is_fresh(self) -> bool:
        """Whether whoever is signed in has shown the password within the last quarter of an hour."""
        return self.store.transact(lambda ctx: admission.is_fresh(ctx, self.caller))

    @cached_property
    def csrf(self) -> str:
        """The token that forms of this browser and session carry."""
        session = self.session.id if self.session else ""
        return self.store.keyring.mac(f"{self.browser}.{session}", TOKEN)

    def token_fits(self) -> bool:
        """Say whether the form carries this browser's and session's token."""
        sent = self.form.get("token", "")
        return hmac.compare_digest(sent.encode(), self.csrf.encode())

    @property
    def display(self) -> str:
        """The display that the person chose: light, dark or contrast; empty for what the device asks for."""
        chosen = self.cookies.get("display") or ""
        return chosen if chosen in DISPLAYS else ""

    @property
    def menu(self) -> Mapping[str, tuple[Page, ...]]:
        """The console's pages by menu group; of an account that does not work only those that may be open then."""
        if self.session is None or self.session.account.state in WORKING:
            return self.site.menu
        return {group: entries for group, entries in self.site.menu.items() if group in _ALWAYS_OPEN}

    def knows(self, path: str) -> bool:
        """Say whether there is a page at a path, so that no link leads nowhere."""
        return path in self.site.paths

    def is_at(self, path: str) -> bool:
        """Say whether this page is the one at a menu's path or below it; only the nearest of them counts."""
        return path == self._nearest

    @cached_property
    def _nearest(self) -> str:
        entries = [page.path for group in self.menu.values() for page in group]
        above = [path for path in entries if path == self.path or self.path.startswith(path + "/")]
        return max(above, key=len, default="")

    def asset(self, name: str) -> str:
        """Return the path of a style sheet, script or picture."""
        return self.site.assets.path(name)

    def render(self, template: str, status: int | None = None, **values: Any) -> Response:
        """Return a page made from a template with these values, ``page`` and ``form`` among them.

        The status is 422 when ``form`` was refused and none is given, else 200.
        """
        form = values.setdefault("form", None)
        code = status or (422 if form is not None and not form.ok else 200)
        return HTMLResponse(self.site.templates.render(template, page=self, **values), code)

    def see_other(self, path: str) -> Response:
        """Return a 303 to a path of our own; anything else goes to the front page."""
        return RedirectResponse(safe_return(path), 303)

    def set_cookie(self, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie in the answer, until the browser is closed or for ``max_age`` seconds; see cookies.Jar.set."""
        self.cookies.set(name, value, max_age)

    def clear_cookie(self, name: str) -> None:
        """Take a cookie away in the answer."""
        self.cookies.clear(name)
