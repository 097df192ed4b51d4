"""Forms as dataclasses of fields: what they ask, what was typed, what is wrong with it.

    class SignIn(Form):
        user: Field = text(Message("User name"), autocomplete="username", most=64)
        password: Field = password(Message("Password"), autocomplete="current-password")

    form = SignIn.read(request.form)

A form that is not ``ok`` goes back to its template, which shows the errors and what was typed, but no password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self, dataclass_transform

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message, Remedy
from frontdesk.core.secret import Password
from frontdesk.web.fields import Fields, File

# characters that no keyboard types, by the kind of field
_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f]")
_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# behaviour 1.2 lets passwords hold U+0020 to U+00FF, control characters from U+007F on among them
_CONTROL = {"password": re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]"), "long": _IN_LINES, "code": _IN_LINES}
_SIX_DIGITS = re.compile("[0-9]{6}")
_CODE = Message("Enter the six digits.")


@dataclass(frozen=True)
class Choice:
    """One of the answers that a field offers."""

    value: str
    words: Message
    hint: Message | None = None


@dataclass
class Field:
    """One question of a form.

    ``kind`` is text, email, password, code, long, tick, pick, picks, select, file or hidden and decides which component
    draws it. ``most`` bounds the characters, and the number of ``files``. ``parameter`` is the name that an operation
    gives this input, so that its refusals find their field. ``error`` stands beside the field when it is drawn.
    """

    label: Message
    kind: str = "text"
    hint: Message | None = None
    autocomplete: str = "off"
    most: int = 200
    required: bool = True
    missing: Message | None = None
    choices: tuple[Choice, ...] = ()
    parameter: str = ""
    input_mode: str = ""
    mono: bool = False
    name: str = ""
    value: str = field(default="", repr=False)
    values: list[str] = field(default_factory=list, repr=False)
    files: list[File] = field(default_factory=list, repr=False)
    error: Message | None = None

    @property
    def ticked(self) -> bool:
        """Whether a tick-box was ticked."""
        return bool(self.value)

    @property
    def secret(self) -> Password:
        """What was typed, as a value that is never printed."""
        return Password(self.value)

    def take(self, sent: Fields) -> None:
        """Take over what was sent and say what is wrong with it, if anything is."""
        self.files = sent.files(self.name)
        self.values = sent.all(self.name) if self.kind != "file" else [one.name for one in self.files]
        self.value = self._clean(self.values[-1] if self.values else "")
        self.error = self._fault()

    def _clean(self, typed: str) -> str:
        if self.kind == "code":
            return "".join(typed.split()).replace("-", "")
        return typed if self.kind in ("password", "long") else typed.strip()

    def _fault(self) -> Message | None:
        if self.kind == "file":
            return self._file_fault()
        if self._is_long(self.value) or any(map(self._is_long, self.values)):
            return Message("{label} may have at most {most} characters.", {"label": self.label, "most": self.most})
        control = _CONTROL.get(self.kind, _IN_A_LINE)
        if any(map(control.search, (self.value, *self.values))):
            return Message(
                "{label} contains a character that no keyboard types. Type it again instead of pasting it.",
                {"label": self.label},
            )
        if not self.value:
            return (self.missing or Message("{label} is missing.", {"label": self.label})) if self.required else None
        return self._misfit()

    def _file_fault(self) -> Message | None:
        if len(self.files) > self.most:
            return Message("Choose at most {most} files.", {"most": self.most})
        return self.missing or Message("Choose a file.") if self.required and not self.files else None

    def _misfit(self) -> Message | None:
        if self.kind == "code" and not _SIX_DIGITS.fullmatch(self.value):
            return _CODE
        offered = {choice.value for choice in self.choices}
        if self.choices and not offered.issuperset(self.values):
            return Message("Choose one of the answers.")
        return None

    def _is_long(self, value: str) -> bool:
        return len(value) > self.most


@dataclass(frozen=True)
class Refusal:
    """Why a form as a whole was refused: what happened, what to do, whom to quote it to."""

    heading: Message
    words: Message
    reference: str | None = None
    advice: Message | None = None
    at: str = ""
    remedy: Remedy | None = None


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Form:
    """A subclass with annotated fields is a dataclass of them; see the module's example."""

    refusal: Refusal | None

    def __init_subclass__(cls) -> None:
        dataclass(kw_only=True)(cls)

    def __post_init__(self) -> None:
        self.refusal = None
        for name, one in vars(self).items():
            if isinstance(one, Field):
                one.name = name

    def __iter__(self) -> Iterator[Field]:
        return (one for one in vars(self).values() if isinstance(one, Field))

    @classmethod
    def read(cls, sent: Fields) -> Self:
        """Return the form with what was sent and, per field, what is wrong with it."""
        return cls().take(sent)

    @classmethod
    def showing(cls, **values: str) -> Self:
        """Return an untouched form with these values typed already; unknown names raise KeyError."""
        form = cls()
        known = {one.name: one for one in form}
        for name, value in values.items():
            known[name].value = value
            known[name].values = [value] if value else []
        return form

    def take(self, sent: Fields) -> Self:
        """Fill in what was sent; for forms whose choices were set first."""
        for one in self:
            one.take(sent)
        return self

    @property
    def ok(self) -> bool:
        """Whether nothing was refused, neither a field nor the form as a whole."""
        return self.refusal is None and not self.errors

    @property
    def errors(self) -> list[Field]:
        """The fields with something wrong, in the order of the page."""
        return [one for one in self if one.error]

    def fault(self, name: str, words: Message) -> None:
        """Put a message beside the field ``name``."""
        {one.name: one for one in self}[name].error = words

    def refuse(self, error: FrontdeskError) -> None:
        """Show a refusal: beside the field it names, or over the form when it names none of this form's."""
        at = next((one for one in self if error.field and error.field in (one.parameter, one.name)), None)
        if at is not None:
            at.error = error.public
            return
        reference = getattr(error, "reference", None)
        self.refusal = Refusal(Message("That did not work"), error.public, reference, remedy=error.remedy)


