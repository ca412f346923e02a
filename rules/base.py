"""The two models everything here is made of: frozen values, and texts in two languages."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["da", "en"]
Cell = str | int | float | bool | None
"""One cell's value as the Sheets API gives it unformatted: dates are serial day numbers, blank is None."""


class Frozen(BaseModel):
    """An immutable value; unknown fields are refused so that a typing error in a document is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A text that people see, Danish with English beside it. Placeholders are `{name}`."""

    da: str
    en: str

    def say(self, language: Language = "da", **params: object) -> str:
        """The text in one language with its placeholders filled; an unknown placeholder raises KeyError."""
        wording = self.da if language == "da" else self.en
        return wording.format(**params) if params else wording
