"""What `texts` says in each language."""

from datetime import UTC, date, datetime

import pytest

from rules.base import Language
from texts import _, clock, long_date, moment, ngettext, number, pgettext, short_date, speaking

WHEN = datetime(2027, 6, 30, 8, 0, tzinfo=UTC)
DAY = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", ("onsdag den 30. juni 2027", "30. jun. 2027", "kl. 10.00", "30. jun. 2027 kl. 10.00")),
        ("en", ("Wednesday, 30 June 2027", "30 Jun 2027", "10:00", "30 Jun 2027, 10:00")),
    ],
)
def test_days_and_times_are_written_as_the_language_writes_them(
    language: Language, said: tuple[str, ...]
) -> None:
    """Days and times are Danish time, in the words and signs of the language."""
    with speaking(language):
        assert (long_date(DAY), short_date(DAY), clock(WHEN), moment(WHEN)) == said


@pytest.mark.parametrize(("language", "said"), [("da", ("1.234,5", "0,50")), ("en", ("1,234.5", "0.50"))])
def test_numbers_are_written_as_the_language_writes_them(language: Language, said: tuple[str, str]) -> None:
    """Decimal signs and thousands follow the language."""
    with speaking(language):
        assert (number(1234.5), number(0.5, 2)) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", ("Kø", "Hold", "Hold", "1 ansøgning", "1.000 ansøgninger")),
        ("en", ("Queue", "Cohorts", "Cohort", "1 application", "1,000 applications")),
    ],
)
def test_texts_come_in_the_language_spoken(language: Language, said: tuple[str, ...]) -> None:
    """One word, a word that means two things, and a count."""
    with speaking(language):
        counts = [ngettext("{count} ansøgning", "{count} ansøgninger", count) for count in (1, 1000)]
        assert (_("Kø"), _("Hold"), pgettext("one", "Hold"), *counts) == said


def test_an_unknown_text_is_said_in_danish() -> None:
    """A missing translation shows the Danish, never a code."""
    with speaking("en"):
        assert _("Findes ikke i kataloget") == "Findes ikke i kataloget"


def test_a_moment_without_time_zone_is_refused() -> None:
    """It would be shown hours off."""
    with pytest.raises(ValueError, match="without time zone"):
        clock(datetime(2027, 6, 30, 10, 0))  # noqa: DTZ001 - the point
