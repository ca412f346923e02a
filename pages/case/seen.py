"""What was on the screen when somebody began to decide, and what has changed since."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from pages.triage.rows import Row
from rules.base import Frozen
from rules.checks.masking import mask
from rules.state import Standing

_KEY = "seen"


class Seen(Frozen):
    """An application as it was shown. A decision is made on this, not on what has come since."""

    key: str
    standing: Standing
    basis: str
    texts: Mapping[str, str]
    at: datetime


class Change(Frozen):
    """One answer that is not what it was."""

    question: str
    before: str
    after: str


def as_seen(row: Row, now: datetime) -> Seen:
    """The application as it is now."""
    answers = row.case.application.answers
    return Seen(
        key=row.key,
        standing=row.case.standing,
        basis=row.case.basis,
        texts={question: mask(answer.text) for question, answer in answers.items()},
        at=now,
    )


def remembered(row: Row, now: datetime) -> Seen:
    """What this session saw first of the application it has open; another application starts afresh."""
    seen = st.session_state.get(_KEY)
    if not isinstance(seen, Seen) or seen.key != row.key:
        seen = as_seen(row, now)
        st.session_state[_KEY] = seen
    return seen


def forget() -> None:
    """Take what comes next as seen: after one's own decision, or a click on "I have seen it"."""
    st.session_state.pop(_KEY, None)


def changes(seen: Seen, row: Row) -> tuple[Change, ...]:
    """The answers that changed since, in the order of the questions."""
    now = {question: mask(answer.text) for question, answer in row.case.application.answers.items()}
    order = dict.fromkeys((*now, *seen.texts))
    pairs = ((question, seen.texts.get(question, ""), now.get(question, "")) for question in order)
    return tuple(
        Change(question=question, before=before, after=after)
        for question, before, after in pairs
        if before.strip() != after.strip()
    )
