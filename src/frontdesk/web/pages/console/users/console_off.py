"""Console sign-in of a user, turned off: the password goes, everything else stays (behaviour 3.3)."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse
from frontdesk.web.pages.console.keys import user_path


def get(request: PageRequest) -> Response:
    """Say what goes and what stays."""
    return _show(request, None)


def _show(request: PageRequest, form: Form | None) -> Response:
    name = request.params["name"]
    access = ask(request, "frontdesk:GetConsoleAccess", UserName=name)["ConsoleAccess"]
    path, own = user_path(name), name == request.caller.user_name
    return request.render(
        "console/users/console_off.html", form=form, name=name, path=path, on=access["Enabled"], own=own
    )


def post(request: PageRequest) -> Response:
    """Take the password away."""
    name, form = request.params["name"], Nothing()
    try:
        ask(request, "DeleteLoginProfile", UserName=name)
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, form)
    return request.see_other(user_path(name) + "?done=console-off")


page = Page("/console/users/{name}/console-off", get=get, post=post, signed_in=True)
