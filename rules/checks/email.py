"""E-mail addresses that can be written to."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from email_validator import EmailNotValidError, validate_email

from rules.application import Application, Participant
from rules.base import Text
from rules.checks.base import Context, RowRule
from rules.finding import Finding

_PLAIN = re.compile(
    r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE
)


_LONGEST = 254


class Email(RowRule):
    """`fields` are question ids; without any, all of type email. `participants` checks the list too."""

    kind: Literal["email"] = "email"
    fields: tuple[str, ...] = ()
    participants: bool = True
    message: Text = Text(
        da="»{value}« er ikke en gyldig e-mailadresse.", en="“{value}” is not a valid e-mail address."
    )
    question: Text | None = Text(
        da="E-mailadressen »{value}« ser ikke rigtig ud. Vil I sende os den rigtige?",
        en="The e-mail address “{value}” does not look right. Could you send us the correct one?",
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """One finding for each address that is written but can't be right; blank ones are for `required`."""
        for field in self.fields or context.of_type("email"):
            written = application.text(field)
            if written and not is_email(written):
                yield self.say(application, context, field)
        if self.participants:
            yield from self._listed(application, context)

    def _listed(self, application: Application, context: Context) -> Iterator[Finding]:
        field = context.fields.participants
        for person in listed(application, field):
            if person.email and not is_email(person.email):
                yield self.say(application, context, field, value=person.email)


def listed(application: Application, field: str) -> tuple[Participant, ...]:
    """The people on the list of participants; none where there is no list or it could not be read."""
    value = application.value(field)
    people = value if isinstance(value, tuple) else ()
    return tuple(p for p in people if isinstance(p, Participant))


@lru_cache(maxsize=65536)
def is_email(text: str) -> bool:
    """True where the text is one address by the rules of the mail standards; no look-up is made."""
    if len(text) <= 60 and _PLAIN.fullmatch(text):
        return ".." not in text
    if len(text) > _LONGEST:
        return False
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        return False
    return True
