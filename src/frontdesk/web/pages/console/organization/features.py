"""From one bill only to all features."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, refuse
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.invitations import PATH
from frontdesk.web.pages.console.organization.reading import HOME


class Begin(Form):
    """What has to be understood."""

    for_good: Field = forms.tick(
        Message("There is no way back to one bill only."), required=True, missing=Message("Tick this to go on.")
    )


def get(request: PageRequest) -> Response:
    """Say what the change means and who has to agree; where nothing is left to enable, go back."""
    organization = reading.organization(request)
    if organization is None or organization["FeatureSet"] == "ALL":
        return request.see_other(HOME)
    return _show(request, Begin())


def _show(request: PageRequest, form: Begin) -> Response:
    accounts = [one for one in reading.nodes(request) if one["Type"] == "ACCOUNT" and not one["Management"]]
    asked = [one for one in accounts if one["JoinedMethod"] == "INVITED" and one["State"] != "CLOSED"]
    return request.render("console/organization/features.html", form=form, asked=asked)


def post(request: PageRequest) -> Response:
    """Ask every invited account."""
    form = Begin.read(request.form)
    try:
        if form.ok:
            change = ask(request, "organizations:EnableAllFeatures")["Handshake"]
            return request.see_other(f"{PATH}/{change['Id']}")
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, form)


page = Page(f"{HOME}/~features", get=get, post=post, signed_in=True, fresh=True)
