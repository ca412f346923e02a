"""The seed and the ticket: from the commitment and from something that nobody controls."""

import hashlib
import unicodedata
from datetime import datetime

from rules.allocation.lottery.record import Commitment, Draw, Outside
from rules.state import Refused

LEAST = 8
"""Letters and digits that the outside part has at least: eight dice, or two or three words."""


def draw(commitment: Commitment, outside: Outside, at: datetime) -> Draw:
    """Draw the ticket, or where there are none the seed of the order.

    Codes of `Refused`: `lottery_seed_too_short`, `lottery_seed_too_early` (known before the commitment was
    made, or drawn before it was known).
    """
    if len(plain(outside.text).replace(" ", "")) < LEAST:
        raise Refused("lottery_seed_too_short", least=LEAST)
    if not commitment.made_at < outside.at <= at:
        raise Refused("lottery_seed_too_early", made_at=commitment.made_at, at=outside.at)
    digest = commitment.digest()
    seed = seed_of(digest, outside)
    ticket = number(seed, len(commitment.tickets)) + 1 if commitment.tickets else 0
    return Draw(commitment=digest, outside=outside, drawn_at=at, seed=seed, ticket=ticket)


def seed_of(digest: str, outside: Outside) -> str:
    """SHA-256 of `commitment|source|text` in hexadecimal, the text as plain letters and digits."""
    text = "|".join((digest, outside.source.value, plain(outside.text)))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(text: str) -> str:
    """The text in small letters, composed, with what is neither letter nor digit as one space."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def number(seed: str, count: int) -> int:
    """A number from 0 up to count, each as likely as the other.

    The seed counts as a whole number, without the last values that would favour small numbers; should it be
    one of those (that has never been seen), its SHA-256 is tried next.
    """
    while True:
        value = int(seed, 16)
        if value < 2**256 - 2**256 % count:
            return value % count
        seed = hashlib.sha256(seed.encode()).hexdigest()


def whole_seed(seed: str) -> int:
    """The seed as the whole number from which the order of the waitlist and the tie-break follow."""
    return int(seed[:15], 16)
