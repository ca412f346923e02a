"""Everything that happened to one application, newest first, in plain words."""

import streamlit as st

from desk import Event
from pages import words
from pages.at_desk import Sight, the_desk
from pages.parts import quiet
from pages.safe import Markup, joined, markup, show
from pages.triage.rows import Row
from rules.checks.masking import mask
from rules.programme.model import Programme
from texts import _, moment


def show_history(sight: Sight, row: Row) -> None:
    """The decisions, and when the application came."""
    st.subheader(_("Historik"))
    events = the_desk().history(sight.actor, row.key)
    if not events and row.arrived is None:
        quiet(_("Der er ikke sket noget endnu."))
        return
    told = [_told(sight.programme, event) for event in reversed(events)]
    if row.arrived:
        told.append(markup("<li><b>{}</b> · {}</li>", _("Ansøgningen kom"), moment(row.arrived)))
    show(markup('<ul class="sh-history">{}</ul>', joined(told)))


def _told(programme: Programme, event: Event) -> Markup:
    decision = event.decision
    what = words.status(programme, decision.status)
    if decision.cohort:
        what = f"{what} · {words.cohort(programme, decision.cohort)}"
    if decision.undoes:
        what = _("Fortrudt, tilbage til {status}").format(status=what)
    who = f"{decision.by}, {words.source(decision.source)}"
    lines = [markup("<b>{}</b> · {} · {}", what, moment(decision.at), who)]
    lines += [markup("{}: {}", name, mask(text)) for name, text in _texts(programme, event) if text]
    return markup("<li>{}</li>", joined(lines, "<br>"))


def _texts(programme: Programme, event: Event) -> list[tuple[str, str]]:
    decision = event.decision
    changed = ", ".join(words.question(programme, question) for question in event.changed)
    beyond = decision.override.reason if decision.override else ""
    return [
        (_("Bemærkning"), decision.remark),
        (_("Begrundelse"), decision.reason if decision.reason != beyond else ""),
        (_("Ud over grænsen, fordi"), beyond),
        (_("Svar ændret forinden"), changed),
    ]
