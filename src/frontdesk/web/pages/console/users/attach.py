"""Policies to attach to a user, found by a part of their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import ask, gather, refuse
from frontdesk.web.pages.console.keys import user_path

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


def _offer(request: PageRequest, name: str, words: str) -> Offer:
    attached = gather(request, "ListAttachedUserPolicies", "AttachedPolicies", UserName=name)
    arns = {policy["PolicyArn"] for policy in attached}
    fitting = [
        policy
        for policy in gather(request, "ListPolicies", "Policies")
        if policy["Arn"] not in arns and words.lower() in policy["PolicyName"].lower()
    ]
    fitting.sort(key=lambda policy: policy["PolicyName"].lower())
    return Offer(tuple(map(_choice, fitting[:MOST_SHOWN])), len(fitting) - MOST_SHOWN)


def _choice(policy: dict[str, Any]) -> Choice:
    ready = ":iam::aws:" in policy["Arn"]
    kind = Message("Ready-made") if ready else Message("Of this account")
    described = policy.get("Description")
    hint = Message("{kind}. {description}", {"kind": kind, "description": described}) if described else kind
    return Choice(policy["Arn"], Message("{name}", {"name": policy["PolicyName"]}), hint)


def get(request: PageRequest) -> Response:
    """Offer the policies that are not attached yet."""
    search = Search.read(request.query)
    return _show(request, search, Attach(), _offer(request, request.params["name"], search.find.value))


def _show(request: PageRequest, search: Search, form: Attach, offer: Offer) -> Response:
    form.policies.choices = offer.choices
    name = request.params["name"]
    return request.render(
        "console/users/attach.html", form=form, name=name, path=user_path(name), search=search.find, offer=offer
    )


def post(request: PageRequest) -> Response:
    """Attach what was ticked; where one is refused, those before it stay attached."""
    name, search, form = request.params["name"], Search.read(request.query), Attach.read(request.form)
    try:
        if form.ok:
            for arn in form.policies.values:
                ask(request, "AttachUserPolicy", UserName=name, PolicyArn=arn)
            return request.see_other(user_path(name, "permissions") + "?done=attached")
    except FrontdeskError as error:
        refuse(form, error)
    return _show(request, search, form, _offer(request, name, search.find.value))


page = Page("/console/users/{name}/permissions/attach", get=get, post=post, signed_in=True)
