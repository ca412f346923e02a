"""What can be wrong with a programme document, said so that its author can cure it."""

from rules.base import Frozen, Language, Text


class Fault(Frozen):
    """One fault of a document: line (from 1), path (`cohorts[1].groups_max`), what is wrong, and the cure."""

    line: int
    path: str
    problem: Text
    cure: Text

    def say(self, language: Language = "da") -> str:
        """The fault on one line of text."""
        where = {"da": "Linje", "en": "Line"}[language]
        place = f"{where} {self.line}" + (f", {self.path}" if self.path else "")
        return f"{place}: {self.problem.say(language)} {self.cure.say(language)}"


class DocumentFaults(Exception):
    """A document that cannot be used, with all its faults in the order of their lines."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.say() for fault in faults))
        self.faults = faults


Loc = tuple[str | int, ...]
"""Where something stands: keys, and positions in lists from 0."""


class Defect(Frozen):
    """A fault before its line is known."""

    loc: Loc
    problem: Text
    cure: Text


def written(loc: Loc) -> str:
    """The location as people write it: `cohorts[1].name.da`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
