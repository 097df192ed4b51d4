"""Forms: what was typed, what is wrong with it, and that nothing secret is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.errors import AccessDenied, ValidationError
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.fields import Fields
from frontdesk.web.forms import Choice, Field, Form


class Every(Form):
    """One field of each kind."""

    name: Field = forms.text(Message("User name"), most=8, parameter="UserName")
    address: Field = forms.email(Message("E-mail address"), required=False)
    password: Field = forms.password(Message("Password"), autocomplete="current-password")
    code: Field = forms.code(Message("Six-digit code"))
    note: Field = forms.long(Message("Note"), required=False, most=20)
    keep: Field = forms.tick(Message("Remember me"))
    colour: Field = forms.pick(Message("Colour"), Choice("r", Message("Red")), Choice("b", Message("Blue")))
    sizes: Field = forms.picks(Message("Sizes"), Choice("s", Message("Small")), Choice("l", Message("Large")))
    land: Field = forms.select(Message("Country"), Choice("no", Message("Norway")))
    back: Field = forms.hidden()


GOOD = {"name": "ada", "password": " p ", "code": "123456", "colour": "r", "land": "no"}


def read(**changed: str | list[str]) -> Every:
    values = {**GOOD, **changed}
    pairs = [(name, one) for name, value in values.items() for one in (value if isinstance(value, list) else [value])]
    return Every.read(Fields(pairs))


def test_a_good_form_is_ok() -> None:
    form = read()
    assert form.ok
    assert (form.name.value, form.keep.ticked, form.colour.value, form.sizes.values) == ("ada", False, "r", [])


@pytest.mark.parametrize(
    ("field", "typed", "taken"),
    [
        ("name", "  ada\u00a0", "ada"),
        ("password", " two words ", " two words "),
        ("code", " 123 456 ", "123456"),
        ("code", "123-456", "123456"),
        ("note", " a\r\nb ", " a\r\nb "),
    ],
)
def test_space_is_forgiven_except_where_it_may_matter(field: str, typed: str, taken: str) -> None:
    form = read(**{field: typed})
    assert form.ok
    assert getattr(form, field).value == taken


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "User name is missing."),
        ("name", "   ", "User name is missing."),
        ("name", "a" * 9, "User name may have at most 8 characters."),
        ("name", " " * 9, "User name may have at most 8 characters."),
        ("name", "a\x00", "User name contains a character that no keyboard types."),
        ("name", "a\nb", "User name contains a character that no keyboard types."),
        ("name", "a\x85b", "User name contains a character that no keyboard types."),
        ("password", "", "Password is missing."),
        ("password", "p" * 1025, "Password may have at most 1024 characters."),
        ("password", "p\x00", "Password contains a character that no keyboard types."),
        ("password", "p\x1b", "Password contains a character that no keyboard types."),
        ("code", "", "Enter the six digits."),
        ("code", "12345", "Enter the six digits."),
        ("code", "1234567", "Enter the six digits."),
        ("code", "١٢٣٤٥٦", "Enter the six digits."),
        ("code", "12345x", "Enter the six digits."),
        ("colour", "", "Colour is missing."),
        ("colour", "green", "Choose one of the answers."),
        ("sizes", ["s", "xl"], "Choose one of the answers."),
        ("land", "se", "Choose one of the answers."),
        ("note", "x" * 21, "Note may have at most 20 characters."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(field: str, typed: str | list[str], words: str) -> None:
    form = read(**{field: typed})
    assert [one.name for one in form.errors] == [field]
    assert str(form.errors[0].error).startswith(words)
    assert not form.ok


@pytest.mark.parametrize("character", ["\t", "\n", "\r", " ", "~", "\x7f", "\x9f", "ÿ", "木"])
def test_passwords_may_hold_what_iam_passwords_may_hold(character: str) -> None:
    assert read(password=f"a{character}b").password.secret.reveal() == f"a{character}b"
    assert read(password=f"a{character}b").ok


def test_several_answers_are_kept_in_order() -> None:
    assert read(sizes=["l", "s"]).sizes.values == ["l", "s"]


def test_a_value_sent_twice_is_checked_in_every_copy() -> None:
    assert [one.name for one in read(name=["a" * 2000, "ada"]).errors] == ["name"]
    assert [one.name for one in read(name=["\x00", "ada"]).errors] == ["name"]


def test_a_form_that_shows_values_has_no_errors() -> None:
    form = Every.showing(name="ada", colour="b")
    assert (form.name.value, form.colour.values, form.ok) == ("ada", ["b"], True)
    with pytest.raises(KeyError):
        Every.showing(nothing="x")


def test_forms_do_not_share_what_was_typed() -> None:
    Every.showing(name="ada")
    assert Every().name.value == ""


@pytest.mark.parametrize("field", ["UserName", "name"])
def test_a_refusal_that_names_a_field_stands_beside_it(field: str) -> None:
    form = read()
    form.refuse(ValidationError("Too short.", field=field))
    assert [(one.name, str(one.error)) for one in form.errors] == [("name", "Too short.")]
    assert form.refusal is None


@pytest.mark.parametrize("field", [None, "Elsewhere", ""])
def test_any_other_refusal_stands_over_the_form(field: str | None) -> None:
    form = read()
    error = AccessDenied("Not allowed.", field=field)
    error.reference = "FD-2345-6789"
    form.refuse(error)
    assert not form.ok
    assert form.refusal is not None
    assert (str(form.refusal.words), form.refusal.reference) == ("Not allowed.", "FD-2345-6789")


def test_a_complaint_of_ones_own() -> None:
    form = read()
    form.fault("name", Message("The name is taken."))
    assert not form.ok
    assert str(form.name.error) == "The name is taken."


@given(st.text(min_size=1, max_size=30))
def test_nothing_that_was_typed_is_printed(typed: str) -> None:
    marked = f"¤{typed}¤"
    form = read(password=marked, name=marked)
    assert marked not in repr(form)
    assert marked not in "".join(str(one.error) for one in form.errors)


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "note", "back", "keep", "sizes"]), st.lists(st.text(max_size=40), max_size=3)
    )
)
def test_whatever_is_sent_is_read_within_bounds_or_refused(sent: dict[str, list[str]]) -> None:
    form = Every.read(Fields([(name, one) for name, values in sent.items() for one in values]))
    for one in form:
        if one.error is None:
            assert len(one.value) <= one.most
            assert "\x00" not in one.value
