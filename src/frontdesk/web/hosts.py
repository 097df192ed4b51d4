"""From an account's or a session's own host back to the main one, where people sign in."""

from __future__ import annotations

from starlette.responses import RedirectResponse

from frontdesk.web.door import PageRequest, Response


def is_main(request: PageRequest) -> bool:
    """Say whether this visit is to the main host: neither an account's sign-in host nor a session's."""
    return request.host_label is None and request.session_label is None


def main(request: PageRequest, path: str) -> Response:
    """Return a 303 to a path at the main host, from wherever this is."""
    if is_main(request):
        return request.see_other(path)
    return RedirectResponse(request.settings.public_origin + path, 303)


def away(address: str) -> Response:
    """Return a 303 to an absolute address, which the caller has built from the settings."""
    return RedirectResponse(address, 303)
