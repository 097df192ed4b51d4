"""A user's tags; keys count as the same in any case."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, ask, done, gather, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.tagging import Pair, Tags
from frontdesk.web.pages.console.users import user

_DONE = {"saved": Done(Message("The tags were saved"), Message("Policies that look at them follow at once."))}


def get(request: PageRequest) -> Response:
    """Show the tags, ready to be changed."""
    shown = user.described(request)
    return user.render(request, "tags", shown, Tags.of(_present(request)), done=done(request, _DONE))


def _present(request: PageRequest) -> list[Pair]:
    tags = gather(request, "ListUserTags", "Tags", UserName=request.params["name"])
    return [(tag["Key"], tag["Value"]) for tag in tags]


def post(request: PageRequest) -> Response:
    """Save the rows: new and changed ones are set, those that were cleared go."""
    present, form = _present(request), Tags.sent(request, str.lower)
    try:
        if form.ok:
            _save(request, present, form)
            return request.see_other(user_path(request.params["name"], "tags") + "?done=saved")
    except FrontdeskError as error:
        refuse(form, error)
    return user.render(request, "tags", user.described(request), form, done=None)


def _save(request: PageRequest, present: list[Pair], form: Tags) -> None:
    name, gone, changed = request.params["name"], form.gone(present, str.lower), form.changed(present)
    if gone:
        ask(request, "UntagUser", UserName=name, TagKeys=gone)
    if changed:
        ask(request, "TagUser", UserName=name, Tags=changed)


page = Page("/console/users/{name}/tags", get=get, post=post, signed_in=True)
