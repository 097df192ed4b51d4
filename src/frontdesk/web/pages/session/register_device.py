"""The root user is asked to register an MFA device, and may put it off for 35 days (P10, behaviour 3.6)."""

from __future__ import annotations

from frontdesk.authentication import root_grace
from frontdesk.web import sign_in
from frontdesk.web.door import Page, PageRequest, Response, safe_return
from frontdesk.web.sign_in import REGISTER_PAGE


def get(request: PageRequest) -> Response:
    """Ask, with the day on which it can no longer be put off; or go on where nothing is to be asked."""
    back = safe_return(request.query.get("return"), sign_in.HOME)
    account_id = request.caller.account_id
    ends = request.store.transact(lambda ctx: root_grace.ends_at(ctx.within(account_id)))
    if request.caller.kind != "Root" or ends is None:
        return request.see_other(back)
    days = max(0, (ends - request.store.clock.now()).days)
    return request.render("session/register_device.html", ends=ends, days=days, back=back)


page = Page(REGISTER_PAGE, get=get, signed_in=True)
