"""Jinja, set up so that a page cannot forget to escape, to translate or to pass what it uses."""

from __future__ import annotations

import gettext
from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from frontdesk.core.messages import Message

_HERE = Path(__file__).parent
_LOCALE = "en_GB"  # the one language there is; its order of day and month is the look's


class Templates:
    """Every template of the pages: ``<area>/<name>.html`` beside its module, ``layout/`` and ``components/``."""

    def __init__(self) -> None:
        self.words: gettext.NullTranslations = gettext.NullTranslations()
        self._environment = Environment(
            loader=FileSystemLoader([_HERE / "pages", _HERE]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            finalize=self._say,
        )
        self._environment.install_gettext_translations(self.words, newstyle=True)  # type: ignore[attr-defined]
        self._environment.filters |= {"moment": moment, "day": day, "clock": clock}
        self._gather_components()

    def render(self, name: str, /, **values: Any) -> str:
        """Return a page; raises jinja2's errors for a value that the template needs and was not given."""
        return self._environment.get_template(name).render(values)

    def say(self, message: Message) -> str:
        """Return a message in the reader's language."""
        values = {name: self._say(value) for name, value in message.values.items()}
        return self.words.gettext(message.text).format(**values)

    def _gather_components(self) -> None:
        # every macro under its own name as ui.NAME, so that pages need no import lines
        self._environment.globals["ui"] = macros = SimpleNamespace()
        for file in sorted((_HERE / "components").glob("*.html")):
            module = self._environment.get_template(f"components/{file.name}").module
            vars(macros).update({name: value for name, value in vars(module).items() if isinstance(value, Macro)})

    def _say(self, value: Any) -> Any:
        return self.say(value) if isinstance(value, Message) else value


@cache
def loaded() -> Templates:
    """Return the templates, compiled once however many sites there are."""
    return Templates()


def day(at: datetime) -> Markup:
    """Return a day in words, such as 23 November 2026, readable by machines too."""
    return Markup('<time datetime="{}">{}</time>').format(at.strftime("%Y-%m-%d"), _day(at))


def moment(at: datetime) -> Markup:
    """Return a UTC moment in words, such as 23 November 2026, 09:14 UTC."""
    words = f"{_day(at)}, {at:%H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(at.strftime("%Y-%m-%dT%H:%MZ"), words)


def clock(at: datetime) -> Markup:
    """Return the time of day of a UTC moment, such as 09:14."""
    return Markup('<time datetime="{}">{}</time>').format(at.strftime("%Y-%m-%dT%H:%M:%SZ"), f"{at:%H:%M}")


def _day(at: datetime) -> str:
    return str(format_date(at.date(), "long", locale=_LOCALE))
