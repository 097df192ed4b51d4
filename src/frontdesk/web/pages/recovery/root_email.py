"""Stopping a change of the root user's e-mail address, from a link in the mail to the former one (recovery 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.purposes import take_back
from frontdesk.authentication.root_email_notices import STOP_PAGE
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.directory import accounts, root_email
from frontdesk.directory.tables import RootEmailChange
from frontdesk.store.context import Context
from frontdesk.web.door import Page, PageRequest, Response

_TEMPLATE = "recovery/root_email.html"


@dataclass(frozen=True)
class Change:
    """A change as its link shows it: addresses masked, for the link may lie anywhere by now."""

    account_id: str
    former: str
    present: str
    at: datetime
    until: datetime | None
    open: bool
    stopped_at: datetime | None


def get(request: PageRequest) -> Response:
    """Say what the link will do; programs that open every link in a mail do nothing by it."""
    return _show(request, request.query.get("change", ""))


def post(request: PageRequest) -> Response:
    """Stop the change, once; again and again it says that it was stopped."""
    link = request.form.get("change", "")
    before = _look(request, link)
    if before and before.stopped_at:
        return _show(request, link)

    def stop(ctx: Context) -> tuple[Reason, str] | None:
        begun = attempts.open(ctx, take_back.NAME, Claim(request.browser, link=link))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.TAKE_BACK, Password(link))
        if shown.refused:
            return Reason(shown.refused.reason), shown.refused.reference
        attempts.complete(ctx, shown.attempt, Filled())
        return None

    refused = request.store.transact(stop, origin=request.origin, writes=True)
    return _show(request, link, refused) if refused else request.see_other(f"{STOP_PAGE}?change={link}")


def _look(request: PageRequest, link: str) -> Change | None:
    def look(ctx: Context) -> Change | None:
        row = root_email.by_secret(ctx, link) if link else None
        return _change(ctx, row) if row else None

    return request.store.transact(look, origin=request.origin)


def _change(ctx: Context, row: RootEmailChange) -> Change:
    account = accounts.find(ctx, row.account_id)
    moved_on = account is None or account.email_key != row.present_key
    return Change(
        account_id=row.account_id,
        former=root_email.masked(row.former_email),
        present=root_email.masked(row.present_key),
        at=row.at,
        until=row.stoppable_until,
        open=root_email.can_be_stopped(ctx, row) and not moved_on,
        stopped_at=row.restored_at,
    )


def _show(request: PageRequest, link: str, refused: tuple[Reason, str] | None = None) -> Response:
    change = _look(request, link)
    status = None if change and (change.open or change.stopped_at) else 410
    throttled = refused is not None and refused[0] is Reason.THROTTLED
    return request.render(
        _TEMPLATE,
        429 if throttled else status,
        change=change,
        link=link,
        words=refused[0].words.public if refused else None,
        reference=refused[1] if refused else "",
    )


page = Page(STOP_PAGE, get=get, post=post)
