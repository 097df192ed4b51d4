"""Where a report stands, for whoever has its key; nothing about the account concerned (behaviour 7.2)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.operations import catalogue
from frontdesk.store.context import Context
from frontdesk.support.abuse import files, mails, reporters, reports, states, talk
from frontdesk.support.abuse.kinds import KINDS, LONGEST_TEXT
from frontdesk.support.abuse.tables import AbuseReport
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.abuse.questions import check_files, uploads
from frontdesk.web.pages.abuse.report import MOST_BYTES
from frontdesk.web.pages.console.asking import Done, done

_DONE = {
    "sent": Done(
        Message("Your report has arrived"), Message("Keep the address of this page: it is the key to your report.")
    ),
    "added": Done(Message("Your words were added"), Message("People of the abuse desk read them.")),
    "followed": Done(Message("You hear by mail how it goes on"), Message("To the address that you gave.")),
}
_STEPS = (states.NEW, states.NOTIFIED, states.ANSWERED, states.ACTIONED, states.CLOSED)


class More(Form):
    """What a reporter adds."""

    text: Field = forms.long(
        Message("Your words"), most=LONGEST_TEXT, parameter="Text", missing=Message("Write what you want to add.")
    )
    files: Field = forms.file(Message("Attachments"), most=files.MOST_FILES, parameter="Files")


def _story(ctx: Context, request: PageRequest) -> dict[str, Any]:
    key = request.query.get("key", "")
    report = reports.opened(ctx, request.params["number"], key)
    state = states.shown_to_reporter(ctx, report)
    return {
        "report": report,
        "kind": KINDS[report.kind],
        "state": state,
        "words": states.WORDS[state],
        "steps": _steps(ctx, report, state),
        "said": talk.with_reporter(ctx, report),
        "attached": files.of(ctx, [report.id]),
        "proven": mails.is_proven(ctx, report),
        "may_follow": reporters.key_fits(ctx, report, reporters.MAILED, key),
        "reply_to": mails.reply_address(ctx, report),
    }


def _steps(ctx: Context, report: AbuseReport, state: str) -> list[tuple[str, Message]]:
    """Return what happened, what is the case, and what may still come; of a closed case only what happened."""
    happened = states.happened(ctx, report)
    here = states.NEW if state == states.NEEDS_INFORMATION and len(happened) == 1 else state
    marks = {step: "wait" if step == here != states.CLOSED else "ok" for step in happened}
    steps = [step for step in _STEPS if step in marks or state != states.CLOSED]
    return [(marks.get(step, "none"), states.WORDS[step]) for step in steps]


def _show(request: PageRequest, form: Form | None = None) -> Response:
    story = request.store.transact(lambda ctx: _story(ctx, request), origin=request.origin)
    return request.render("abuse/followed.html", form=form or More(), said_done=done(request, _DONE), **story)


def get(request: PageRequest) -> Response:
    """Show the report."""
    return _show(request)


def _key(request: PageRequest) -> dict[str, str]:
    return {"ReportNumber": request.params["number"], "ReportToken": request.query.get("key", "")}


def post(request: PageRequest) -> Response:
    """Add to the report."""
    form = More.read(request.form)
    check_files(form.files)
    if form.ok:
        try:
            operation = catalogue.operation("abuse", "AddToAbuseReport")
            request.perform(operation, **_key(request), Text=form.text.value, Files=uploads(form.files))
            return _back(request, "added")
        except FrontdeskError as fault:
            form.refuse(fault)
    return _show(request, form)


def follow(request: PageRequest) -> Response:
    """Keep the reporter informed by mail."""
    request.perform(catalogue.operation("abuse", "FollowAbuseReport"), **_key(request))
    return _back(request, "followed")


def _back(request: PageRequest, what: str) -> Response:
    key = _key(request)
    return request.see_other(f"/abuse/report/{key['ReportNumber']}?key={key['ReportToken']}&done={what}")


pages = (
    Page("/abuse/report/{number}", get=get, post=post, upload=MOST_BYTES),
    Page("/abuse/report/{number}/follow", post=follow),
)
