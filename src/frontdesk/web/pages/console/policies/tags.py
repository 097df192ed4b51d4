"""A policy's tags; keys that differ in case are different keys."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, ask, done, gather, refuse
from frontdesk.web.pages.console.policies import policy
from frontdesk.web.pages.console.tagging import Pair, Tags

_DONE = {"saved": Done(Message("The tags were saved"), Message("Policies that look at them follow at once."))}


def get(request: PageRequest) -> Response:
    """Show the tags, ready to be changed."""
    found = policy.own(request)
    return policy.render(request, "tags", found, Tags.of(_present(request, found)), done=done(request, _DONE))


def _present(request: PageRequest, found: dict[str, Any]) -> list[Pair]:
    tags = gather(request, "ListPolicyTags", "Tags", PolicyArn=found["Arn"])
    return [(tag["Key"], tag["Value"]) for tag in tags]


def post(request: PageRequest) -> Response:
    """Save the rows: new and changed ones are set, those that were cleared go."""
    found = policy.own(request)
    present, form = _present(request, found), Tags.sent(request, str)
    try:
        if form.ok:
            _save(request, found["Arn"], present, form)
            return request.see_other(policy.address(found["Arn"], "/tags", done="saved"))
    except FrontdeskError as error:
        refuse(form, error)
    return policy.render(request, "tags", found, form, done=None)


def _save(request: PageRequest, arn: str, present: list[Pair], form: Tags) -> None:
    gone, changed = form.gone(present, str), form.changed(present)
    if gone:
        ask(request, "UntagPolicy", PolicyArn=arn, TagKeys=gone)
    if changed:
        ask(request, "TagPolicy", PolicyArn=arn, Tags=changed)


page = Page("/console/policies/policy/tags", get=get, post=post, signed_in=True)
