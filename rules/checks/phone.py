"""Danish phone numbers: eight digits. Number-range tables are not consulted."""

import re
from collections.abc import Iterator
from typing import Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.finding import Finding

_SEPARATORS = re.compile(r"[\s.\-\u00ad\u2010-\u2015\u2212()/]+")
_DANISH = re.compile(r"(?:\+45|0045|45(?=\d{8}$))?(\d{8})")


class Phone(RowRule):
    """`fields` are question ids; without any, all questions of type phone."""

    kind: Literal["phone"] = "phone"
    fields: tuple[str, ...] = ()
    message: Text = Text(
        da="»{value}« er ikke et telefonnummer med otte cifre.",
        en="“{value}” is not a phone number of eight digits.",
    )
    question: Text | None = Text(
        da="Telefonnummeret »{value}« ser ikke ud til at have otte cifre. Vil I sende os det rigtige?",
        en="The phone number “{value}” does not seem to have eight digits. Could you send us the "
        "correct one?",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """One finding for each number that is written but hasn't eight digits."""
        for field in self.fields or context.of_type("phone"):
            written = application.text(field)
            if written and phone_digits(written) is None:
                yield self.say(application, context, field)


def phone_digits(text: str) -> str | None:
    """The eight digits of a Danish number, without +45 or 0045 and separators; None if it isn't one."""
    match = _DANISH.fullmatch(_SEPARATORS.sub("", text))
    return match[1] if match else None
