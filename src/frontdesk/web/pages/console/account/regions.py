"""Regions that the account has opted in to."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.directory import regions
from frontdesk.directory.regions import DISABLED, ENABLED_BY_DEFAULT, Region
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.account.identity import may
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, refuse

_DONE = {
    "on": Done(Message("The region is on"), Message("Tools that ask are told so from now on.")),
    "off": Done(Message("The region is off"), Message("Tools that ask are told so from now on.")),
}


def get(request: PageRequest) -> Response:
    """List them."""
    return _show(request, None)


def post(request: PageRequest) -> Response:
    """Turn one on or off; which one is the value of the button."""
    form = Nothing()
    on = "enable" in request.form
    name = request.form.get("enable" if on else "disable", "")[:50]
    try:
        ask(request, "account:EnableRegion" if on else "account:DisableRegion", RegionName=name)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(f"/console/account/regions?done={'on' if on else 'off'}")


def _show(request: PageRequest, form: Form | None) -> Response:
    listed = ask(request, "account:ListRegions")["Regions"]
    known: dict[str, Region] = {region.name: region for region in regions.known()}
    rows = [(known[one["RegionName"]], one["RegionOptStatus"]) for one in listed]
    return request.render(
        "console/account/regions.html",
        form=form,
        optional=[(region, status != DISABLED) for region, status in rows if status != ENABLED_BY_DEFAULT],
        always=[region for region, status in rows if status == ENABLED_BY_DEFAULT],
        may_enable=may(request, "EnableRegion", RegionName=rows[0][0].name),
        may_disable=may(request, "DisableRegion", RegionName=rows[0][0].name),
        done=done(request, _DONE),
    )


page = Page("/console/account/regions", get=get, post=post, signed_in=True)
