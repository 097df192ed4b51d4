"""A user's MFA devices, for whoever helps: brought back into step, or deactivated (behaviour 4.6)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse
from frontdesk.web.pages.console.credentials.devices import Pair
from frontdesk.web.pages.console.keys import user_path


def listed(request: PageRequest, name: str) -> list[dict[str, Any]]:
    """Return a user's devices; raises what ``iam:ListMFADevices`` raises."""
    found: list[dict[str, Any]] = ask(request, "mfa:ListUserDevices", UserName=name)["Devices"]
    return found


def _one(request: PageRequest) -> dict[str, Any]:
    serial = request.query.get("device", "")
    held = listed(request, request.params["name"])
    found = next((one for one in held if one["SerialNumber"] == serial), None)
    if found is None:
        raise NotFound("There is no such device here. It may have been removed.")
    return found


def _show(request: PageRequest, template: str, form: Form | None) -> Response:
    name = request.params["name"]
    left, device = len(listed(request, name)) - 1, _one(request)
    page = f"console/users/{template}.html"
    return request.render(page, form=form, left=left, name=name, path=user_path(name), device=device)


def show_deactivate(request: PageRequest) -> Response:
    """Say what deactivating does, and what the person has to do then."""
    return _show(request, "mfa_deactivate", None)


def deactivate(request: PageRequest) -> Response:
    """Take the device away."""
    name, form = request.params["name"], Nothing()
    try:
        ask(request, "DeactivateMFADevice", UserName=name, SerialNumber=_one(request)["SerialNumber"])
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, "mfa_deactivate", form)
    return request.see_other(user_path(name) + "?done=device-off")


def show_resync(request: PageRequest) -> Response:
    """Ask for two codes, which the person reads out."""
    return _show(request, "mfa_resync", Pair())


def resync(request: PageRequest) -> Response:
    """Bring the device back into step."""
    name, form = request.params["name"], Pair.read(request.form)
    try:
        if form.ok:
            codes = {"AuthenticationCode1": form.first.value, "AuthenticationCode2": form.second.value}
            ask(request, "ResyncMFADevice", UserName=name, SerialNumber=_one(request)["SerialNumber"], **codes)
            return request.see_other(user_path(name) + "?done=device-resynced")
    except FrontdeskError as error:
        refuse(form, error)
        form.first.value = form.second.value = ""
    return _show(request, "mfa_resync", form)


_BASE = "/console/users/{name}/mfa"
pages = (
    Page(_BASE + "/deactivate", get=show_deactivate, post=deactivate, signed_in=True, fresh=True),
    Page(_BASE + "/resync", get=show_resync, post=resync, signed_in=True),
)
