"""Units of the organization: one unit with what hangs on it, made, renamed, deleted."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, done, refuse
from frontdesk.web.pages.console.organization import reading
from frontdesk.web.pages.console.organization.reading import DONE, HOME, Node

_NAME_HINT = Message("What its accounts have in common, such as Production. You can change it later.")
_MISSING = Message("Enter a name for the unit.")


class New(Form):
    """What the unit is called, and what it hangs on."""

    name: Field = forms.text(Message("Name of the unit"), hint=_NAME_HINT, most=128, parameter="Name", missing=_MISSING)
    parent: Field = forms.select(
        Message("Below"), hint=Message("Units go five levels deep."), parameter="ParentId", most=100
    )


class Rename(Form):
    """The new name."""

    name: Field = forms.text(Message("Name of the unit"), hint=_NAME_HINT, most=128, parameter="Name", missing=_MISSING)


def new(request: PageRequest) -> Response:
    """Ask for name and place."""
    flat = reading.nodes(request)
    chosen = request.query.get("below", "")
    form = New.showing(parent=chosen if any(one["Id"] == chosen for one in flat) else flat[0]["Id"])
    form.parent.choices = reading.places(flat)
    return request.render("console/organization/unit_new.html", form=form)


def made(request: PageRequest) -> Response:
    """Make the unit and show it."""
    form = New()
    form.parent.choices = reading.places(reading.nodes(request))
    form.take(request.form)
    try:
        if form.ok:
            asked = {"ParentId": form.parent.value, "Name": form.name.value}
            unit = ask(request, "organizations:CreateOrganizationalUnit", **asked)["OrganizationalUnit"]
            return request.see_other(f"{HOME}/units/{unit['Id']}?done=unit")
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/organization/unit_new.html", form=form)


def _found(request: PageRequest) -> tuple[list[dict[str, Any]], Node]:
    flat, id = reading.nodes(request), request.params["unit"]
    node = reading.part_below(reading.grown(flat), id)
    if node is None or node.facts["Type"] != "ORGANIZATIONAL_UNIT":
        raise NotFound("There is no such unit in this organization.")
    return flat, node


def _render(request: PageRequest, template: str, form: Form | None = None, **values: Any) -> Response:
    flat, node = _found(request)
    return request.render(
        f"console/organization/{template}.html",
        form=form,
        node=node,
        unit=node.facts,
        way=reading.way_to(flat, node.facts["Id"]),
        path=f"{HOME}/units/{node.facts['Id']}",
        **values,
    )


def show(request: PageRequest) -> Response:
    """Show a unit and what is below it."""
    return _render(request, "unit", done=done(request, DONE))


def rename(request: PageRequest) -> Response:
    """Ask for the new name."""
    return _render(request, "unit_rename", Rename.showing(name=_found(request)[1].facts["Name"]))


def renamed(request: PageRequest) -> Response:
    """Rename the unit."""
    form, id = Rename.read(request.form), request.params["unit"]
    try:
        if form.ok:
            ask(request, "organizations:UpdateOrganizationalUnit", OrganizationalUnitId=id, Name=form.name.value)
            return request.see_other(f"{HOME}/units/{id}?done=renamed")
    except FrontdeskError as error:
        refuse(form, error)
    return _render(request, "unit_rename", form)


def delete(request: PageRequest) -> Response:
    """Say what goes, or what stands against it."""
    return _render(request, "unit_delete", Nothing())


def deleted(request: PageRequest) -> Response:
    """Delete the unit."""
    form = Nothing()
    try:
        ask(request, "organizations:DeleteOrganizationalUnit", OrganizationalUnitId=request.params["unit"])
    except FrontdeskError as error:
        refuse(form, error)
        return _render(request, "unit_delete", form)
    return request.see_other(f"{HOME}?done=deleted")


_UNIT = f"{HOME}/units/{{unit}}"
pages = (
    Page(f"{HOME}/units/~new", get=new, post=made, signed_in=True),
    Page(_UNIT, get=show, signed_in=True),
    Page(f"{_UNIT}/rename", get=rename, post=renamed, signed_in=True),
    Page(f"{_UNIT}/delete", get=delete, post=deleted, signed_in=True),
)
