"""What an allocation reached and whom it places: levels with proof, cohorts, chances, places, waitlist."""

from collections import Counter
from collections.abc import Iterable, Mapping

import streamlit as st

from desk.allocating import shifts
from integrations.exports import ExportTable, ExportValue
from integrations.journal.allocations import AllocationRecord, Step
from pages import words
from pages.at_desk import Sight
from pages.cohort.steps import moved_by
from pages.parts import quiet
from pages.tables import export_buttons, plain_table
from rules.allocation.lottery.record import BILLION, Chance, Verdict
from rules.allocation.lottery.wording import METHODS
from rules.allocation.model import Allocation, CohortLimits, Group, Level
from rules.allocation.wording import LEFT_OUT, WAITING
from texts import N_, _, ngettext, number, pgettext, say

Cells = tuple[ExportValue, ...]
_LEVELS = {
    "minima": N_("Mangler til mindste hold"),
    "priority": N_("Point for fortrin"),
    "places": N_("Deltagere med plads"),
    "draw": N_("Grupper med plads efter lodtrækning"),
    "earliest": N_("Grupper med plads efter tidspunkt"),
    "wishes": N_("Deltagere på deres første ønske"),
    "spread": N_("Brancher på holdene"),
    "tie_break": N_("Grupper med plads"),
}
_LATER_WISH = "wishes_"
"""How the levels of the second wish and the later ones begin; their number follows."""


def level_name(name: str) -> str:
    """What a level of the policy is called."""
    if name.startswith(_LATER_WISH):
        return _("Deltagere på deres {n}. ønske").format(n=name.removeprefix(_LATER_WISH))
    return _(_LEVELS[name])


def chances_of(record: AllocationRecord) -> Mapping[str, Chance]:
    """Each group's chance, where lots are drawn."""
    if record.commitment is None:
        return {}
    return {one.key: one for one in record.commitment.chances.groups}


def show_outcome(sight: Sight, record: AllocationRecord) -> None:
    """All that is known of it at its step."""
    if record.asked is None:
        quiet(_("Oplysninger i denne fordeling er slettet. Fingeraftrykket kan stadig sammenlignes."))
    _levels(record)
    if record.outcome is None:
        _chances(sight, record)
        return
    if record.asked is not None:
        _cohorts(sight, record.asked.cohorts, record.asked.groups, record.outcome)
    _placements(sight, record, record.outcome)
    _waiting(sight, record, record.outcome)
    _left_out(sight, record.outcome)
    if record.step is Step.ADOPTED:
        _shifts(sight, record)


def chance_text(chance: Chance | None) -> str:
    """A chance as people say it: "altid", "aldrig", or in per cent."""
    if chance is None:
        return ""
    if chance.verdict is Verdict.ALWAYS:
        return _("altid med")
    if chance.verdict is Verdict.NEVER:
        return _("ikke mulig")
    return f"{number(100 * chance.chance / BILLION, 1)} %"


def _levels(record: AllocationRecord) -> None:
    """Level by level: what was reached, what nothing can beat, and whether that is proved."""
    reached = record.outcome.levels if record.outcome else ()
    if not reached and record.commitment:
        reached = tuple(
            Level(name=one.name, value=one.value, proven=one.proven) for one in record.commitment.levels
        )
    if not reached:
        return
    headers = (_("Trin i reglerne"), _("Nået"), _("Kan højst nås"), _("Bevis"), _("Regnet af"), _("Sekunder"))
    rows = [
        (
            f"{place}. {level_name(level.name)}",
            level.value,
            level.value if level.proven else level.bound,
            _("bevist bedst") if level.proven else _("ikke bevist"),
            f"{level.engine} {level.version}".strip()
            or (record.commitment.engine if record.commitment else ""),
            number(level.seconds, 2) if level.engine else "",
        )
        for place, level in enumerate(reached, start=1)
    ]
    st.markdown(f"**{_('Hvad reglerne nåede')}**")
    plain_table(_("Hvad reglerne nåede"), headers, rows)


def _chances(sight: Sight, record: AllocationRecord) -> None:
    """Before the draw: everybody's chance, the smallest first."""
    if record.commitment is None:
        return
    chances = record.commitment.chances
    error = number(100 * chances.error / BILLION, 1)
    quiet(say(METHODS[chances.method], samples=chances.samples, error=error))
    headers = (_("Sag"), _("Arbejdsplads"), _("Antal"), _("Chance"), _("Lodder af 1.000"))
    rows: list[Cells] = []
    for one in sorted(chances.groups, key=lambda c: (c.chance, c.key)):
        row = sight.row(one.key)
        workplace, size = (row.workplace, row.group.size) if row else ("", None)
        rows.append((one.key, workplace, size, chance_text(one), one.tickets))
    _section(sight, _("Chancer"), headers, rows, open_=True)


