"""Access keys of a user, or of whoever is signed in: made, switched off and on, deleted (behaviour 3.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console import key_descriptions
from frontdesk.web.pages.console.asking import Nothing, ask, gather, refuse, require

MOST = 2


@dataclass(frozen=True)
class Holder:
    """Whose keys a page is about. ``name`` is None for whoever is signed in; ``path`` is where the keys are listed."""

    path: str
    name: str | None
    root: bool = False

    @property
    def crumbs(self) -> list[tuple[str, Message | str]]:
        """The way to the page that lists the keys."""
        home: list[tuple[str, Message | str]] = [("/console/home", Message("Console"))]
        if self.name is None:
            return [*home, (self.path, Message("Your security credentials"))]
        return [*home, ("/console/users", Message("Users")), (self.path, self.name)]


@dataclass(frozen=True)
class Key:
    """An access key as a page shows it; ``age`` in days, ``use_hidden`` where one may not see when it was used."""

    id: str
    active: bool
    created: datetime
    used_at: datetime | None = None
    service: str = ""
    region: str = ""
    use_hidden: bool = False
    age: int = 0
    description: str = ""


def user_path(name: str, *more: str) -> str:
    """Return the path of a user's page, or of one below it."""
    return "/".join(("/console/users", quote(name, safe="+=,.@-"), *more))


def holder_of(request: PageRequest) -> Holder:
    """Return whose keys this page is about, by its address."""
    name = request.params.get("name")
    if name is not None:
        return Holder(user_path(name), name)
    return Holder("/console/credentials", None, root=request.caller.kind == "Root")


def listed(request: PageRequest, holder: Holder) -> list[Key]:
    """Return somebody's keys, oldest first; raises what ``iam:ListAccessKeys`` raises."""
    return [_key(one) for one in gather(request, "ListAccessKeys", "AccessKeyMetadata", UserName=holder.name)]


def with_use(request: PageRequest, holder: Holder) -> list[Key]:
    """Return somebody's keys with their age, what each is for, and when, where and for what it was last used."""
    keys, user = listed(request, holder), _tagged(request, holder)
    told = key_descriptions.of(request, user) if keys and user else {}
    now = request.store.clock.now()
    aged = [replace(key, age=(now - key.created).days, description=told.get(key.id, "")) for key in keys]
    return [_used(request, key) for key in aged]


def _tagged(request: PageRequest, holder: Holder) -> str | None:
    """Return the user whose tags hold the descriptions; the root user has no tags."""
    return holder.name or request.caller.user_name


def _key(item: dict[str, Any]) -> Key:
    return Key(item["AccessKeyId"], item["Status"] == "Active", item["CreateDate"])


def _used(request: PageRequest, key: Key) -> Key:
    try:
        used = ask(request, "GetAccessKeyLastUsed", AccessKeyId=key.id)["AccessKeyLastUsed"]
    except AccessDenied:
        return replace(key, use_hidden=True)
    return replace(key, used_at=used.get("LastUsedDate"), service=used["ServiceName"], region=used["Region"])


def _one(request: PageRequest, holder: Holder) -> Key:
    """Return the key of this address; raises NotFound for one that is not this holder's."""
    wanted = request.params["key"]
    found = next((key for key in listed(request, holder) if key.id == wanted), None)
    if found is None:
        raise NotFound("There is no access key {id} here. It may have been deleted.", id=wanted)
    return found


class NewKey(Form):
    """``present`` are the keys that were there when the form was shown, so that a form sent twice makes one key."""

    present: Field = forms.hidden()
    description: Field = forms.text(
        Message("What it is for"),
        required=False,
        most=key_descriptions.LONGEST,
        hint=Message("Such as the program and the machine that hold it. It is kept as a tag of the user."),
    )
    understood: Field = forms.tick(
        Message("I understand that a key of the root user can do everything in this account"),
        hint=Message("An administrator's own key does the same work, and can be limited and replaced."),
        missing=Message("Tick the box if the root user has to have a key."),
    )


def _new_form(holder: Holder) -> NewKey:
    form = NewKey()
    form.understood.required = holder.root
    return form


def _stamp(keys: list[Key]) -> str:
    return " ".join(sorted(key.id for key in keys))


