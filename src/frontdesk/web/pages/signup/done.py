"""The account is open: its id, and what to do first."""

from __future__ import annotations

from frontdesk.web import addresses, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show the new account's id to the browser that opened it."""
    said = sign_in_state.visit(request)
    if not said.made:
        return request.see_other("/signin")
    address = addresses.account_address(request.settings, said.made)
    return request.render("signup/done.html", said=said, address=address)


page = Page("/signup/done", get=get)
