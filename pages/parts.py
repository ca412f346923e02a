"""Small pieces that several pages show: tags, facts, bars, paragraphs, empty views."""

from collections.abc import Iterable

import streamlit as st

from pages import words
from pages.safe import Markup, joined, markup, show
from rules.capacity import Load
from rules.finding import Outcome
from rules.programme.model import Programme
from rules.state import Status
from texts import _, ngettext, number

_STATUS_TONES = {
    Status.APPROVED: "sh-ok",
    Status.CONFIRMED: "sh-ok",
    Status.OFFERED: "sh-person",
    Status.CLARIFICATION: "sh-person",
    Status.DECLINED: "sh-no",
    Status.WITHDRAWN: "sh-no",
}


def tag(text: str, tone: str = "sh-plain") -> Markup:
    """A word in a frame."""
    return markup('<span class="sh-tag {}">{}</span>', tone, text)


def outcome_tag(outcome: Outcome) -> Markup:
    """How an application was judged."""
    return tag(words.outcome(outcome), words.TONES[outcome])


def status_tag(programme: Programme, status: Status) -> Markup:
    """Where an application stands."""
    return tag(words.status(programme, status), _STATUS_TONES.get(status, "sh-plain"))


def line(*parts: Markup) -> Markup:
    """Pieces beside each other, folding on small screens."""
    return markup('<p class="sh-line">{}</p>', joined(parts, " "))


def facts(pairs: Iterable[tuple[str, Markup | str]]) -> Markup:
    """Names and values, in two columns where there is room."""
    rows = (markup("<dt>{}</dt><dd>{}</dd>", name, value) for name, value in pairs)
    return markup('<dl class="sh-facts">{}</dl>', joined(rows))


def paragraphs(text: str) -> None:
    """A longer text, its line breaks kept."""
    show(markup('<div class="sh-words">{}</div>', text.strip()))


def quiet(text: str) -> None:
    """A remark that should not call for attention."""
    show(markup('<p class="sh-quiet" style="margin:0;white-space:pre-line">{}</p>', text))


def empty(text: str, icon: str = "inbox") -> None:
    """What stands where there is nothing to show."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/{icon}:", width="content")
        st.text(text)


def load_bars(programme: Programme, load: Load) -> Markup:
    """Both limits of a cohort, people and groups, as bars with their numbers."""
    people = _bar(_("Deltagere"), load.participants, load.participants_max)
    groups = _bar(_("Grupper"), load.groups, load.groups_max)
    return joined([people, groups])


def _bar(name: str, used: int, most: int) -> Markup:
    share = min(100, round(100 * used / most)) if most else 0
    tone = "sh-over" if used > most else "sh-full" if used == most else ""
    return markup(
        '<div class="sh-limit"><p><span>{name}</span><span>{used} / {most}{left}</span></p>'
        '<div class="sh-bar {tone}" role="meter" aria-label="{name}" aria-valuemin="0" '
        'aria-valuenow="{used}" aria-valuemax="{most}"><span style="width:{share}%"></span></div></div>',
        name=name,
        used=number(used),
        most=number(most),
        left=_room(most - used),
        tone=tone,
        share=share,
    )


def _room(left: int) -> str:
    if left < 0:
        return " · " + ngettext("{count} over grænsen", "{count} over grænsen", -left)
    return " · " + (ngettext("{count} ledig", "{count} ledige", left) if left else _("fuldt"))
