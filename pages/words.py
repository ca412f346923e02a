"""What codes are called on the pages, in the language of the one who looks."""

from collections.abc import Mapping

from rules.finding import Finding, Outcome
from rules.people import Role
from rules.programme.model import Programme
from rules.state import Source, Status
from texts import N_, _, language, say

_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.OK: N_("Klar"),
    Outcome.PERSON: N_("Kræver et menneske"),
    Outcome.INELIGIBLE: N_("Kan ikke deltage"),
}
_ROLES: Mapping[Role, str] = {
    Role.VIEWER: N_("læser"),
    Role.CONSULTANT: N_("konsulent"),
    Role.COORDINATOR: N_("koordinator"),
    Role.ADMINISTRATOR: N_("administrator"),
}
_SOURCES: Mapping[Source, str] = {
    Source.PAGE: N_("her på siden"),
    Source.CLI: N_("fra kommandolinjen"),
    Source.SHEET: N_("i arket"),
    Source.FORM: N_("i formularen"),
    Source.RULE: N_("af en regel"),
}
TONES: Mapping[Outcome, str] = {
    Outcome.OK: "sh-ok",
    Outcome.PERSON: "sh-person",
    Outcome.INELIGIBLE: "sh-no",
}
"""The style class of each outcome; colour never says it alone."""


def outcome(value: Outcome) -> str:
    """What an outcome is called."""
    return _(_OUTCOMES[value])


def role(value: Role) -> str:
    """What a role is called."""
    return _(_ROLES[value])


def source(value: Source) -> str:
    """From where a decision came, to follow a name."""
    return _(_SOURCES[value])


def status(programme: Programme, value: Status) -> str:
    """What the programme calls a status."""
    return say(programme.statuses[value].text)


def cohort(programme: Programme, cohort_id: str) -> str:
    """What a cohort is called; an unknown id is shown as it is."""
    known = programme.cohort(cohort_id)
    return say(known.name) if known else cohort_id


def question(programme: Programme, question_id: str) -> str:
    """What a question is called among those who work with the answers: its column, in English its label."""
    known = programme.question(question_id)
    if known is None:
        return question_id
    return known.header if language() == "da" or known.label is None else say(known.label)


def asked(programme: Programme, question_id: str) -> str:
    """What the form asks the applicant."""
    known = programme.question(question_id)
    if known is None:
        return question_id
    return say(known.label) if known.label else known.header


def finding(one: Finding) -> str:
    """What a rule found."""
    return one.say(language())


def ask(one: Finding) -> str:
    """The question to put to the applicant, or ""."""
    return one.ask(language())
