"""Dates, times and numbers as each language writes them."""

from datetime import UTC, date, datetime

import pytest

from texts import ask_for_language, clock, language, long_date, moment, ngettext, number, short_date, speaking

NOON = datetime(2027, 6, 30, 8, 0, tzinfo=UTC)


def test_danish() -> None:
    """Danish writes "onsdag den 30. juni 2027", "kl. 10.00" in Danish time, and "1.234,5"."""
    with speaking("da"):
        assert long_date(NOON) == "onsdag den 30. juni 2027"
        assert short_date(date(2027, 6, 30)) == "30. jun. 2027"
        assert clock(NOON) == "kl. 10.00"
        assert moment(NOON) == "30. jun. 2027 kl. 10.00"
        assert (number(1234.5), number(12), number(1234.5, 2)) == ("1.234,5", "12", "1.234,50")


def test_english() -> None:
    """English writes the same moments and numbers its own way."""
    with speaking("en"):
        assert long_date(NOON) == "Wednesday, 30 June 2027"
        assert moment(NOON) == "30 Jun 2027, 10:00"
        assert number(1234.5) == "1,234.5"


def test_late_in_the_evening() -> None:
    """A moment before midnight in UTC may be the next day in Denmark."""
    with speaking("da"):
        assert short_date(datetime(2027, 6, 30, 22, 30, tzinfo=UTC)) == "1. jul. 2027"


def test_moment_without_a_zone() -> None:
    """A moment without time zone is refused: it would be shown hours off."""
    with pytest.raises(ValueError, match="zone"):
        clock(datetime(2027, 6, 30, 8, 0))  # noqa: DTZ001


def test_plural() -> None:
    """The count decides the form and is written as the language does."""
    with speaking("da"):
        assert ngettext("{count} gruppe", "{count} grupper", 1) == "1 gruppe"
        assert ngettext("{count} gruppe", "{count} grupper", 1200) == "1.200 grupper"


def test_language_outside_a_session() -> None:
    """Where nobody knows the language, it is Danish."""
    ask_for_language(lambda: None)
    assert language() == "da"
