"""What all pages of one user share: who it is, the tabs, the actions."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import NotFound
from frontdesk.core.messages import Message, Remedy
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.keys import user_path

TABS = (
    ("", Message("Credentials")),
    ("/permissions", Message("Permissions")),
    ("/groups", Message("Groups")),
    ("/tags", Message("Tags")),
    ("/history", Message("History")),
)


def described(request: PageRequest) -> dict[str, Any]:
    """Return the user of this address as IAM describes it; raises NotFound or AccessDenied."""
    try:
        user: dict[str, Any] = ask(request, "GetUser", UserName=request.params["name"])["User"]
    except NotFound as error:
        error.remedy = Remedy("list-users", Message("See all users"))
        raise
    return user


def render(request: PageRequest, tab: str, user: dict[str, Any], form: Form | None = None, **values: Any) -> Response:
    """Return a tab of a user's page. ``tab`` is its template without ending; templates extend ``user.html``."""
    path = user_path(user["UserName"])
    here = path if tab == "credentials" else f"{path}/{tab}"
    tabs = [(path + end, words) for end, words in TABS]
    return request.render(f"console/users/{tab}.html", form=form, user=user, path=path, tabs=tabs, here=here, **values)
