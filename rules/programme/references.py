"""What the parts of a document must agree on: names that point somewhere, words that mean one thing."""

from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter

from rules.base import Text
from rules.checks import Rule
from rules.checks.contact import Contact
from rules.checks.expression import Expression
from rules.columns import HEADERS
from rules.folding import fold, words
from rules.programme.draft import Draft
from rules.programme.fault import Defect, Loc, written
from rules.programme.model import Cohort, Question, QuestionType, cohort_names
from rules.programme.wording import nearest, one_of, suggestion
from rules.state import Status

_TYPE_OF_PART = {
    "timestamp": QuestionType.TIMESTAMP,
    "email": QuestionType.EMAIL,
    "size": QuestionType.NUMBER,
    "participants": QuestionType.PARTICIPANTS,
    "wishes": QuestionType.CHOICE,
}
_ALWAYS_THERE = frozenset({"size", "participants"})
"""Variables of an expression that every programme has."""
_CHOICES = (QuestionType.CHOICE, QuestionType.MULTIPLE)


def defects(draft: Draft) -> Iterator[Defect]:
    """Everything that does not fit together in the parts that could be read."""
    yield from _ids(draft)
    yield from _headers(draft)
    for index, question in draft.questions:
        yield from _question(("questions", index), question)
    yield from _fields(draft)
    yield from _rule_fields(draft)
    yield from _cohort_names(draft)
    yield from _wishes(draft)
    yield from _status_words(draft)


def _ids(draft: Draft) -> Iterator[Defect]:
    yield from _repeated(((("questions", i, "id"), q.id) for i, q in draft.questions), key=str)
    yield from _repeated(((("cohorts", i, "id"), c.id) for i, c in draft.cohorts), key=str)


def _headers(draft: Draft) -> Iterator[Defect]:
    ours = [((), header) for header in HEADERS.values()]
    theirs = [
        (("questions", i, *rest), header)
        for i, question in draft.questions
        for rest, header in {
            _spoken(word): (rest, word) for rest, word in _question_headers(question)
        }.values()
    ]
    yield from _repeated([*ours, *theirs])


def _question_headers(question: Question) -> Iterator[tuple[Loc, str]]:
    yield ("header",), question.header
    for index, alias in enumerate(question.aliases):
        yield ("aliases", index), alias
    for index, column in enumerate(question.columns):
        yield ("columns", index), column


def _spoken(text: str) -> str:
    """A text as it is compared in sheets: its folded words, without case, punctuation and kinds of blank."""
    return " ".join(words(text)) or fold(text)


def _repeated(named: Iterable[tuple[Loc, str]], key: Callable[[str], str] = _spoken) -> Iterator[Defect]:
    """Words that were there before, however spelt; a place of () is one of the software's own columns."""
    seen: dict[str, Loc] = {}
    for loc, word in named:
        before = seen.setdefault(key(word), loc)
        if before is loc:
            continue
        used = Text(
            da=f"»{word}« er en af Samholds egne kolonner.", en=f"“{word}” is one of Samhold's own columns."
        )
        if before:
            place = written(before)
            used = Text(da=f"»{word}« bruges allerede i {place}.", en=f"“{word}” is already used in {place}.")
        cure = Text(da="Giv den et navn for sig selv.", en="Give it a name of its own.")
        yield Defect(loc=loc, problem=used, cure=cure)


def _question(loc: Loc, question: Question) -> Iterator[Defect]:
    chosen = question.type in _CHOICES
    if chosen and not question.options:
        yield Defect(
            loc=loc,
            problem=Text(
                da=f"Spørgsmålet »{question.id}« har ingen svar at vælge imellem.",
                en=f"The question “{question.id}” has no answers to choose from.",
            ),
            cure=Text(da='Tilføj options = [{ value = "…" }].', en='Add options = [{ value = "…" }].'),
        )
    if question.options and not chosen:
        yield Defect(
            loc=(*loc, "options"),
            problem=Text(
                da=f"Et spørgsmål af typen {question.type} har ingen valgmuligheder.",
                en=f"A question of type {question.type} has no options.",
            ),
            cure=Text(
                da='Skriv type = "choice", eller slet dem.', en='Write type = "choice", or delete them.'
            ),
        )
    yield from _repeated(
        ((*loc, "options", i), word)
        for i, option in enumerate(question.options)
        for word in _distinct((option.value, *option.aliases))
    )
    yield from _columns(loc, question)


def _columns(loc: Loc, question: Question) -> Iterator[Defect]:
    for index, column in enumerate(question.columns):
        if question.type is QuestionType.PARTICIPANTS and column.count("{n}") == 1:
            continue
        yield Defect(
            loc=(*loc, "columns", index),
            problem=Text(
                da="Kun deltagere står i egne kolonner, og hver overskrift har {n} på nummerets plads.",
                en="Only participants stand in columns, and each header has {n} in the number's place.",
            ),
            cure=Text(da='Skriv fx "Deltager {n}: navn".', en='Write, say, "Deltager {n}: navn".'),
        )


def _fields(draft: Draft) -> Iterator[Defect]:
    """Every part must be played by a question of the right type; "" says that nothing is asked about it."""
    if draft.fields is None or not draft.question_ids:
        return
    types = {question.id: question.type for _, question in draft.questions}
    for part in type(draft.fields).model_fields:
        given: str | tuple[str, ...] = getattr(draft.fields, part)
        for question in (given,) if isinstance(given, str) else given:
            wanted = _TYPE_OF_PART.get(part)
            if question and question not in draft.question_ids:
                yield _no_question(("fields", part), question, draft, part)
            elif wanted and question in types and types[question] is not wanted:
                yield _wrong_type(("fields", part), question, wanted)


