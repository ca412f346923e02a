"""One cell's raw value as a person reads it, and as a number, a phone number, a choice or yes and no."""

import re

from rules.base import Cell
from rules.checks.phone import phone_digits
from rules.folding import words
from rules.programme.model import Option

_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!)")
_NUMBER = re.compile(r"([+-]?\d{1,3}(?:\.\d{3})+|[+-]?\d+)(?:,(\d+))?\.?")
_POINT = re.compile(r"[+-]?\d+\.\d{1,2}")
_COUNTED = frozenset({"person", "personer", "pers", "deltager", "deltagere", "mand", "stk", "styk", "people"})
_WORDS = (
    "nul en to tre fire fem seks syv otte ni ti "
    "elleve tolv tretten fjorten femten seksten sytten atten nitten tyve"
)
_NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS.split())} | {"et": 1, "een": 1}
_YES = frozenset({"ja", "j", "yes", "y", "true", "sand", "1"})
_NO = frozenset({"nej", "n", "no", "false", "falsk", "0"})
_FLOAT_TEXT = re.compile(r"(\d+)\.0+")
_JOINED = re.compile(r"[,;\n]")
_LARGEST = 10**15


def text_of(raw: Cell) -> str:
    """What a person reads in the cell: whole numbers without a point, truth as a Danish sheet shows it."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "SAND" if raw else "FALSK"
    if isinstance(raw, float):
        return f"{raw:.0f}" if raw.is_integer() and abs(raw) < _LARGEST else f"{raw:.15g}".replace(".", ",")
    return f"{raw}"


def is_error(raw: Cell) -> bool:
    """True for a formula's error value, such as #REF!."""
    return isinstance(raw, str) and "#" in raw and _ERROR.fullmatch(raw.strip()) is not None


def number(raw: Cell) -> int | float | None:
    """A count as people write it: 3, "3,0", "1.234", "otte", "3 personer". None where it isn't plain."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return _whole(float(raw))
    written = raw.strip()
    counted = written.rsplit(None, 1)
    if len(counted) == 2 and counted[1].strip(".").casefold() in _COUNTED:
        written = counted[0]
    spelled = _NUMBER_WORDS.get(written.casefold().strip("."))
    return _digits(written) if spelled is None else spelled


def phone(raw: Cell) -> str:
    """The eight digits, from text or from a number that a sheet made of them; else the text as written."""
    written = text_of(raw).strip()
    whole = _FLOAT_TEXT.fullmatch(written)
    return phone_digits(whole[1] if whole else written) or written


def yes_no(raw: Cell) -> bool | None:
    """Yes or no in Danish or English, as a tick box or as 1 and 0; None for anything else."""
    if isinstance(raw, bool):
        return raw
    said = " ".join(words(text_of(raw)))
    return True if said in _YES else False if said in _NO else None


def choice(written: str, options: tuple[Option, ...]) -> str:
    """The option that a text names, however spelled; the text itself where it names none (an "other")."""
    if any(option.value == written for option in options):
        return written
    said = words(written)
    for option in options:
        if any(words(name) == said for name in _names(option)):
            return option.value
    return written.strip()


def choices(written: str, options: tuple[Option, ...]) -> tuple[str, ...]:
    """The options in a text, as Google Forms joins them with ", ". An option may itself contain commas."""
    pieces = [piece for piece in _JOINED.split(written) if piece.strip()]
    known = {option.value for option in options}
    longest = max((len(_JOINED.split(name)) for option in options for name in _names(option)), default=1)
    chosen = list[str]()
    while pieces:
        runs = ((n, choice(",".join(pieces[:n]), options)) for n in range(min(longest, len(pieces)), 0, -1))
        taken, found = next(((n, named) for n, named in runs if named in known), (1, pieces[0].strip()))
        chosen.append(found)
        del pieces[:taken]
    return tuple(dict.fromkeys(chosen))


def _names(option: Option) -> tuple[str, ...]:
    labels = (option.label.da, option.label.en) if option.label else ()
    return (option.value, *labels, *option.aliases)


def _digits(written: str) -> int | float | None:
    if _POINT.fullmatch(written):
        return _whole(float(written))
    match = _NUMBER.fullmatch(written)
    if match is None or len(written) > 18:
        return None
    return _whole(float(f"{match[1].replace('.', '')}.{match[2] or 0}"))


def _whole(value: float) -> int | float | None:
    """An int where it is whole; None for what no count can be: infinite, or beyond a float's exact range."""
    if not abs(value) < _LARGEST:
        return None
    return int(value) if value.is_integer() else value
