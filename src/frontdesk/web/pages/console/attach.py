"""Policies to attach to a user or a group, found by a part of their name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import gather, refuse
from frontdesk.web.pages.console.owners import KINDS, Kind, Owner, owner_of

MOST_SHOWN = 30


class Search(Form):
    """A part of a policy's name."""

    find: Field = forms.text(Message("Find policies by a part of their name"), required=False, most=128)


class Attach(Form):
    """The policies that were ticked."""

    policies: Field = forms.picks(
        Message("Policies to attach"),
        required=True,
        most=2048,
        missing=Message("Tick at least one policy."),
        parameter="PolicyArn",
    )


@dataclass(frozen=True)
class Offer:
    """Policies that could be attached: those whose name fits, and how many of them are not shown."""

    choices: tuple[Choice, ...]
    hidden: int


def _offer(request: PageRequest, owner: Owner, words: str) -> Offer:
    arns = {policy["PolicyArn"] for policy in owner.attached(request)}
    fitting = [
        policy
        for policy in gather(request, "ListPolicies", "Policies")
        if policy["Arn"] not in arns and words.lower() in policy["PolicyName"].lower()
    ]
    fitting.sort(key=lambda policy: policy["PolicyName"].lower())
    return Offer(tuple(map(_choice, fitting[:MOST_SHOWN])), len(fitting) - MOST_SHOWN)


def _choice(policy: dict[str, Any]) -> Choice:
    ready = ":iam::aws:" in policy["Arn"]
    kind = Message("Made by AWS") if ready else Message("Of this account")
    return Choice(policy["Arn"], Message("{name}", {"name": policy["PolicyName"]}), kind)


def get(kind: Kind, request: PageRequest) -> Response:
    """Offer the policies that are not attached yet."""
    owner, search = owner_of(kind, request), Search.read(request.query)
    return _show(request, owner, search, Attach())


def _show(request: PageRequest, owner: Owner, search: Search, form: Attach) -> Response:
    offer = _offer(request, owner, search.find.value)
    form.policies.choices = offer.choices
    return request.render("console/attach.html", form=form, owner=owner, search=search.find, offer=offer)


def post(kind: Kind, request: PageRequest) -> Response:
    """Attach what was ticked; where one is refused, those before it stay attached."""
    owner, search, form = owner_of(kind, request), Search.read(request.query), Attach.read(request.form)
    try:
        if form.ok:
            for arn in form.policies.values:
                owner.ask(request, "Attach{}Policy", PolicyArn=arn)
            return request.see_other(f"{owner.path}/permissions?done=attached")
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, owner, search, form)


pages = tuple(
    Page(
        f"/console/{kind}s/{{name}}/permissions/attach",
        get=partial(get, kind),
        post=partial(post, kind),
        signed_in=True,
    )
    for kind in KINDS
)