def _cohorts(
    sight: Sight, cohorts: Iterable[CohortLimits], groups: Iterable[Group], outcome: Allocation
) -> None:
    """Each cohort's limits and spread."""
    by_key = {group.key: group for group in groups}
    headers = (
        pgettext("one", "Hold"),
        _("Deltagere"),
        _("Grupper"),
        _("Mindst"),
        _("Kommuner"),
        _("Flest fra én kommune"),
        _("Brancher"),
    )
    rows = []
    for cohort in cohorts:
        inside = [by_key[p.key] for p in outcome.placements if p.cohort == cohort.id and p.key in by_key]
        places = Counter(group.municipality for group in inside if group.municipality)
        rows.append(
            (
                words.cohort(sight.programme, cohort.id),
                f"{number(sum(group.size for group in inside))} / {number(cohort.participants_max)}",
                f"{number(len(inside))} / {number(cohort.groups_max)}",
                number(cohort.groups_min) if cohort.groups_min else "",
                number(len(places)),
                _limit(max(places.values(), default=0), cohort.per_municipality_max),
                _least(len({group.branch for group in inside if group.branch}), cohort.branches_min),
            )
        )
    st.markdown(f"**{_('Holdene i fordelingen')}**")
    plain_table(_("Holdene i fordelingen"), headers, rows)


def _limit(value: int, most: int | None) -> str:
    return f"{number(value)} / {number(most)}" if most is not None else number(value)


def _least(value: int, least: int) -> str:
    return (
        _("{value} (mindst {least})").format(value=number(value), least=number(least))
        if least
        else number(value)
    )


def _placements(sight: Sight, record: AllocationRecord, outcome: Allocation) -> None:
    new = set(moved_by(sight, record))
    chances = chances_of(record)
    rows: list[Cells] = []
    for placement in outcome.placements:
        row = sight.row(placement.key)
        if row is None:
            continue
        rows.append(
            (
                words.cohort(sight.programme, placement.cohort),
                placement.key,
                row.workplace,
                row.municipality,
                row.group.size,
                _wish(row.group, placement.cohort),
                chance_text(chances.get(placement.key)),
                _("ny") if placement.key in new else _("som nu"),
            )
        )
    headers = (
        pgettext("one", "Hold"),
        _("Sag"),
        _("Arbejdsplads"),
        _("Kommune"),
        _("Antal"),
        _("Ønske"),
        _("Chance"),
        _("Ændring"),
    )
    rows.sort(key=lambda cells: (str(cells[0]), str(cells[2])))
    _section(sight, _("Får plads"), headers, rows)


def _wish(group: Group, cohort: str) -> str:
    if cohort in group.wishes:
        return _("{n}. ønske").format(n=group.wishes.index(cohort) + 1)
    return _("alle hold") if group.anywhere else ""


def _waiting(sight: Sight, record: AllocationRecord, outcome: Allocation) -> None:
    chances = chances_of(record)
    headers = (_("Plads"), _("Sag"), _("Arbejdsplads"), _("Antal"), _("Chance"), _("Hvorfor"))
    rows: list[Cells] = []
    for waiting in outcome.waitlist:
        row = sight.row(waiting.key)
        params = {name: words.cohort(sight.programme, value) for name, value in waiting.params}
        rows.append(
            (
                waiting.rank,
                waiting.key,
                row.workplace if row else "",
                row.group.size if row else None,
                chance_text(chances.get(waiting.key)),
                say(WAITING[waiting.reason], **params) if waiting.reason in WAITING else waiting.reason,
            )
        )
    _section(sight, _("Kommer på venteliste"), headers, rows)


def _left_out(sight: Sight, outcome: Allocation) -> None:
    headers = (_("Sag"), _("Arbejdsplads"), _("Hvorfor"))
    rows: list[Cells] = []
    for one in outcome.left_out:
        row = sight.row(one.key)
        why = say(LEFT_OUT[one.reason]) if one.reason in LEFT_OUT else one.reason
        rows.append((one.key, row.workplace if row else "", why))
    _section(sight, _("Er ikke med"), headers, rows)


def _shifts(sight: Sight, record: AllocationRecord) -> None:
    """What has been changed by hand since it was adopted."""
    standings = {row.key: row.case.standing for row in sight.rows}
    headers = (_("Sag"), _("Arbejdsplads"), _("Fordelingen sagde"), _("Nu"))
    rows: list[Cells] = []
    for one in shifts(record, standings):
        row = sight.row(one.key)
        meant = words.cohort(sight.programme, one.meant) if one.meant else _("Venteliste")
        now = words.status(sight.programme, one.status)
        cohort = words.cohort(sight.programme, one.cohort) if one.cohort else ""
        rows.append((one.key, row.workplace if row else "", meant, f"{now} {cohort}".strip()))
    _section(sight, _("Ændret siden"), headers, rows)


def _section(
    sight: Sight, title: str, headers: tuple[str, ...], rows: list[Cells], *, open_: bool = False
) -> None:
    with st.expander(f"{title} ({len(rows)})", expanded=open_):
        if not rows:
            quiet(_("Ingen."))
            return
        plain_table(title, headers, rows)
        export_buttons(
            sight.visitor, ExportTable(title=title, headers=headers, rows=tuple(rows)), key=f"prop_{title}"
        )


def count_text(record: AllocationRecord) -> str:
    """How many were placed, for the list of all."""
    if record.outcome is None:
        return ""
    return ngettext("{count} gruppe med plads", "{count} grupper med plads", len(record.outcome.placements))
