"""Which addresses are the installation's own: for form posts, redirects and the content policy."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from frontdesk.core.settings import Settings

FORMS = ("signin", "console")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PATH = re.compile(r"/(?!/)[\x21\x23-\x5b\x5d-\x7e]{0,1999}")


def host_label(host: str, settings: Settings) -> str | None:
    """Return the ``X`` of a Host header ``X.signin.BASE_DOMAIN``, in lower case, or None for any other host.

    Port and a trailing dot are ignored (behaviour 2.2).
    """
    return _label(host, "signin", settings)


def session_label(host: str, settings: Settings) -> str | None:
    """Return the ``X`` of a Host header ``X.console.BASE_DOMAIN``, where one of several sessions lives, or None."""
    return _label(host, "console", settings)


def session_origin(settings: Settings, label: str) -> str:
    """Return the origin at which one of several sessions lives; needs a base domain (behaviour 2.7)."""
    origin = urlsplit(settings.public_origin)
    return f"{origin.scheme}://{label}.console.{settings.account_domain}{_port(origin.port)}"


def is_label(text: str) -> bool:
    """Say whether a text could be an account ID or alias in an address."""
    return _LABEL.fullmatch(text) is not None


def account_address(settings: Settings, label: str) -> str:
    """Return the sign-in address of an account: host form where there is a base domain, else path form."""
    origin = urlsplit(settings.public_origin)
    if not settings.account_domain:
        return f"{settings.public_origin}/console?account={label}"
    return f"{origin.scheme}://{label}.signin.{settings.account_domain}{_port(origin.port)}/console"


def is_own_origin(origin: str, settings: Settings) -> bool:
    """Say whether an Origin header names this installation.

    That is its public origin, ``*.signin`` and ``*.console`` below the base domain at the same scheme and
    port, and for an installation on this machine every spelling of this machine. ``null`` is not.
    """
    if origin == settings.public_origin:
        return True
    ours = urlsplit(settings.public_origin)
    try:
        theirs = urlsplit(origin)
        same = (theirs.scheme, theirs.port) == (ours.scheme, ours.port)
    except ValueError:
        return False
    name = (theirs.hostname or "").rstrip(".")
    local = ours.hostname in _LOOPBACK and name in _LOOPBACK
    return same and bool(name) and (local or _is_account_host(name, settings))


def form_targets(settings: Settings) -> str:
    """Return what a form may be sent to, as sources of a content policy; a redirect after it counts too."""
    sources = ["'self'", settings.public_origin]
    if settings.account_domain:
        ours = urlsplit(settings.public_origin)
        sources += [f"{ours.scheme}://*.{form}.{settings.account_domain}{_port(ours.port)}" for form in FORMS]
    return " ".join(sources)


def safe_return(path: str | None, otherwise: str = "/") -> str:
    """Return ``path`` if it is a path of this installation, else ``otherwise``.

    Only an absolute path of printable ASCII without backslash, quotation mark, space or doubled slash
    passes, so that no browser can read it as another host.
    """
    if not path or (not _PATH.fullmatch(path) and path != "/"):
        return otherwise
    return otherwise if "//" in path.partition("?")[0] else path


def _is_account_host(name: str, settings: Settings) -> bool:
    label, _, rest = name.partition(".")
    hosts = [f"{form}.{settings.account_domain.lower()}" for form in FORMS] if settings.account_domain else []
    return rest in hosts and _LABEL.fullmatch(label) is not None


def _label(host: str, form: str, settings: Settings) -> str | None:
    name = host.lower().partition(":")[0].rstrip(".")
    label, _, rest = name.partition(".")
    wanted = f"{form}.{settings.account_domain.lower()}"
    return label if settings.account_domain and rest == wanted and _LABEL.fullmatch(label) else None


def _port(port: int | None) -> str:
    return f":{port}" if port else ""
