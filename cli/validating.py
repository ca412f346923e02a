"""`samhold validate`: every finding on the responses in a file, with its cell and the question to ask."""

from collections import Counter
from collections.abc import Iterator

import typer

from cli.exits import Exit
from cli.options import AsJson, File, Lang, Named
from cli.output import done, lines, reporting, show
from cli.programmes import programme_named
from cli.reading import Answers, read_answers
from rules.base import Frozen, Language
from rules.finding import Finding, Outcome
from rules.programme.model import Programme
from rules.validation import validate as judge

_OUTCOMES = {
    "da": {Outcome.OK: "klar", Outcome.PERSON: "kræver et menneske", Outcome.INELIGIBLE: "kan ikke deltage"},
    "en": {Outcome.OK: "ok", Outcome.PERSON: "needs a person", Outcome.INELIGIBLE: "not eligible"},
}


class Found(Frozen):
    """One finding, in one language; `question` is "" where there is nothing to ask."""

    code: str
    outcome: Outcome
    cell: str
    field: str
    value: str
    message: str
    question: str


class Judged(Frozen):
    """One application: its row in the file, its case number, how it is judged and why."""

    row: int
    key: str
    outcome: Outcome
    findings: tuple[Found, ...]


class Validation(Frozen):
    """What `samhold validate --json` prints; `table` holds findings on the file itself."""

    programme: str
    applications: tuple[Judged, ...]
    table: tuple[Found, ...]


def validate(
    file: File,
    *,
    programme: Named,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """Judge the responses in a file by the programme's rules.

    JSON: `{"programme", "applications": [{"row", "key", "outcome": "ok|person|ineligible", "findings":
    [{"code", "outcome", "cell", "field", "value", "message", "question"}]}], "table": [findings on the file
    itself]}`. `cell` is the A1 address in the file; CPR numbers are masked. Exit code 1 where anything was
    found, 3 where no header is known.
    """
    with reporting(json):
        document = programme_named(programme)
        answers = read_answers(document, file)
        report = _report(document, answers, lang)
        if json:
            show(report)
        else:
            lines(_words(report, lang))
        if not answers.understood:
            raise typer.Exit(Exit.INPUT)
        done(bool(report.table) or any(one.findings for one in report.applications))


def _report(programme: Programme, answers: Answers, lang: Language) -> Validation:
    judgements = judge(programme, answers.applications)
    return Validation(
        programme=programme.id,
        applications=tuple(
            Judged(
                row=application.row,
                key=application.key,
                outcome=judgements[application.key].outcome,
                findings=tuple(_found(finding, lang) for finding in judgements[application.key].findings),
            )
            for application in answers.applications
        ),
        table=tuple(_found(finding, lang) for finding in answers.findings),
    )


def _found(finding: Finding, lang: Language) -> Found:
    return Found(
        code=finding.code,
        outcome=finding.outcome,
        cell=finding.cell,
        field=finding.field,
        value=finding.value,
        message=finding.say(lang),
        question=finding.ask(lang),
    )


def _words(report: Validation, lang: Language) -> Iterator[str]:
    names = _OUTCOMES[lang]
    for finding in report.table:
        yield f"{finding.cell:>5}  {finding.message}"
    for application in report.applications:
        yield f"{application.row:>5}  {application.key}  {names[application.outcome]}"
        for finding in application.findings:
            yield f"       {finding.cell}: {finding.message}"
            if finding.question:
                yield f"       -> {finding.question}"
    count = Counter(application.outcome for application in report.applications)
    yield f"{report.programme}: " + ", ".join(f"{count[outcome]} {names[outcome]}" for outcome in Outcome)
