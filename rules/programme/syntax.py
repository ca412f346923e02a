"""Faults of TOML itself, in words for people who do not write TOML every day."""

import re
from collections.abc import Iterator

from rules.base import Text
from rules.programme.fault import Fault
from rules.programme.positions import first_unreadable_line

_POSITION = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")
_TWICE = re.compile(r"Cannot (overwrite|declare|mutate)|Duplicate inline")

_SAYINGS: tuple[tuple[re.Pattern[str], Text, Text], ...] = (
    (
        re.compile(r"Unterminated string|Illegal character|Expected \"'\""),
        Text(da="En tekst er ikke lukket.", en="A text is not closed."),
        Text(
            da='Sæt anførselstegn i begge ender; over flere linjer bruges """ i begge ender.',
            en='Put quotation marks at both ends; over several lines use """ at both ends.',
        ),
    ),
    (
        re.compile(r"Unescaped"),
        Text(da="En omvendt skråstreg står alene i en tekst.", en="A backslash stands alone in a text."),
        Text(da="Skriv den to gange: \\\\.", en="Write it twice: \\\\."),
    ),
    (
        _TWICE,
        Text(da="Det samme navn er brugt to gange.", en="The same name is used twice."),
        Text(
            da="Slet det ene; flere af samme slags skrives som [[navn]].",
            en="Delete one of them; several of a kind are written as [[name]].",
        ),
    ),
    (
        re.compile(r"Unclosed"),
        Text(
            da="En parentes er ikke lukket, eller et komma mangler i den.",
            en="A bracket is not closed, or a comma is missing in it.",
        ),
        Text(da="Sæt ] eller } i enden, og komma imellem.", en="Put ] or } at the end, and commas between."),
    ),
    (
        re.compile(r"Expected '='"),
        Text(da="Efter navnet mangler et lighedstegn.", en="An equals sign is missing after the name."),
        Text(da='Skriv navn = "værdi".', en='Write name = "value".'),
    ),
    (
        re.compile(r"Invalid value"),
        Text(da="Værdien kan ikke læses.", en="The value cannot be read."),
        Text(
            da='Sæt tekst i anførselstegn: "…"; tal, datoer, true og false står uden.',
            en='Put text in quotation marks: "…"; numbers, dates, true and false stand without.',
        ),
    ),
    (
        re.compile(r"Expected newline"),
        Text(da="Der står noget efter værdien.", en="Something stands after the value."),
        Text(
            da="Skriv én ting på hver linje, og datoer som 2024-06-18.",
            en="Write one thing on each line, and dates as 2024-06-18.",
        ),
    ),
    (
        re.compile(r"Expected '\]+'"),
        Text(da="Overskriften er ikke lukket.", en="The heading is not closed."),
        Text(da="Skriv [navn] eller [[navn]].", en="Write [name] or [[name]]."),
    ),
)
_OTHER = (
    Text(da="Linjen kan ikke læses.", en="The line cannot be read."),
    Text(
        da='Skriv navn = "værdi"; navne med andre tegn end a-z, 0-9, _ og - står i anførselstegn.',
        en='Write name = "value"; quote names with other characters than a-z, 0-9, _ and -.',
    ),
)


def fault(message: str, text: str) -> Fault:
    """The fault behind a message of the TOML reader ("… (at line 3, column 1)") on this text."""
    problem, cure = next(_said(message), _OTHER)
    return Fault(line=_line(message, text), path="", problem=problem, cure=cure)


def _said(message: str) -> Iterator[tuple[Text, Text]]:
    return ((problem, cure) for pattern, problem, cure in _SAYINGS if pattern.match(message))


def _line(message: str, text: str) -> int:
    """The reader's own line; where it ran to the end of the document, the line at which sense was lost."""
    position = _POSITION.search(message)
    if position and position["line"]:
        return int(position["line"])
    return first_unreadable_line(text) or max(1, len(text.rstrip().splitlines()))
