"""Whether a posted form came from a page of ours (architecture 11)."""

from __future__ import annotations

from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message
from frontdesk.web.addresses import is_own_origin
from frontdesk.web.door import PageRequest

_OWN_SITES = ("same-origin", "same-site", "none")


class ForeignForm(AccessDenied):
    """A form that no page of this browser and session showed, or one that was open too long."""

    code = "ForeignForm"
    heading = Message("This form cannot be taken")


def check(request: PageRequest) -> None:
    """Raise ForeignForm unless the form's origin is ours and it carries its browser's and session's token.

    Where a browser sends no Origin header, Sec-Fetch-Site stands in if it is sent; the token is asked for always.
    """
    origin = request.sent.headers.get("origin")
    site = request.sent.headers.get("sec-fetch-site")
    if origin is not None and not is_own_origin(origin, request.settings):
        raise _foreign(f"posted from {origin[:100]!r}")
    if origin is None and site is not None and site not in _OWN_SITES:
        raise _foreign(f"posted from another site: {site[:40]!r}")
    if not request.token_fits():
        raise _foreign("the form's token is missing or another browser's or session's")


def _foreign(cause: str) -> ForeignForm:
    return ForeignForm(
        "Nothing was changed. The form was open for long, or you signed in or out meanwhile, or your browser keeps no "
        "cookies for this address.",
        cause=cause,
    )
