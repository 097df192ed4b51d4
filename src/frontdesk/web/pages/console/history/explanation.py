"""Why something was refused: the remedy above, the story below (look 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from frontdesk.core import ids
from frontdesk.core.errors import AccessDenied, NotFound
from frontdesk.web.agents import browser
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import ask

_LONGEST = 128
_OWN = 100
_OF_USER = {"reset-password": "/password", "enable-console": "/password", "allow-change": "/permissions"}
_ELSEWHERE = {
    "list-users": "/console/users",
    "password-policy": "/console/password-policy",
    "allow-change": "/console/password-policy",
    "policies": "/console/policies",
    "find-page": "/trouble",
}


@dataclass(frozen=True)
class Button:
    """Where the remedy is done, if this system has a page for it."""

    words: str
    path: str


def get(request: PageRequest) -> Response:
    """Show an explanation, or say that there is none for this account.

    Whoever may not look up events hears of a sign-in of their own that it was refused, when and from where.
    """
    reference = request.params["reference"]
    if not 4 <= len(reference) <= _LONGEST:
        return _unknown(request, reference)
    try:
        told = ask(request, f"frontdesk:{_operation(request)}", Reference=reference)["Explanation"]
    except NotFound:
        return _unknown(request, reference)
    except AccessDenied:
        own = _own(request, ids.read_reference(reference))
        if own is None:
            raise
        return request.render("console/history/own.html", one=own, browser=browser(own["Agent"]))
    return request.render(
        "console/history/explanation.html",
        told=told,
        button=_button(request, told),
        of_customer=_is_of_customer(request, told),
        browser=browser(told["UserAgent"]),
    )


def _unknown(request: PageRequest, reference: str) -> Response:
    return request.render("console/history/unknown.html", 404, reference=reference[:_LONGEST])


def _own(request: PageRequest, reference: str | None) -> dict[str, Any] | None:
    found = ask(request, "frontdesk:ListOwnSignIns", MaxItems=_OWN)["SignIns"] if reference else []
    return next((one for one in found if one.get("Reference") == reference and not one["Completed"]), None)


def _operation(request: PageRequest) -> str:
    return "ExplainAnyReference" if request.signed_in.account.operator else "ExplainReference"


def _is_of_customer(request: PageRequest, told: dict[str, Any]) -> bool:
    return told.get("AccountId") not in (None, request.signed_in.account.id)


def _button(request: PageRequest, told: dict[str, Any]) -> Button | None:
    # what mends it is for the customer's own people to do, in their account
    if _is_of_customer(request, told):
        return None
    action, user = told["Remedy"]["Action"], told.get("UserName")
    own = told.get("AccountId") == request.signed_in.account.id
    path = _OF_USER.get(action)
    if path and user and own:
        return Button(told["Remedy"]["Words"], f"/console/users/{quote(user, safe='')}{path}")
    elsewhere = _ELSEWHERE.get(action)
    return Button(told["Remedy"]["Words"], elsewhere) if elsewhere and request.knows(elsewhere) else None


page = Page("/console/history/{reference}", get=get, signed_in=True)
