"""The account's settings: what it is, the address at which people sign in, how full it is."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web.addresses import account_address
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.account import identity, standing
from frontdesk.web.pages.console.asking import Done, ask, done, part

_DONE = identity.DONE | {
    "alias": Done(Message("The account has a new alias"), Message("Tell everybody the new sign-in address.")),
    "alias-deleted": Done(Message("The alias was deleted"), Message("People sign in with the account ID now.")),
}
_COUNTED = (
    ("Users", Message("Users")),
    ("Groups", Message("Groups")),
    ("Policies", Message("Policies of your own")),
)


def get(request: PageRequest) -> Response:
    """Show the settings; what the account is called needs no permission."""
    account = ask(request, "frontdesk:GetOwnAccount")
    label = account.get("AccountAlias") or account["AccountId"]
    return request.render(
        "console/account/settings.html",
        account=account,
        address=account_address(request.settings, label),
        by_id=account_address(request.settings, account["AccountId"]),
        summary=part(lambda: ask(request, "GetAccountSummary")["SummaryMap"]),
        counted=_COUNTED,
        done=done(request, _DONE),
        identity=identity.shown(request),
        root=request.caller.kind == "Root",
        working=standing.is_working(request),
    )


page = Page("/console/account", get=get, signed_in=True, menu=Menu("account", Message("Account settings"), 50))
