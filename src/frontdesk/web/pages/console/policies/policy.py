"""What all pages of one managed policy share: which it is, the tabs, the actions."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound
from frontdesk.core.messages import Message, Remedy
from frontdesk.web.door import PageRequest, Response
from frontdesk.web.forms import Form
from frontdesk.web.pages.console.asking import ask

VERSIONS = 5
_BASE = "/console/policies/policy"
_ARN = re.compile(r"arn:aws:iam::(aws|[0-9]{12}):policy/[\x21-\x7e]{1,600}")
_TABS = (
    ("", Message("Text")),
    ("/versions", Message("Versions")),
    ("/used", Message("Used by")),
    ("/tags", Message("Tags")),
)
_TABS_OF_AWS = (_TABS[0], _TABS[2])


def address(arn: str, below: str = "", **more: str) -> str:
    """Return the path of a policy's page, or of one ``below`` it such as ``/versions``."""
    return f"{_BASE}{below}?" + urlencode({"arn": arn} | more)


def is_aws(arn: str) -> bool:
    """Say whether a policy is AWS's own, which nobody can change."""
    return arn.startswith("arn:aws:iam::aws:")


def described(request: PageRequest) -> dict[str, Any]:
    """Return the policy of this address as IAM describes it; raises NotFound or AccessDenied."""
    arn = request.query.get("arn", "")
    try:
        if not _ARN.fullmatch(arn):
            raise NotFound("The address names no policy.")
        found: dict[str, Any] = ask(request, "GetPolicy", PolicyArn=arn)["Policy"]
    except NotFound as error:
        error.remedy = Remedy("list-policies", Message("See all policies"))
        raise
    return found


def own(request: PageRequest) -> dict[str, Any]:
    """Return the policy of this address, which is to be changed; raises ReadOnly for one of AWS's."""
    found = described(request)
    if is_aws(found["Arn"]):
        raise ReadOnly(found["PolicyName"])
    return found


class ReadOnly(AccessDenied):
    """A page for changing a policy that nobody can change."""

    heading = Message("This policy cannot be changed")

    def __init__(self, name: str) -> None:
        super().__init__(
            "{name} is made by AWS and the same in every account. Create a policy of your own with a text like it.",
            name=name,
            remedy=Remedy("list-policies", Message("See all policies")),
        )


def version(request: PageRequest, arn: str, wanted: str) -> dict[str, Any]:
    """Return a version of a policy with its text; raises NotFound."""
    try:
        found: dict[str, Any] = ask(request, "GetPolicyVersion", PolicyArn=arn, VersionId=wanted)["PolicyVersion"]
    except NotFound:
        raise
    except FrontdeskError as error:
        if error.field != "VersionId":
            raise
        raise NotFound("This policy has no such version.") from error
    return found


def crumbs(found: dict[str, Any]) -> list[tuple[str, Message | str]]:
    """The way to a policy's own page."""
    return [
        ("/console/home", Message("Console")),
        ("/console/policies", Message("Policies")),
        (address(found["Arn"]), found["PolicyName"]),
    ]


def render(request: PageRequest, tab: str, found: dict[str, Any], form: Form | None = None, **values: Any) -> Response:
    """Return a tab of a policy's page. ``tab`` is its template without ending; templates extend ``policy.html``."""
    arn, aws = found["Arn"], is_aws(found["Arn"])
    tabs = [(address(arn, end), words) for end, words in (_TABS_OF_AWS if aws else _TABS)]
    return request.render(
        f"console/policies/{tab}.html",
        form=form,
        policy=found,
        aws=aws,
        tabs=tabs,
        here=address(arn, "" if tab == "text" else f"/{tab}"),
        at={name: address(arn, f"/{name}") for name in ("edit", "delete", "versions", "used", "tags")},
        **values,
    )
