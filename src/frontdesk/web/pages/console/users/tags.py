"""A user's tags: words of your own that policies and lists can refer to."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Done, ask, done, gather, refuse
from frontdesk.web.pages.console.keys import user_path
from frontdesk.web.pages.console.users import user

MOST, FREE = 50, 3
_DONE = {"saved": Done(Message("The tags were saved"), Message("Policies that look at them follow at once."))}
Pair = tuple[str, str]


class Tags(Form):
    """As many rows of key and value as are needed; a row without a key is no tag."""

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Tags:
        """Return a form with these tags and some empty rows, within what a user may have."""
        form = cls()
        for number in range(1, min(len(pairs) + FREE, MOST) + 1):
            key, value = pairs[number - 1] if number <= len(pairs) else ("", "")
            form._row(number, key, value)
        return form

    def _row(self, number: int, key: str, value: str) -> None:
        place = {"number": number}
        for name, most, label, what in (
            ("key", 128, Message("Key of tag {number}", place), key),
            ("value", 256, Message("Value of tag {number}", place), value),
        ):
            one = Field(label=label, most=most, required=False, name=f"{name}{number}", value=what)
            setattr(self, one.name, one)

    @property
    def rows(self) -> list[tuple[Field, Field]]:
        """Key and value of each row."""
        every = list(self)
        return list(zip(every[::2], every[1::2], strict=True))

    @property
    def pairs(self) -> list[Pair]:
        """The tags that were filled in."""
        return [(key.value, value.value) for key, value in self.rows if key.value]

    def check(self) -> None:
        """Say what cannot be right: a value without a key, the same key twice."""
        seen: set[str] = set()
        for key, value in self.rows:
            if value.value and not key.value:
                key.error = Message("Give the value a key, or clear both.")
            if key.value and key.value.lower() in seen:
                key.error = Message("This key is used above already.")
            seen.add(key.value.lower())


def get(request: PageRequest) -> Response:
    """Show the tags, ready to be changed."""
    shown = user.described(request)
    return user.render(request, "tags", shown, Tags.of(_present(request)), done=done(request, _DONE))


def _present(request: PageRequest) -> list[Pair]:
    tags = gather(request, "ListUserTags", "Tags", UserName=request.params["name"])
    return [(tag["Key"], tag["Value"]) for tag in tags]


def post(request: PageRequest) -> Response:
    """Save the rows: new and changed ones are set, those that were cleared go."""
    present = _present(request)
    form = Tags.of([("", "")] * _rows_sent(request)).take(request.form)
    form.check()
    try:
        if form.ok:
            _save(request, present, form.pairs)
            return request.see_other(user_path(request.params["name"], "tags") + "?done=saved")
    except FrontdeskError as error:
        refuse(form, error)
    return user.render(request, "tags", user.described(request), form, done=None)


def _rows_sent(request: PageRequest) -> int:
    sent = (number for number in range(1, MOST + 1) if f"key{number}" in request.form)
    return max(max(sent, default=0) - FREE, 0)


def _save(request: PageRequest, present: Sequence[Pair], wanted: Sequence[Pair]) -> None:
    name, kept = request.params["name"], {key.lower() for key, _ in wanted}
    gone = [key for key, _ in present if key.lower() not in kept]
    changed = [{"Key": key, "Value": value} for key, value in wanted if (key, value) not in present]
    if gone:
        ask(request, "UntagUser", UserName=name, TagKeys=gone)
    if changed:
        ask(request, "TagUser", UserName=name, Tags=changed)


page = Page("/console/users/{name}/tags", get=get, post=post, signed_in=True)
