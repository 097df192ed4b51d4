"""A new managed policy of the account."""

from __future__ import annotations

import re

from frontdesk.authorization.policies import PolicyKind
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import ask, require
from frontdesk.web.pages.console.policies import policy, writing
from frontdesk.web.pages.console.policies.writing import Fault
from frontdesk.web.pages.console.users import create as user

_PATH = re.compile(r"(/[A-Za-z0-9.,+@=_-]+)*/")
_DESCRIPTION = re.compile(r"[\t\n\r\x20-\x7e\xa1-\xff]*")


class NewPolicy(Form):
    """What the policy is called, and its text."""

    name: Field = writing.name_field()
    description: Field = forms.text(
        Message("Description"),
        hint=Message("For those who choose it from a list. It cannot be changed later."),
        most=1000,
        required=False,
        parameter="Description",
    )
    path: Field = forms.text(
        Message("Path"),
        hint=Message("A folder for policies to refer to, such as /office/oslo/. Most accounts need none."),
        most=512,
        mono=True,
        required=False,
        parameter="Path",
    )
    document: Field = writing.field()


def get(request: PageRequest) -> Response:
    """Ask for the new policy, with a text to begin from: that of the policy in the address, if there is one."""
    text = writing.BEGINNING
    if "arn" in request.query:
        like = policy.described(request)
        text = policy.version(request, like["Arn"], like["DefaultVersionId"])["Document"]
    return _show(request, NewPolicy.showing(document=text), None)


def _show(request: PageRequest, form: NewPolicy, fault: Fault | None) -> Response:
    return request.render("console/policies/create.html", form=form, fault=fault)


def post(request: PageRequest) -> Response:
    """Make the policy and go to its page."""
    form, arn = NewPolicy.read(request.form), ""

    def create(text: str) -> None:
        nonlocal arn
        arn = ask(
            request,
            "CreatePolicy",
            PolicyName=form.name.value,
            Description=form.description.value or None,
            Path=form.path.value or None,
            PolicyDocument=text,
        )["Policy"]["Arn"]

    _check(form)
    fault = writing.save(form, form.document, PolicyKind.MANAGED, create)
    if not form.ok:
        return _show(request, form, fault)
    return request.see_other(policy.address(arn, done="created"))


def _check(form: NewPolicy) -> None:
    require(form.name, user.NAME, user.NAME_WORDS)
    require(form.path, _PATH, Message("Begin and end the path with a slash, such as /office/oslo/."))
    require(form.description, _DESCRIPTION, Message("Use letters and signs of Western Europe only."))


page = Page("/console/policies/~new", get=get, post=post, signed_in=True)
