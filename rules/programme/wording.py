"""Pydantic's complaints in words that the author of a document can use, Danish and English."""

import re
from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from rules.base import Text
from rules.programme.fault import Defect, Loc
from rules.programme.schema import keys_at, shape

_Words = tuple[str, str]

_EXPECTED: Mapping[str, tuple[_Words, _Words]] = {
    "string": (
        ("Her skal stå en tekst.", "A text belongs here."),
        ('Sæt den i anførselstegn: "…".', 'Put it in quotation marks: "…".'),
    ),
    "int": (
        ("Her skal stå et helt tal.", "A whole number belongs here."),
        ("Skriv det uden anførselstegn og komma.", "Write it without quotation marks or decimals."),
    ),
    "bool": (
        ("Her skal stå true eller false.", "true or false belongs here."),
        ("Skriv det uden anførselstegn.", "Write it without quotation marks."),
    ),
    "date": (
        ("Her skal stå en dato.", "A date belongs here."),
        ("Skriv den som 2024-06-18.", "Write it as 2024-06-18."),
    ),
    "datetime": (
        ("Her skal stå dato og klokkeslæt.", "A date and time belongs here."),
        ("Skriv det som 2024-09-10T10:00:00.", "Write it as 2024-09-10T10:00:00."),
    ),
    "timezone": (
        ("Tidspunktet bærer sin egen tidszone.", "The time carries a time zone of its own."),
        (
            "Skriv lokal tid uden Z eller +02:00; tidszonen står i `timezone`.",
            "Write local time without Z or +02:00; the time zone stands in `timezone`.",
        ),
    ),
    "tuple": (
        ("Her skal stå en liste.", "A list belongs here."),
        (
            "Skriv den i kantede parenteser: [ … ]; en liste af tabeller som [[navn]].",
            "Write it in square brackets: [ … ]; a list of tables as [[name]].",
        ),
    ),
    "model": (
        ("Her skal stå en tabel.", "A table belongs here."),
        (
            'Skriv den som { navn = … }; en tekst på to sprog som { da = "…", en = "…" }.',
            'Write it as { name = … }; a text in two languages as { da = "…", en = "…" }.',
        ),
    ),
}
_SAME = {
    "float": "int",
    "finite": "int",
    "dict": "model",
    "list": "tuple",
    "frozenset": "tuple",
    "set": "tuple",
    "mapping": "model",
}


_PLACEHOLDER = re.compile(r"unknown placeholder \{(\w*)\}; these are known: (.*)")

_EXPRESSION = re.compile(r"^Failed to parse expression .*?: ERROR: <input>:\d+:(\d+):", re.DOTALL)


def worded(errors: Iterable[ErrorDetails], document: Mapping[str, object]) -> list[Defect]:
    """All complaints of pydantic as defects at their places, each mistake once."""
    kept = [error for error in errors if not _follows_from_others(error)]
    unknown = [e["loc"] for e in kept if e["type"] == "extra_forbidden"]
    misspelt = {(*loc[:-1], nearest(str(loc[-1]), keys_at(_place(loc)[:-1], document))) for loc in unknown}
    return [_defect(e, document) for e in kept if e["type"] != "missing" or e["loc"] not in misspelt]


def _follows_from_others(error: ErrorDetails) -> bool:
    """A list whose elements are all faulty is called too short as well."""
    return error["type"] == "too_short" and bool(error["input"])


def _defect(error: ErrorDetails, document: Mapping[str, object]) -> Defect:
    loc = _place(error["loc"])
    kind = error["type"]
    if kind == "missing":
        return _missing(loc)
    if kind == "extra_forbidden":
        return _unknown_key(loc, keys_at(loc[:-1], document))
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _unknown_word(loc, error)
    if kind == "union_tag_not_found":
        return _missing((*loc, "kind"))
    problem, cure = _limit(kind, loc, error) or _expected(kind) or _other(error["msg"])
    return Defect(loc=loc, problem=_text(problem), cure=_text(cure))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that this one was probably meant to be; "" where none is near."""
    hit = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=65)
    return str(hit[0]) if hit else ""


def suggestion(word: str, known: Iterable[str], otherwise: Text) -> Text:
    """ "Did you mean …?" where a known word is near; else the other cure."""
    near = nearest(word, known)
    return Text(da=f"Mente du `{near}`?", en=f"Did you mean `{near}`?") if near else otherwise


def one_of(words: Iterable[str]) -> Text:
    """The cure that lists the words to choose from."""
    listed = ", ".join(words)
    return Text(da=f"Vælg et af: {listed}.", en=f"Choose one of: {listed}.")


def _place(loc: Loc) -> Loc:
    """The location without what pydantic adds: the rule's kind after its number, and a mark for keys."""
    tagged = loc[:1] == ("rules",) and len(loc) > 2
    return tuple(part for part in (loc[:2] + loc[3:] if tagged else loc) if part != "[key]")


