"""Recovery codes of whoever is signed in: a new list, shown once, to print or to keep as a file."""

from __future__ import annotations

from starlette.responses import PlainTextResponse

from frontdesk.core.errors import FrontdeskError
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse

_PATH = "/console/credentials/recovery-codes"


class File(Form):
    """The list as it was shown, to be sent back as a file."""

    codes: Field = forms.hidden(most=400)


def get(request: PageRequest) -> Response:
    """Say what they are for before making them."""
    return _show(request, None)


def _show(request: PageRequest, form: Form | None) -> Response:
    held = ask(request, "mfa:ListOwnDevices")
    return request.render("console/credentials/recovery_codes.html", form=form, held=held)


def post(request: PageRequest) -> Response:
    """Make a list and show it, this once."""
    form = Nothing()
    try:
        made = ask(request, "mfa:CreateRecoveryCodes")["SecretCodes"]
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.render("console/credentials/recovery_codes_made.html", codes=made, joined=" ".join(made))


def download(request: PageRequest) -> Response:
    """Send the list that was just shown back as a text file; nothing of it is kept here."""
    form = File.read(request.form)
    codes = [one for one in form.codes.value.split() if one.replace("-", "").isalnum()] if form.ok else []
    if not codes:
        return request.see_other(_PATH)
    account, name = request.caller.account_id, request.caller.user_name or "root user"
    head = f"Frontdesk recovery codes of {name}, account {account}\nEach one opens one sign-in. Keep them on paper.\n\n"
    headers = {"Content-Disposition": 'attachment; filename="recovery-codes.txt"'}
    return PlainTextResponse(head + "\n".join(codes) + "\n", headers=headers)


pages = (
    Page(_PATH, get=get, post=post, signed_in=True, fresh=True),
    Page(_PATH + "/file", post=download, signed_in=True),
)
