"""Reopening a closed account: one page, one button, no ticket (behaviour 5.7)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.directory.standing import CLOSED
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.account.standing import CAUSES
from frontdesk.web.pages.console.asking import Nothing, ask, refuse


def get(request: PageRequest) -> Response:
    """Say what comes back; an account that is not closed has nothing to reopen."""
    if request.signed_in.account.state != CLOSED:
        return request.see_other("/console/home")
    return _show(request, Nothing())


def _show(request: PageRequest, form: Nothing) -> Response:
    found = ask(request, "account:GetAccountStanding")
    return request.render(
        "console/account/reopen.html",
        form=form,
        account=request.signed_in.account,
        found=found,
        cause=CAUSES.get(found.get("Cause", "")),
    )


def post(request: PageRequest) -> Response:
    """Reopen it."""
    form = Nothing.read(request.form)
    try:
        ask(request, "account:ReopenAccount")
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other("/console/home?done=reopened")


page = Page("/console/account/reopen", get=get, post=post, signed_in=True, fresh=True)
