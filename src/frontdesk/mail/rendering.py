"""Turns a message and its fields into subject, text and HTML in the recipient's language."""

from __future__ import annotations

import gettext
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import unescape
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from frontdesk.core.settings import Settings
from frontdesk.mail import messages
from frontdesk.mail.messages import WrongMail
from frontdesk.store.outbox import Mail

_HERE = Path(__file__).parent
_CATALOGUES = _HERE.parent / "locale"
_ENGLISH = Locale("en")
_WIDTH = 76
_ADDRESS = re.compile(r"""[a-z][a-z0-9+.-]*://[^\s<>"']*""", re.IGNORECASE)
_REFERENCE = re.compile(r"""(?:href|src|action|background)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s>]*))""", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """A mail as its reader sees it; ``text`` and ``html`` say the same."""

    subject: str
    text: str
    html: str


def render(mail: Mail, settings: Settings) -> Rendered:
    """Render a mail in its own locale, or in English where we do not speak it.

    Raises WrongMail for an unknown message, for fields other than the declared ones, and when any absolute
    address in the result does not begin with the configured origin (recovery R11).
    """
    messages.check(mail)
    try:
        rendered = _filled(mail, settings, _locale(mail.locale))
    except (TemplateError, ValueError) as fault:
        raise WrongMail(cause=f"message {mail.message}: {fault}") from fault
    _keep_to(settings.public_origin, rendered)
    return rendered


def _filled(mail: Mail, settings: Settings, locale: Locale) -> Rendered:
    environment = _environment(str(locale))
    words = {"house": settings.name, "lang": str(locale).replace("_", "-"), "dir": locale.text_direction}
    words |= dict(mail.fields)

    def fill(name: str) -> str:
        return environment.get_template(f"messages/{mail.message}/{name}").render(words)

    words["subject"] = " ".join(fill("subject.txt").split())
    return Rendered(words["subject"], _wrapped(fill("body.txt")), fill("body.html"))


def _keep_to(origin: str, rendered: Rendered) -> None:
    for address in _addresses(rendered):
        rest = address.removeprefix(origin)
        if rest == address or (rest and rest[0] not in "/?#"):
            raise WrongMail(cause="a link in a mail leads away from the configured origin")


def _addresses(rendered: Rendered) -> Iterator[str]:
    page = unescape(rendered.html)
    for part in (rendered.subject, rendered.text, page):
        yield from _ADDRESS.findall(part)
    yield from ("".join(quoted) for quoted in _REFERENCE.findall(page))


def _wrapped(text: str) -> str:
    lines = (textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _locale(name: str) -> Locale:
    try:
        locale = Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return _ENGLISH
    return locale if gettext.find("frontdesk", _CATALOGUES, [str(locale)]) else _ENGLISH


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    catalogue = gettext.translation("frontdesk", _CATALOGUES, [locale], fallback=True)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= _filters("en_GB" if locale == "en" else locale)
    return environment


def _filters(locale: str) -> Mapping[str, object]:
    def moment(text: str) -> str:
        at = datetime.fromisoformat(text).astimezone(UTC)
        return f"{format_date(at, 'long', locale)}, {at:%H:%M} UTC"

    return {"moment": moment, "number": int}  # jinja's own int takes any words for 0
