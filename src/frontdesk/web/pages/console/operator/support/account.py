"""What the customer's permit lets staff see of the account; asked anew, and recorded, at every visit."""

from __future__ import annotations

from frontdesk.support.cases import permits
from frontdesk.support.cases.errors import NoPermit
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.operator.support import inbox
from frontdesk.web.pages.console.support import downloads


def get(request: PageRequest) -> Response:
    """Show the account, read-only; without a live permit, say how to get one."""
    named = downloads.named(request, "case")
    path = f"{inbox.PATH}/{named}"
    try:
        told = ask(request, "supportdesk:GetPermittedAccount", CaseId=named)
    except NoPermit as refusal:
        return request.render("console/operator/support/no_permit.html", 403, refusal=refusal, path=path)
    return request.render("console/operator/support/account.html", told=told, path=path, scopes=permits.SCOPES)


page = Page(inbox.PATH + "/{case}/account", get=get, signed_in=True)
