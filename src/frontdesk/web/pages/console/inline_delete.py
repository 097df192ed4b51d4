"""An inline policy of a user or group, deleted after a question, because its text is nowhere else."""

from __future__ import annotations

from functools import partial

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import Nothing, refuse
from frontdesk.web.pages.console.owners import KINDS, Kind, owner_of


def get(kind: Kind, request: PageRequest) -> Response:
    """Ask once more."""
    return _show(kind, request, None)


def _show(kind: Kind, request: PageRequest, form: Form | None) -> Response:
    owner, policy = owner_of(kind, request), request.params["policy"]
    if policy not in owner.inline(request):
        raise NotFound("{name} has no inline policy called {policy}.", name=owner.name, policy=policy)
    return request.render("console/inline_delete.html", form=form, owner=owner, policy=policy)


def post(kind: Kind, request: PageRequest) -> Response:
    """Delete the policy for good."""
    owner, form = owner_of(kind, request), Nothing()
    try:
        owner.ask(request, "Delete{}Policy", PolicyName=request.params["policy"])
    except FrontdeskError as error:
        refuse(form, error)
        return _show(kind, request, form)
    return request.see_other(f"{owner.path}/permissions?done=deleted")


pages = tuple(
    Page(
        f"/console/{kind}s/{{name}}/permissions/inline/{{policy}}/delete",
        get=partial(get, kind),
        post=partial(post, kind),
        signed_in=True,
    )
    for kind in KINDS
)
