"""How pages look in this browser: a choice that needs no script."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.cookies import YEAR
from frontdesk.web.door import Page, PageRequest, Response, safe_return
from frontdesk.web.forms import Choice, Field, Form

DEVICE = "device"


class Display(Form):
    """What to show, and where to go back to."""

    display: Field = forms.pick(
        Message("Show pages"),
        Choice(DEVICE, Message("As my device"), Message("Light by day and dark by night, if your device does that.")),
        Choice("light", Message("Light")),
        Choice("dark", Message("Dark")),
        Choice("contrast", Message("High contrast"), Message("Black on white, or white on black, with thicker lines.")),
        missing=Message("Choose one of the four."),
    )
    back: Field = forms.hidden()


def get(request: PageRequest) -> Response:
    """Show the choices with the present one marked."""
    form = Display.showing(display=request.display or DEVICE, back=safe_return(request.query.get("return")))
    return request.render("front/display.html", form=form)


def post(request: PageRequest) -> Response:
    """Remember the choice in this browser for a year and go back."""
    form = Display.read(request.form)
    if not form.ok:
        return request.render("front/display.html", form=form)
    if form.display.value == DEVICE:
        request.clear_cookie("display")
    else:
        request.set_cookie("display", form.display.value, YEAR)
    return request.see_other(form.back.value)


page = Page("/display", get=get, post=post)
