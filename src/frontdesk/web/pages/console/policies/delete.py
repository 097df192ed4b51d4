"""A managed policy deleted, with its versions; it is detached from everybody first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import deleting
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.owners import Owner
from frontdesk.web.pages.console.policies import policy
from frontdesk.web.pages.console.policies.used import owners_with
from frontdesk.web.pages.console.policies.versions import listed


class Delete(Form):
    """The policy's name, typed."""

    typed: Field = forms.text(
        Message("Type the policy name"), most=128, missing=Message("Type the policy name to confirm.")
    )


@dataclass(frozen=True)
class Belongings:
    """Who has the policy, and which versions it has beside the default one."""

    owners: Sequence[Owner]
    versions: Sequence[str]


def _belongings(request: PageRequest, arn: str) -> Belongings:
    versions = [version["VersionId"] for version in listed(request, arn) if not version["IsDefaultVersion"]]
    return Belongings(owners_with(request, arn), versions)


def _remove(request: PageRequest, arn: str, found: Belongings) -> None:
    """Take the policy from everybody, then its versions, then the policy with the last one."""
    for owner in found.owners:
        owner.ask(request, "Detach{}Policy", PolicyArn=arn)
    for version in found.versions:
        ask(request, "DeletePolicyVersion", PolicyArn=arn, VersionId=version)
    ask(request, "DeletePolicy", PolicyArn=arn)


def get(request: PageRequest) -> Response:
    """Say who has it, and ask for the name."""
    found = policy.own(request)
    return _show(request, found, Delete(), _belongings(request, found["Arn"]))


def _show(request: PageRequest, found: dict[str, Any], form: Delete, belongings: Belongings) -> Response:
    return request.render(
        "console/policies/delete.html",
        form=form,
        policy=found,
        found=belongings,
        crumbs=policy.crumbs(found),
        back=policy.address(found["Arn"]),
    )


def post(request: PageRequest) -> Response:
    """Delete the policy, part by part through the operations; where one is refused, what went before it stays gone."""
    shown = policy.own(request)
    arn, form = shown["Arn"], Delete.read(request.form)
    found = _belongings(request, arn)
    deleting.confirm(form.typed, shown["PolicyName"])
    if not form.ok:
        return _show(request, shown, form, found)
    try:
        _remove(request, arn, found)
    except FrontdeskError as error:
        left = _belongings(request, arn)
        deleting.stopped(form, error, partly=left != found)
        return _show(request, shown, form, left)
    return request.see_other("/console/policies?done=deleted")


page = Page("/console/policies/policy/delete", get=get, post=post, signed_in=True)
