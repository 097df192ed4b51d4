"""Jinja, set up so that a page cannot forget to escape, to translate or to pass what it uses."""

from __future__ import annotations

import gettext
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from frontdesk.core.messages import Message

_HERE = Path(__file__).parent
_LOCALE = "en_GB"  # the one language there is; its order of day and month is the look's


class Templates:
    """Every template of the pages: ``<area>/<name>.html`` beside its module, ``layout/`` and ``components/``."""

    def __init__(self) -> None:
        self.words: gettext.NullTranslations = gettext.NullTranslations()
        self._environment = _Environment(
            self.words,
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
        self._environment.globals["ui"] = self._components = Components(self._environment)

    def render(self, name: str, /, **values: Any) -> str:
        """Return a page; raises jinja2's errors for a value that the template needs and was not given."""
        return self._environment.get_template(name).render(values)

    def prepare(self) -> None:
        """Compile what every page uses, so that the first visitor does not wait for it."""
        for layout in (_HERE / "layout").glob("*.html"):
            self._environment.get_template(f"layout/{layout.name}")
        assert self._components.macros

    def say(self, message: Message) -> str:
        """Return a message in the reader's language."""
        values = {name: self._say(value) for name, value in message.values.items()}
        return self.words.gettext(message.text).format(**values)

    def _say(self, value: Any) -> Any:
        return self.say(value) if isinstance(value, Message) else value


class _Environment(Environment):
    """Jinja that translates words without values when it compiles a template, instead of at each visit."""

    def __init__(self, words: gettext.NullTranslations, **options: Any) -> None:
        super().__init__(**options)
        self._saying = _Saying(words)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        self._saying.visit(parsed)
        return parsed


class _Saying(NodeTransformer):
    def __init__(self, words: gettext.NullTranslations) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (Jinja calls it so)
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(text))], kwargs=[]):
                # as Jinja does at run time: words are markup, and a doubled % in them is one
                return nodes.MarkSafe(nodes.Const(str(Markup(self._words.gettext(text)) % {})))
        return node


class Components:
    """Every macro below ``components/`` under its own name, so that pages need no import lines.

    They are compiled when the first of them is asked for: a tenth of the time that the server takes to start.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Macro:
        try:
            macro = self.macros[name]
        except KeyError:
            raise AttributeError(name) from None
        setattr(self, name, macro)  # where Jinja finds it at once the next time
        return macro

    @cached_property
    def macros(self) -> dict[str, Macro]:
        """Every macro by its name."""
        found: dict[str, Macro] = {}
        for file in sorted((_HERE / "components").glob("*.html")):
            module = self._environment.get_template(f"components/{file.name}").module
            found.update({name: value for name, value in vars(module).items() if isinstance(value, Macro)})
        return found


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
