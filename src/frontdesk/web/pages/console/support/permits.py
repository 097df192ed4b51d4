"""What the account lets support see: every permit, and giving one in a case."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.support.cases import permits
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, refuse
from frontdesk.web.pages.console.support import case as cases

_DONE = {"ended": Done(Message("The permit has ended"), Message("From now on support sees nothing because of it."))}


class Grant(Form):
    """What support may see, and for how long."""

    scopes: Field = forms.picks(
        Message("What may support see?"),
        *(Choice(name, words) for name, words in permits.SCOPES.items()),
        hint=Message("Choose only what the case needs. Support sees no password, key or code, whatever you choose."),
        parameter="Scopes",
    )
    hours: Field = forms.pick(
        Message("For how long?"),
        Choice("1", Message("One hour")),
        Choice("8", Message("Eight hours")),
        Choice("24", Message("One day")),
        Choice("72", Message("Three days")),
        Choice("168", Message("Seven days")),
        missing=Message("Choose how long the permit lasts."),
        parameter="Hours",
    )


def get(request: PageRequest) -> Response:
    """Ask what, and for how long."""
    return _show(request, Grant())


def _show(request: PageRequest, form: Grant) -> Response:
    case = cases.found(request)["Case"]
    return request.render("console/support/permit.html", form=form, case=case, path=cases.path(case))


def post(request: PageRequest) -> Response:
    """Give the permit and go back to the case."""
    form = Grant.read(request.form)
    if form.ok and not form.scopes.values:
        form.fault("scopes", Message("Choose what support may see."))
    if form.ok:
        case = cases.found(request)["Case"]
        given = {"Scopes": form.scopes.values, "Hours": int(form.hours.value)}
        try:
            ask(request, "supportdesk:GrantSupportPermit", CaseId=case["CaseId"], **given)
            return request.see_other(cases.path(case) + "?done=permitted")
        except FrontdeskError as error:
            refuse(form, error)
    return _show(request, form)


def every(request: PageRequest) -> Response:
    """Show every permit that the account has given."""
    found = ask(request, "supportdesk:ListSupportPermits")["Permits"]
    said = done(request, _DONE)
    return request.render("console/support/permits.html", permits=found, scopes=permits.SCOPES, done=said)


def end(request: PageRequest) -> Response:
    """End a permit at once."""
    ask(request, "supportdesk:RevokeSupportPermit", PermitId=request.form.get("permit", "")[:128] or "-")
    return request.see_other("/console/support/permits?done=ended")


pages = (
    Page("/console/support/{case}/permit", get=get, post=post, signed_in=True),
    Page(
        "/console/support/permits",
        get=every,
        post=end,
        signed_in=True,
        menu=Menu("help", Message("What support may see"), 20),
    ),
)
