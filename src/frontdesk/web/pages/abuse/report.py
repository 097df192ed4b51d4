"""A report of one kind of abuse: only what this kind needs (behaviour 7.1)."""

from __future__ import annotations

from frontdesk.authentication import puzzles, throttle
from frontdesk.authentication.throttle import HOUR, Policy, Scope
from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from frontdesk.support.abuse.kinds import KINDS, REPORTABLE, Kind
from frontdesk.web import puzzle
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form, Refusal
from frontdesk.web.pages.abuse import questions

MOST_BYTES = 8 * 1024 * 1024
_SENT = Policy(20, HOUR, free=20, puzzle=3)


def _kind(request: PageRequest) -> Kind:
    return KINDS[request.path.rpartition("/")[2]]


def _scope(request: PageRequest) -> Scope:
    return Scope(f"abuse-page:{request.origin.source}", _SENT)


def get(request: PageRequest) -> Response:
    """Ask for what this kind needs."""
    return _show(request, questions.FORMS[_kind(request).name]())


def _show(request: PageRequest, form: Form) -> Response:
    store = request.store
    due = store.transact(lambda ctx: throttle.barrier(ctx, (_scope(request),)).puzzle)
    asked = puzzle.challenge(store, store.clock.now(), request.browser) if due else None
    common = {"text", "files", "name", "organisation", "email", "pass_on"}
    asks = [one for one in form if one.name not in common]
    named = {one.name: one for one in form if one.name in common}
    return request.render("abuse/report.html", form=form, kind=_kind(request), asks=asks, common=named, puzzle=asked)


def post(request: PageRequest) -> Response:
    """Take the report and go to its page."""
    kind = _kind(request)
    form = questions.read(kind, request.form)
    if not form.ok:
        return _show(request, form)
    if not _paid(request):
        form.refusal = Refusal(
            Message("One moment more"),
            Message("Several reports came from your network. Press the button once more when the page is ready."),
        )
        return _show(request, form)
    try:
        operation = catalogue.operation("abuse", "ReportAbuse")
        made = request.perform(operation, **questions.parameters(kind, form))
    except FrontdeskError as fault:
        form.refuse(fault)
        return _show(request, form)
    return request.see_other(f"/abuse/report/{made['ReportNumber']}?key={made['ReportToken']}&done=sent")


def _paid(request: PageRequest) -> bool:
    """Say whether this report may be sent: after three from one network each costs a solved puzzle."""
    solved = puzzle.solved(request.store, request.store.clock.now(), request.browser, request.form)

    def pay(ctx: Context) -> bool:
        scopes = (_scope(request),)
        if throttle.barrier(ctx, scopes).puzzle and not puzzles.spend(ctx, solved):
            return False
        throttle.count(ctx, scopes)
        return True

    return request.store.transact(pay, origin=request.origin, writes=True)


pages = tuple(Page(f"/abuse/{kind.name}", get=get, post=post, upload=MOST_BYTES) for kind in REPORTABLE)
