"""A policy's versions: seen, made the one that applies, deleted."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, gather, refuse
from frontdesk.web.pages.console.policies import policy

_DONE = {
    "default": Done(Message("Another version applies now"), Message("Everywhere that the policy is attached.")),
    "deleted": Done(Message("The version was deleted"), Message("There is room for another one.")),
}


def listed(request: PageRequest, arn: str) -> list[dict[str, Any]]:
    """Return a policy's versions, newest first."""
    return gather(request, "ListPolicyVersions", "Versions", PolicyArn=arn)


def get(request: PageRequest) -> Response:
    """Show the versions."""
    return _show(request, policy.own(request), None)


def _show(request: PageRequest, found: dict[str, Any], form: Form | None) -> Response:
    arn = found["Arn"]
    rows = [
        (
            version,
            policy.address(arn, version=version["VersionId"]),
            policy.address(arn, "/versions/delete", version=version["VersionId"]),
        )
        for version in listed(request, arn)
    ]
    return policy.render(request, "versions", found, form, rows=rows, most=policy.VERSIONS, done=done(request, _DONE))


def post(request: PageRequest) -> Response:
    """Let another version apply; it can be changed back."""
    found, form = policy.own(request), Nothing()
    try:
        ask(request, "SetDefaultPolicyVersion", PolicyArn=found["Arn"], VersionId=request.form.get("default", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show(request, found, form)
    return request.see_other(policy.address(found["Arn"], "/versions", done="default"))


def get_delete(request: PageRequest) -> Response:
    """Ask once more, because the text of a version is nowhere else."""
    return _show_delete(request, policy.own(request), None)


def _show_delete(request: PageRequest, found: dict[str, Any], form: Form | None) -> Response:
    version = policy.version(request, found["Arn"], request.query.get("version", ""))
    return request.render(
        "console/policies/version_delete.html",
        form=form,
        policy=found,
        version=version,
        crumbs=policy.crumbs(found),
        versions=policy.address(found["Arn"], "/versions"),
    )


def post_delete(request: PageRequest) -> Response:
    """Delete the version for good."""
    found, form = policy.own(request), Nothing()
    try:
        ask(request, "DeletePolicyVersion", PolicyArn=found["Arn"], VersionId=request.query.get("version", ""))
    except FrontdeskError as error:
        refuse(form, error)
        return _show_delete(request, found, form)
    return request.see_other(policy.address(found["Arn"], "/versions", done="deleted"))


pages = (
    Page("/console/policies/policy/versions", get=get, post=post, signed_in=True),
    Page("/console/policies/policy/versions/delete", get=get_delete, post=post_delete, signed_in=True),
)
