"""Texts in Danish and English: the catalogue, and dates, times and numbers as each language writes them.

The Danish text is the key; `locale/en/LC_MESSAGES/samhold.po` holds the English.
"""

import gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from rules.base import Language, Text

ZONE = ZoneInfo("Europe/Copenhagen")
LANGUAGES: tuple[Language, ...] = ("da", "en")
CATALOGUE = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "samhold.po"
_BABEL: dict[Language, str] = {"da": "da_DK", "en": "en_GB"}

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)
_ask: list[Callable[[], Language | None]] = []


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """The compiled catalogue. Danish needs none; a missing English text shows the Danish one."""
    if language == "da" or not CATALOGUE.is_file():
        return gettext.NullTranslations()
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def language() -> Language:
    """The language to speak now: what was set here, else what one of the asked knows, else Danish."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    return next((known for ask in _ask if (known := ask())), "da")


def ask_for_language(ask: Callable[[], Language | None]) -> None:
    """Let `ask` say the language where none was set, e.g. the session of the person who is looking."""
    if ask not in _ask:
        _ask.append(ask)


def speak(chosen: Language | None) -> None:
    """Set the language for this thread or task from now on; None forgets it."""
    _chosen.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak this language inside the block."""
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)


def _(message: str) -> str:
    """The text in the language of now; `message` is the Danish."""
    return _catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count; it may hold `{count}`, written as the language writes numbers."""
    wording = _catalogue(language()).ngettext(one, many, count)
    return wording.replace("{count}", number(count))


def pgettext(context: str, message: str) -> str:
    """The text where one Danish word means several things; `context` says which, to the translator alone."""
    return _catalogue(language()).pgettext(context, message)


def N_(message: str) -> str:
    """Mark a text for the catalogue where it is only kept; say it later with `_`."""
    return message


def say(text: Text, **params: object) -> str:
    """A bilingual text of a programme document in the language of now."""
    return text.say(language(), **params)


def _here(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone would be shown hours off")
    return moment.astimezone(ZONE)


def _day(day: date) -> date:
    return _here(day).date() if isinstance(day, datetime) else day


def long_date(day: date) -> str:
    """ "onsdag den 30. juni 2027", "Wednesday, 30 June 2027"."""
    return format_date(_day(day), "full", locale=_BABEL[language()])


def short_date(day: date) -> str:
    """ "30. jun. 2027", "30 Jun 2027"."""
    return format_date(_day(day), "medium", locale=_BABEL[language()])


def clock(moment: datetime) -> str:
    """ "kl. 10.00", "10:00": Danish time, whatever the moment's zone."""
    shown = format_time(_here(moment), "short", tzinfo=ZONE, locale=_BABEL[language()])
    return f"kl. {shown}" if language() == "da" else shown


def moment(when: datetime) -> str:
    """ "30. jun. 2027 kl. 10.00", "30 Jun 2027, 10:00"."""
    joint = " " if language() == "da" else ", "
    return f"{short_date(when)}{joint}{clock(when)}"


def number(value: float, decimals: int | None = None) -> str:
    """ "1.234,5", "1,234.5"; with `decimals`, exactly so many."""
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=_BABEL[language()])
