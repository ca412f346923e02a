"""The municipal sector: who owns the workplace."""

from collections.abc import Iterator
from typing import Literal

from rules.application import Application
from rules.base import Text
from rules.checks.base import Case, Context, RowRule
from rules.finding import Finding, Outcome
from rules.folding import words


class Sector(RowRule):
    """Words of `municipal` pass, words of `others` are out, all else needs a person. `field` is the question.

    A self-governing institution is neither: it may work under an agreement with its municipality.
    """

    kind: Literal["sector"] = "sector"
    field: str = "sector"
    municipal: tuple[str, ...] = ("Kommunal", "Kommunalt", "Kommune", "Kommunen", "Kommunalt ejet")
    others: tuple[str, ...] = (
        *("Regional", "Regionalt", "Region", "Regionen", "Regionalt ejet", "Regionalt hospital"),
        *("Region Hovedstaden", "Region Midtjylland", "Region Nordjylland", "Region Sjælland"),
        *("Region Syddanmark", "Region Østdanmark", "Regional institution", "Regional arbejdsplads"),
        *("Statslig", "Statsligt", "Stat", "Staten", "Statsligt ejet", "Statslig institution"),
        *("Privat", "Private", "Privatejet", "Privat ejet", "Privat virksomhed", "Privat firma"),
        *("Privat leverandør", "Privat institution", "Privat arbejdsgiver"),
    )
    message: Text = Text(
        da="Ejerforholdet er »{value}«. Det skal afklares, om arbejdspladsen hører til kommunen.",
        en="The workplace is “{value}”. Whether it belongs to the municipality must be settled.",
    )
    question: Text | None = Text(
        da="I skriver »{value}« om arbejdspladsens ejerforhold. Har I en driftsoverenskomst med "
        "kommunen, og er I "
        "omfattet af kommunens MED-aftale?",
        en="You describe the ownership of your workplace as “{value}”. Do you have an operating "
        "agreement with the "
        "municipality, and does its MED agreement cover you?",
    )
    blank: Case = Case(
        message=Text(
            da="Det er ikke oplyst, hvem der ejer arbejdspladsen.", en="Who owns the workplace is not stated."
        ),
        question=Text(
            da="Er arbejdspladsen kommunal? Vil I skrive, hvem der ejer den?",
            en="Is the workplace municipal? Could you tell us who owns it?",
        ),
    )
    outside: Case = Case(
        message=Text(
            da="Arbejdspladsen er ikke kommunal, men »{value}«.",
            en="The workplace is not municipal but “{value}”.",
        ),
        outcome=Outcome.INELIGIBLE,
    )

    def check(self, application: Application, context: Context) -> Iterator[Finding]:
        """Nothing for a municipal workplace, one finding for all others."""
        written = words(application.meaning(self.field))
        if not written:
            yield self.say(application, context, self.field, case="blank")
        elif any(written == words(one) for one in self.others):
            yield self.say(application, context, self.field, case="outside")
        elif not any(written == words(one) for one in self.municipal):
            yield self.say(application, context, self.field)
