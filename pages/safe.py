"""People's text on the page: always as text. HTML is built here alone, and every value in it is escaped."""

import html
import re
from collections.abc import Iterable

import streamlit as st

_MARKDOWN = re.compile(r"[\\`*_\[\]<>$~|&]")
_AT_START = re.compile(r"^(\d+)?([#+\-=.)])")
_AUTOMATIC = re.compile(r"[:@]|www", re.IGNORECASE)


class Markup(str):
    """HTML that `markup` made; anything else is escaped before it goes into a page."""

    __slots__ = ()


def markup(template: str, *values: object, **named: object) -> Markup:
    """The template with every value escaped, save those that are `Markup` already."""
    return Markup(
        template.format(
            *(_escaped(value) for value in values),
            **{name: _escaped(value) for name, value in named.items()},
        )
    )


def joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """Several pieces of markup as one."""
    return Markup(between.join(parts))


def _escaped(value: object) -> str:
    return value if isinstance(value, Markup) else html.escape(str(value), quote=True)


def show(markup_: Markup) -> None:
    """Put markup on the page, where there is any."""
    if markup_:
        st.html(markup_)


def plain(text: str) -> str:
    """A text for a label where Streamlit would read markdown: shown letter by letter, on one line.

    Only what markdown would take is escaped, since screen readers are given the label as it is. An invisible
    joiner after `:`, `@` and `www` keeps icon codes and addresses from becoming icons and links.
    """
    escaped = _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    return _AUTOMATIC.sub("\\g<0>\u2060", _AT_START.sub(r"\1\\\2", escaped))