def text(label: Message, **more: Any) -> Any:
    """A line of text; surrounding space is taken away."""
    return _field(label, "text", more)


def email(label: Message, **more: Any) -> Any:
    """An e-mail address, of at most 254 characters unless told otherwise."""
    return _field(label, "email", {"most": 254, "autocomplete": "email"} | more)


def password(label: Message, **more: Any) -> Any:
    """A password, taken exactly as typed, bounded to 1,024 characters; ``autocomplete`` has to be said."""
    return _field(label, "password", {"most": 1024} | more)


def code(label: Message, **more: Any) -> Any:
    """Six digits from a mail or a device; spaces and hyphens are forgiven."""
    given = {"most": 32, "missing": _CODE, "autocomplete": "one-time-code", "input_mode": "numeric"}
    return _field(label, "code", given | more)


def long(label: Message, **more: Any) -> Any:
    """Several lines of text, taken as typed."""
    return _field(label, "long", {"most": 20_000} | more)


def tick(label: Message, **more: Any) -> Any:
    """A box to tick; optional unless ``required=True``."""
    return _field(label, "tick", {"required": False} | more)


def pick(label: Message, *choices: Choice, **more: Any) -> Any:
    """One answer out of a few, all of them shown."""
    return _field(label, "pick", {"choices": choices} | more)


def picks(label: Message, *choices: Choice, **more: Any) -> Any:
    """Any number of answers; read them from ``values``."""
    return _field(label, "picks", {"choices": choices, "required": False} | more)


def select(label: Message, *choices: Choice, **more: Any) -> Any:
    """One answer out of many, in a list that opens."""
    return _field(label, "select", {"choices": choices} | more)


def file(label: Message, **more: Any) -> Any:
    """Files, at most ``most`` of them, one unless told otherwise; read them from ``files``. Optional unless told."""
    return _field(label, "file", {"most": 1, "required": False} | more)


def hidden(**more: Any) -> Any:
    """A value that travels with the form; the person can change it, so check it like any other."""
    return _field(Message("This page"), "hidden", {"required": False, "most": 4096} | more)


def _field(label: Message, kind: str, more: dict[str, Any]) -> Any:
    return field(default_factory=lambda: Field(label=label, kind=kind, **more))
