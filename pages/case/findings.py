"""The findings on one application: what, where, and the question to ask."""

from collections.abc import Sequence

import streamlit as st

from pages import words
from pages.parts import outcome_tag, quiet
from pages.safe import Markup, markup, show
from rules.finding import Finding
from rules.programme.model import Programme
from texts import _


def show_findings(programme: Programme, findings: Sequence[Finding]) -> None:
    """All findings, the gravest first; a question can be copied with one click."""
    st.subheader(_("Bemærkninger"))
    if not findings:
        quiet(_("Ingen. Alle regler er opfyldt."))
        return
    for finding in sorted(findings, key=lambda one: -one.outcome.weight):
        _show_one(programme, finding)


def _show_one(programme: Programme, finding: Finding) -> None:
    where = " · ".join(
        part
        for part in (words.question(programme, finding.field) if finding.field else "", finding.cell)
        if part
    )
    said = words.finding(finding)
    unsaid = finding.value and finding.value not in said
    value = markup("<p>{}: {}</p>", _("Der står"), finding.value) if unsaid else Markup("")
    show(
        markup(
            '<div class="sh-finding {tone}"><p>{tag}</p></div>'
            '<div style="padding-left:0.85rem"><p style="margin:0.15rem 0">{message}</p>{value}'
            '<p class="sh-quiet" style="margin:0">{where}</p></div>',
            tone=words.TONES[finding.outcome],
            tag=outcome_tag(finding.outcome),
            message=said,
            value=value,
            where=where,
        )
    )
    if question := words.ask(finding):
        st.code(question, language=None, wrap_lines=True)