def _wrong_type(loc: Loc, question: str, wanted: QuestionType) -> Defect:
    return Defect(
        loc=loc,
        problem=Text(
            da=f"Spørgsmålet »{question}« har en anden type end {wanted}.",
            en=f"The question “{question}” is of another type than {wanted}.",
        ),
        cure=Text(da=f'Giv det type = "{wanted}".', en=f'Give it type = "{wanted}".'),
    )


def _no_question(loc: Loc, question: str, draft: Draft, part: str = "") -> Defect:
    otherwise = one_of(sorted(draft.question_ids))
    if part:
        otherwise = Text(
            da=f'Tilføj spørgsmålet, eller skriv {part} = "" under [fields].',
            en=f'Add the question, or write {part} = "" under [fields].',
        )
    return Defect(
        loc=loc,
        problem=Text(
            da=f"Der er ikke noget spørgsmål med id »{question}«.", en=f"No question has the id “{question}”."
        ),
        cure=suggestion(question, draft.question_ids, otherwise),
    )


def _rule_fields(draft: Draft) -> Iterator[Defect]:
    for index, rule in draft.rules if draft.question_ids else ():
        for parameter, question in _named_by(rule):
            if question and question not in draft.question_ids:
                yield _no_question(("rules", index, parameter), question, draft)


def _named_by(rule: Rule) -> Iterator[tuple[str, str]]:
    """The questions that a rule names, each with the parameter that names it."""
    if isinstance(rule, Expression):
        yield from (("expression", name) for name in rule.variables if name not in _ALWAYS_THERE)
    if isinstance(rule, Contact):
        yield "role", rule.role
    for parameter in ("field", "fields", "leader", "representative"):
        given: str | tuple[str, ...] = getattr(rule, parameter, ())
        yield from ((parameter, one) for one in ((given,) if isinstance(given, str) else given))


def _cohort_names(draft: Draft) -> Iterator[Defect]:
    once = {cohort.id: (index, cohort) for index, cohort in reversed(draft.cohorts)}
    yield from _repeated(
        [
            *((("no_preference", i), word) for i, word in enumerate(_distinct(draft.no_preference))),
            *(
                (("cohorts", i), w)
                for i, c in sorted(once.values(), key=itemgetter(0))
                for w in _distinct(cohort_names(c))
            ),
        ]
    )
    for index, cohort in draft.cohorts:
        if cohort.groups_min > cohort.groups_max:
            yield Defect(
                loc=("cohorts", index, "groups_min"),
                problem=Text(da="groups_min er over groups_max.", en="groups_min is above groups_max."),
                cure=Text(da=f"Skriv højst {cohort.groups_max}.", en=f"Write {cohort.groups_max} or less."),
            )


def _distinct(texts: Iterable[str]) -> Iterable[str]:
    """The texts without those that differ from another in spelling only."""
    return {_spoken(text): text for text in reversed(list(texts))}.values()


def _wishes(draft: Draft) -> Iterator[Defect]:
    """The choices of a wish are the cohorts and the words for "no preference"; every cohort can be chosen."""
    if draft.fields is None or not draft.complete:
        return
    cohorts = tuple(cohort for _, cohort in draft.cohorts)
    texts = (*draft.no_preference, *(word for c in cohorts for word in reversed(cohort_names(c))))
    known = {_spoken(text): text for text in texts}
    for index, question in draft.questions:
        if question.id not in draft.fields.wishes or not question.options:
            continue
        place = ("questions", index, "options")
        unknown = [(i, o.value) for i, o in enumerate(question.options) if _spoken(o.value) not in known]
        for number, word in unknown:
            yield Defect(
                loc=(*place, number, "value"),
                problem=Text(da=f"»{word}« er ikke et hold.", en=f"“{word}” is not a cohort."),
                cure=suggestion(word, known.values(), one_of(known.values())),
            )
        if not unknown:
            yield from _not_offered(place, question, cohorts)


def _not_offered(loc: Loc, question: Question, cohorts: tuple[Cohort, ...]) -> Iterator[Defect]:
    offered = {_spoken(option.value) for option in question.options}
    for cohort in cohorts:
        if offered.isdisjoint(map(_spoken, cohort_names(cohort))):
            name = cohort.name
            yield Defect(
                loc=loc,
                problem=Text(
                    da=f"Holdet »{name.da}« kan ikke vælges her.",
                    en=f"The cohort “{name.en}” cannot be chosen here.",
                ),
                cure=Text(da=f'Tilføj {{ value = "{name.da}" }}.', en=f'Add {{ value = "{name.da}" }}.'),
            )


def _status_words(draft: Draft) -> Iterator[Defect]:
    given = draft.status_ids
    for status in Status if given else ():
        if status not in given | {nearest(word, Status) for word in given}:
            yield Defect(
                loc=("statuses", str(status)),
                problem=Text(da=f"Status »{status}« har intet ord.", en=f"Status “{status}” has no word."),
                cure=Text(
                    da=f'Tilføj {status} = {{ text = {{ da = "…", en = "…" }} }}.',
                    en=f'Add {status} = {{ text = {{ da = "…", en = "…" }} }}.',
                ),
            )
    yield from _repeated(
        (("statuses", str(status)), word)
        for status, wording in draft.statuses.items()
        for word in _distinct((wording.text.da, wording.text.en, *wording.aliases))
    )