def _missing(loc: Loc) -> Defect:
    name = loc[-1]
    written = {"table": f"[{name}]", "tables": f"[[{name}]]"}.get(shape(str(name)), f"{name} = …")
    return Defect(
        loc=loc,
        problem=Text(da=f"`{name}` mangler.", en=f"`{name}` is missing."),
        cure=Text(da=f"Tilføj `{written}`.", en=f"Add `{written}`."),
    )


def _unknown_key(loc: Loc, known: tuple[str, ...]) -> Defect:
    name = str(loc[-1])
    return Defect(
        loc=loc,
        problem=Text(da=f"`{name}` hører ikke hjemme her.", en=f"`{name}` does not belong here."),
        cure=suggestion(name, known, one_of(known)),
    )


def _unknown_word(loc: Loc, error: ErrorDetails) -> Defect:
    context = error.get("ctx", {})
    known = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags")))
    given = error["input"]
    word = str(given.get("kind", "") if isinstance(given, dict) else given)
    return Defect(
        loc=(*loc, "kind") if error["type"] == "union_tag_invalid" else loc,
        problem=Text(da=f"»{word}« kendes ikke her.", en=f"“{word}” is not known here."),
        cure=suggestion(word, known, one_of(known)),
    )


def _limit(kind: str, loc: Loc, error: ErrorDetails) -> tuple[_Words, _Words] | None:
    context = error.get("ctx", {})
    if kind in ("greater_than", "greater_than_equal"):
        least = context["gt"] + 1 if "gt" in context else context["ge"]
        return (
            ("Tallet er for lille.", "The number is too small."),
            (f"Skriv {least} eller mere.", f"Write {least} or more."),
        )
    if kind in ("too_short", "string_too_short"):
        return (("Her står ingenting.", "Nothing stands here."), ("Skriv mindst én.", "Write at least one."))
    if kind == "string_pattern_mismatch" and loc[-1] == "contact":
        return (
            ("Det er ikke en mailadresse.", "This is no e-mail address."),
            ("Skriv fx info@eksempel.dk.", "Write, say, info@example.org."),
        )
    if kind == "string_pattern_mismatch":
        return (
            ("Navnet har tegn, som ikke kan bruges.", "The name has characters that cannot be used."),
            (
                "Begynd med et lille bogstav a-z; derefter små bogstaver, tal og stregen i de andre navne.",
                "Begin with a small letter a-z; then small letters, digits and dashes as in other names.",
            ),
        )
    return None


def _expected(kind: str) -> tuple[_Words, _Words] | None:
    base = kind.partition("_")[0]
    return _EXPECTED.get(_SAME.get(base, base))


def _other(message: str) -> tuple[_Words, _Words]:
    said = message.removeprefix("Value error, ")
    if placeholder := _PLACEHOLDER.fullmatch(said):
        name, known = placeholder.groups()
        return (
            (f"{{{name}}} kan ikke udfyldes i denne tekst.", f"{{{name}}} cannot be filled in this text."),
            (f"Brug kun: {known}.", f"Use only: {known}."),
        )
    if place := _EXPRESSION.search(said):
        return (
            (
                f"Udtrykket kan ikke læses ved tegn {place[1]}.",
                f"The expression cannot be read at character {place[1]}.",
            ),
            ("Skriv det i CEL, fx size <= 6.", "Write it in CEL, for example size <= 6."),
        )
    return (
        (f"Det kan ikke bruges: {said}.", f"This cannot be used: {said}."),
        ("Ret det efter beskeden.", "Change it as the message says."),
    )


def _text(words: _Words) -> Text:
    return Text(da=words[0], en=words[1])
