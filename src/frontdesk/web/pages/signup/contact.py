"""Opening an account: who is behind it, and the agreement; then it exists (behaviour 1.2, 5.1)."""

from __future__ import annotations

from functools import cache

from babel import Locale

from frontdesk.authentication import attempts
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.outcome import Outcome
from frontdesk.authentication.purposes import sign_up
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.directory.contacts import KINDS
from frontdesk.directory.errors import EmailTaken
from frontdesk.web import attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form, Refusal

_TEMPLATE = "signup/contact.html"
_NO_COUNTRIES = ("EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ")
_OTHERS = ("agree",)


@cache
def countries() -> tuple[Choice, ...]:
    """Return every country by its two letters, in the order of their names, after an empty answer."""
    names = Locale("en").territories
    known = {
        code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    listed = sorted(known.items(), key=lambda country: country[1])
    return (
        Choice("", Message("Choose a country")),
        *(Choice(code, Message("{name}", {"name": name})) for code, name in listed),
    )


class Contact(Form):
    """The primary contact and the agreement."""

    kind: Field = forms.pick(
        Message("Who will use the account?"),
        Choice(KINDS[0], Message("A business"), Message("For your work, company, school or organisation.")),
        Choice(KINDS[1], Message("Yourself"), Message("For your own projects. Both kinds can do the same.")),
        missing=Message("Choose business or yourself."),
    )
    full_name: Field = forms.text(Message("Full name"), autocomplete="name", most=50)
    company: Field = forms.text(Message("Organisation"), autocomplete="organization", most=50, required=False)
    phone: Field = forms.text(
        Message("Phone number"),
        hint=Message("Begin with + and the country code, for example +49 30 1234567. A company phone is best."),
        autocomplete="tel", input_mode="tel", most=20,
    )  # fmt: skip
    country: Field = forms.select(Message("Country"), autocomplete="country", missing=Message("Choose a country."))
    line1: Field = forms.text(Message("Street and number"), autocomplete="address-line1", most=60)
    line2: Field = forms.text(Message("More of the address"), autocomplete="address-line2", most=60, required=False)
    city: Field = forms.text(Message("City"), autocomplete="address-level2", most=50)
    state: Field = forms.text(
        Message("State, province or region"), autocomplete="address-level1", most=50, required=False
    )
    postal_code: Field = forms.text(Message("Postal code"), autocomplete="postal-code", most=20)
    agree: Field = forms.tick(
        Message("I agree to the terms under which this installation is run"),
        hint=Message("If you open the account for others, you also say that you may agree for them."),
        required=True,
        missing=Message("Tick the box if you agree. Without it no account can be opened."),
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        self.country.choices = countries()


def get(request: PageRequest) -> Response:
    """Ask, if this browser has proven the mailbox and chosen a password."""
    wanted = attempt_cookie.proven(request, sign_up.NAME, lambda ctx, attempt: "hash" in attempt.data)
    if wanted is None:
        return sign_in.start_again(request, "/signup")
    return request.render(_TEMPLATE, form=Contact()) if wanted else request.see_other("/signup/password")


def post(request: PageRequest) -> Response:
    """Make the account."""
    form = Contact.read(request.form)
    if not form.ok:
        return request.render(_TEMPLATE, form=form)
    filled = Filled(contact={one.name: one.value for one in form if one.name not in _OTHERS})
    try:
        made = attempt_cookie.proven(
            request, sign_up.NAME, lambda ctx, attempt: attempts.complete(ctx, attempt, filled)
        )
    except EmailTaken:
        form.refusal = Refusal(
            Message("This address has an account by now"),
            Message(
                "Somebody opened one with it meanwhile, or it belonged to one before. Sign in, or begin with another."
            ),
        )
        return request.render(_TEMPLATE, 409, form=form)
    except ValidationError as refusal:
        form.refuse(refusal)
        return request.render(_TEMPLATE, form=form)
    return _after(request, made)


def _after(request: PageRequest, made: Outcome | None) -> Response:
    if made is None or made.wanted == "start-again":
        return sign_in.start_again(request, "/signup")
    if made.account_id is None:
        return request.see_other("/signup/password")
    attempt_cookie.drop(request)
    sign_in_state.keep(request, made=made.account_id)
    return request.see_other("/signup/done")


page = Page("/signup/contact", get=get, post=post)
