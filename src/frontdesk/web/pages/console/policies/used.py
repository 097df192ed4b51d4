"""The users and groups that a policy is attached to."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console import paging
from frontdesk.web.pages.console.asking import Done, Nothing, done, gather, refuse
from frontdesk.web.pages.console.owners import KINDS, Kind, Owner
from frontdesk.web.pages.console.policies import policy

_MOST = 5000
_DONE = {"detached": Done(Message("The policy was detached"), Message("It no longer counts there."))}


def owners_with(request: PageRequest, arn: str) -> list[Owner]:
    """Return the groups, then the users, that a policy is attached to."""
    return [*_of_kind(request, arn, "group"), *_of_kind(request, arn, "user")]


def _of_kind(request: PageRequest, arn: str, kind: Kind) -> list[Owner]:
    named = kind.capitalize()
    found = gather(request, "ListEntitiesForPolicy", f"Policy{named}s", _MOST, PolicyArn=arn, EntityFilter=named)
    return [Owner(kind, one[f"{named}Name"]) for one in found]


def get(request: PageRequest) -> Response:
    """Show who has the policy."""
    return _show(request, policy.described(request), None)


def _show(request: PageRequest, found: dict[str, Any], form: Form | None) -> Response:
    window = paging.window(request, owners_with(request, found["Arn"]), arn=found["Arn"])
    return policy.render(request, "used", found, form, window=window, done=done(request, _DONE))


def post(request: PageRequest) -> Response:
    """Detach the policy from one of them; it can be attached again."""
    found, form = policy.described(request), Nothing()
    kind, _, name = request.form.get("detach", "").partition(" ")
    try:
        for known in KINDS:
            if kind == known:
                Owner(known, name).ask(request, "Detach{}Policy", PolicyArn=found["Arn"])
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, found, form)
    return request.see_other(policy.address(found["Arn"], "/used", done="detached"))


page = Page("/console/policies/policy/used", get=get, post=post, signed_in=True)
