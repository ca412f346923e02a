"""Danish letters: folding for comparison, words of a name, and the order of the Danish alphabet."""

import re
import unicodedata
from functools import lru_cache

_SPELLINGS = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "o", "ö": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th"}
)
_DIGRAPHS = re.compile("oe|aa")
_WORD = re.compile(r"[^\W_]+")
_ALPHABET = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})
_DIGRAPH_LETTER = {"oe": "o", "aa": "a"}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """One spelling, for comparison only: case, accents, æ/ae, ø/oe/o, å/aa/a and blanks evened out."""
    even = unicodedata.normalize("NFKC", text).casefold().translate(_SPELLINGS)
    bare = even if even.isascii() else _without_accents(even)
    return " ".join(_DIGRAPHS.sub(lambda m: _DIGRAPH_LETTER[m[0]], bare).split())


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers without punctuation: "Børnehuset, afd. 2" -> bornehuset afd 2."""
    return tuple(_WORD.findall(fold(text)))


def same(one: str, other: str) -> bool:
    """True where two texts differ at most in spelling, case, blanks and punctuation."""
    return words(one) == words(other)


def sort_key(text: str) -> tuple[str, str]:
    """Key for the Danish alphabet: æ, ø, å last, "aa" as å, case and other accents ignored at first."""
    even = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_ALPHABET)
    return _without_accents(even), text


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
