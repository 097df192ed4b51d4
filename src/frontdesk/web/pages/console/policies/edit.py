"""Another text for a managed policy: a new version, with an old one deleted where there is no room."""

from __future__ import annotations

from typing import Any

from frontdesk.authorization import sizes
from frontdesk.authorization.policies import PolicyKind
from frontdesk.authorization.sizes import Quota
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import ask
from frontdesk.web.pages.console.policies import policy, writing
from frontdesk.web.pages.console.policies.versions import listed
from frontdesk.web.pages.console.policies.writing import Fault
from frontdesk.web.templates import moment


class NewVersion(Form):
    """The new text; ``drop`` is asked only where five versions are kept already."""

    document: Field = writing.field()
    default: Field = forms.tick(
        Message("Let the new version apply at once"),
        hint=Message("Wherever the policy is attached. Otherwise it is kept until you make it the default."),
    )
    drop: Field = forms.pick(
        Message("Delete a version to make room"),
        hint=Message("There are five, and that is the most. The one you choose goes for good."),
        missing=Message("Choose the version that goes."),
    )


def get(request: PageRequest) -> Response:
    """Show the text that applies, ready to be changed."""
    found = policy.own(request)
    text = policy.version(request, found["Arn"], found["DefaultVersionId"])["Document"]
    form = _form(request, found)
    form.document.value, form.default.value = text, "yes"
    return _show(request, found, form, None)


def _form(request: PageRequest, found: dict[str, Any]) -> NewVersion:
    form, versions = NewVersion(), listed(request, found["Arn"])
    form.drop.required = len(versions) >= policy.VERSIONS
    kept = [version for version in versions if not version["IsDefaultVersion"]] if form.drop.required else []
    form.drop.choices = tuple(_choice(version) for version in reversed(kept))
    return form


def _choice(version: dict[str, Any]) -> Choice:
    saved = Message("Saved {at}", {"at": moment(version["CreateDate"]).striptags()})
    return Choice(version["VersionId"], Message("Version {id}", {"id": version["VersionId"]}), saved)


def _show(request: PageRequest, found: dict[str, Any], form: NewVersion, fault: Fault | None) -> Response:
    return request.render(
        "console/policies/edit.html",
        form=form,
        fault=fault,
        policy=found,
        crumbs=policy.crumbs(found),
        back=policy.address(found["Arn"]),
    )


def post(request: PageRequest) -> Response:
    """Save the version; the old one is deleted only for a text that is known to be right."""
    found = policy.own(request)
    form, arn = _form(request, found).take(request.form), found["Arn"]

    def create(text: str) -> None:
        sizes.require(Quota.MANAGED, text)
        if form.drop.value:
            ask(request, "DeletePolicyVersion", PolicyArn=arn, VersionId=form.drop.value)
        ask(request, "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=text, SetAsDefault=form.default.ticked)

    fault = writing.save(form, form.document, PolicyKind.MANAGED, create)
    if not form.ok:
        return _show(request, found, form, fault)
    return request.see_other(policy.address(arn, done="changed" if form.default.ticked else "kept"))


page = Page("/console/policies/policy/edit", get=get, post=post, signed_in=True)