def show_new(request: PageRequest) -> Response:
    """Say what a key is for, and ask once more before making one."""
    holder = holder_of(request)
    keys = listed(request, holder)
    form = _new_form(holder)
    form.present.value = _stamp(keys)
    return request.render("console/keys_create.html", form=form, holder=holder, full=len(keys) >= MOST)


def make(request: PageRequest) -> Response:
    """Make a key and show its secret, this once: the answer to this request is the only place where it ever is."""
    holder = holder_of(request)
    keys = listed(request, holder)
    form = _new_form(holder).take(request.form)
    require(form.description, key_descriptions.SIGNS, key_descriptions.SIGNS_WORDS)
    if form.ok and form.present.value != _stamp(keys):
        return request.render("console/keys_shown_before.html", status=409, form=None, holder=holder)
    try:
        if form.ok:
            return _made(request, holder, form.description.value)
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/keys_create.html", form=form, holder=holder, full=len(keys) >= MOST)


def _made(request: PageRequest, holder: Holder, description: str) -> Response:
    made, user = ask(request, "CreateAccessKey", UserName=holder.name)["AccessKey"], _tagged(request, holder)
    untold = key_descriptions.keep(request, user, made["AccessKeyId"], description) if user and description else None
    return request.render("console/keys_secret.html", form=None, holder=holder, key=made, untold=untold)


def show_switch(status: str, request: PageRequest) -> Response:
    """Say what switching a key off or on does."""
    holder = holder_of(request)
    return _render_switch(request, holder, _one(request, holder), status, None)


def switch(status: str, request: PageRequest) -> Response:
    """Switch a key off or on."""
    holder, form = holder_of(request), Nothing()
    try:
        ask(request, "UpdateAccessKey", UserName=holder.name, AccessKeyId=request.params["key"], Status=status)
    except NotFound:
        raise
    except FrontdeskError as error:
        refuse(form, error)
        return _render_switch(request, holder, _one(request, holder), status, form)
    return request.see_other(f"{holder.path}?done=key-{status.lower()}")


def _render_switch(request: PageRequest, holder: Holder, key: Key, status: str, form: Form | None) -> Response:
    return request.render(
        "console/keys_switch.html", form=form, holder=holder, key=key, on=status == "Active", id=key.id
    )


class Delete(Form):
    """The key's own id, typed, so that it is the right one that goes."""

    typed: Field = forms.text(
        Message("Type the access key ID"), most=40, mono=True, missing=Message("Type the access key ID to confirm.")
    )


def show_delete(request: PageRequest) -> Response:
    """Ask for the key's id before it goes for good."""
    holder = holder_of(request)
    return request.render("console/keys_delete.html", form=Delete(), holder=holder, key=_one(request, holder))


def delete(request: PageRequest) -> Response:
    """Delete a key that was deactivated before."""
    holder = holder_of(request)
    key, form = _one(request, holder), Delete.read(request.form)
    if form.ok and form.typed.value != key.id:
        form.fault("typed", Message("This is not the ID of the key. It begins with {head}.", {"head": key.id[:8]}))
    try:
        if form.ok and not key.active:
            ask(request, "DeleteAccessKey", UserName=holder.name, AccessKeyId=key.id)
            user = _tagged(request, holder)
            if user:
                key_descriptions.forget(request, user, key.id)
            return request.see_other(f"{holder.path}?done=key-deleted")
    except FrontdeskError as error:
        refuse(form, error)
    return request.render("console/keys_delete.html", form=form, holder=holder, key=key)


def _pages(base: str) -> tuple[Page, ...]:
    one = f"{base}/access-keys/{{key}}"
    off, on = "Inactive", "Active"
    return (
        Page(f"{base}/access-keys/create", get=show_new, post=make, signed_in=True),
        Page(f"{one}/deactivate", get=partial(show_switch, off), post=partial(switch, off), signed_in=True),
        Page(f"{one}/activate", get=partial(show_switch, on), post=partial(switch, on), signed_in=True),
        Page(f"{one}/delete", get=show_delete, post=delete, signed_in=True),
    )


pages = (*_pages("/console/users/{name}"), *_pages("/console/credentials"))
