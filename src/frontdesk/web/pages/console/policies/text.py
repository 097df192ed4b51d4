"""A policy's first tab: which it is, and its text."""

from __future__ import annotations

from urllib.parse import urlencode

from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, done, part
from frontdesk.web.pages.console.policies import policy

_DONE = {
    "created": Done(Message("The policy was created"), Message("Attach it to a user or a group, so that it counts.")),
    "changed": Done(Message("The new version applies"), Message("Everywhere that the policy is attached, at once.")),
    "kept": Done(Message("The new version was saved"), Message("It applies once you make it the default.")),
}


def get(request: PageRequest) -> Response:
    """Show the version that applies, or the one that the address names."""
    if not request.query.get("arn"):
        return request.see_other("/console/policies")
    found = policy.described(request)
    wanted = request.query.get("version") or found["DefaultVersionId"]
    read = part(lambda: policy.version(request, found["Arn"], wanted))
    return policy.render(
        request,
        "text",
        found,
        done=done(request, _DONE),
        version=read,
        default=policy.address(found["Arn"]),
        like="/console/policies/~new?" + urlencode({"arn": found["Arn"]}),
    )


page = Page("/console/policies/policy", get=get, signed_in=True)
