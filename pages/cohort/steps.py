"""The four steps of an allocation, one after the other: commit, words, draw, adopt; with who and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from integrations.apart import Run
from integrations.journal.allocations import AllocationRecord, Step
from pages.at_desk import Sight, attempt, the_desk
from pages.cohort import pinning, working
from pages.parts import quiet
from pages.safe import markup, show
from pages.session import LOCAL_PEOPLE, settings
from rules.allocation.lottery.drawing import LEAST
from rules.allocation.lottery.record import Source
from rules.allocation.model import Pin
from rules.people import Action, Actor, may
from rules.state import HOLDS_A_PLACE, Status
from rules.state import Source as From
from texts import N_, _, moment, ngettext, number

SEEN = "allocation_seen"
COMMITTED = "committed"
_SOURCES = {
    Source.WORDS: N_("Ord"),
    Source.DICE: N_("Terninger"),
    Source.BEACON: N_("En offentlig værdi"),
}
_ORDER = tuple(Step)


def show_steps(sight: Sight, record: AllocationRecord | None) -> None:
    """What has been done, what comes next, and what is still ahead."""
    at = -1 if record is None else _ORDER.index(record.step)
    for place, step in enumerate(_ORDER):
        if record is not None and place <= at:
            _done(place, _past(record, step))
        elif place == at + 1:
            _next(sight, record, place, step)
        else:
            _ahead(place, step)


def _titles() -> dict[Step, str]:
    return {
        Step.COMMITTED: _("Lås grundlaget"),
        Step.SEEDED: _("Få ordene af en anden"),
        Step.DRAWN: _("Træk lod"),
        Step.ADOPTED: _("Tag fordelingen i brug"),
    }


def _past(record: AllocationRecord, step: Step) -> tuple[str, str]:
    """What was done, and by whom and when."""
    drawn = record.commitment is not None
    if step is Step.COMMITTED:
        return _("Grundlaget er låst"), _who(record.committed_by, record.committed_at)
    if step is Step.SEEDED:
        said = record.outside
        if said is None:
            return _("Der trækkes ikke lod efter programmets regler"), ""
        return _("Ordene er givet: {words}").format(words=said.text), _who(record.seeded_by, said.at)
    if step is Step.DRAWN:
        return (_drawn(record) if drawn else _("Fordelingen er regnet ud")), _who(
            record.drawn_by, record.drawn_at
        )
    return _("Fordelingen er taget i brug"), _who(record.adopted_by, record.adopted_at)


def _drawn(record: AllocationRecord) -> str:
    if record.draw is None or not record.draw.ticket:
        return _("Der er trukket en rækkefølge")
    return _("Lod {ticket} af 1.000 er trukket").format(ticket=number(record.draw.ticket))


def _who(name: str, at: datetime | None) -> str:
    return f"{name}, {moment(at)}" if at else name


def _done(place: int, said: tuple[str, str]) -> None:
    show(
        markup(
            '<div class="sh-step sh-step-done"><span aria-hidden="true">✓</span>'
            '<p><b>{}. {}</b><span class="sh-quiet">{}</span></p></div>',
            place + 1,
            *said,
        )
    )


def _ahead(place: int, step: Step) -> None:
    show(
        markup(
            '<div class="sh-step sh-quiet"><span aria-hidden="true">{}</span><p>{}</p></div>',
            place + 1,
            _titles()[step],
        )
    )


def _next(sight: Sight, record: AllocationRecord | None, place: int, step: Step) -> None:
    show(
        markup(
            '<div class="sh-step sh-step-now" aria-current="step"><span aria-hidden="true">{}</span>'
            "<p><b>{}</b></p></div>",
            place + 1,
            _titles()[step],
        )
    )
    if not sight.visitor.may(Action.ALLOCATE):
        return
    with st.container(key=f"step_{step}"):
        if record is None:
            _commit(sight)
        elif step is Step.SEEDED:
            _seed(record)
        elif step is Step.DRAWN:
            _draw(record)
        else:
            _adopt(sight, record)


def _commit(sight: Sight) -> None:
    quiet(
        _(
            "Alle, der er klar, tages med; de, der har en plads, beholder den. Hver gruppes chance regnes ud "
            "og bevises, og alt, lodtrækningen afhænger af, ligger fast, før nogen kan kende udfaldet. "
            "Ingen får svar endnu."
        )
    )
    pinning.show_pins(sight)
    st.button(
        _("Lås grundlaget"),
        key="commit",
        type="primary",
        icon=":material/lock:",
        disabled=working.busy(),
        on_click=_start_commit,
        args=(pinning.chosen(),),
    )


def _start_commit(pins: tuple[Pin, ...]) -> None:
    st.session_state.pop(SEEN, None)
    working.start(COMMITTED, _("Chancerne"), partial(_committed, pins))


def _committed(pins: tuple[Pin, ...], who: Actor, run: Run) -> object:
    return the_desk().commit_allocation(who, pins=pins, run=run).number


def _seed(record: AllocationRecord) -> None:
    quiet(
        _(
            "Bed en, der ikke låste grundlaget, om et par ord eller otte terningkast, eller tag en offentlig "
            "værdi, der bliver kendt nu. Loddet følger af dem, så ingen kan vælge det."
        )
    )
    with st.form("seed_form", border=False):
        st.segmented_control(
            _("Hvad er det?"),
            list(Source),
            default=Source.WORDS,
            required=True,
            format_func=lambda one: _(_SOURCES[one]),
            key="seed_source",
        )
        speakers = _speakers(record)
        if speakers:
            st.selectbox(
                _("Hvem siger dem?"),
                list(speakers),
                format_func=lambda one: speakers[one].name if one in speakers else "",
                key="seed_speaker",
                help=_("I lokal tilstand vælger man selv, hvem man er."),
            )
        st.text_input(
            _("Ordene, øjnene eller værdien"),
            key="seed_words",
            max_chars=200,
            autocomplete="off",
            placeholder=_("f.eks. lærke, havre og regnvejr"),
            help=_("Mindst {least} bogstaver eller tal.").format(least=LEAST),
        )
        st.form_submit_button(
            _("Gem ordene"),
            type="primary",
            on_click=_give_words,
            args=(record.number, speakers),
        )


def _speakers(record: AllocationRecord) -> dict[str, Actor]:
    """In local mode: who may say the words beside the one who committed."""
    if not settings().local:
        return {}
    people = {
        name: Actor(name=full, email=f"{name}@lokal.example", role=role, source=From.PAGE)
        for name, (full, role) in LOCAL_PEOPLE.items()
    }
    return {
        name: one
        for name, one in people.items()
        if may(one.role, Action.ALLOCATE) and one.signature != record.committed_by
    }


def _give_words(which: int, speakers: Mapping[str, Actor]) -> None:
    source = Source(st.session_state.get("seed_source") or Source.WORDS)
    text = str(st.session_state.get("seed_words") or "")
    speaker = speakers.get(st.session_state.get("seed_speaker", ""))
    attempt(lambda who: the_desk().seed_allocation(speaker or who, number=which, source=source, text=text))


def _draw(record: AllocationRecord) -> None:
    quiet(_("Loddet følger af grundlaget og ordene. Der kan kun trækkes én gang."))
    st.button(
        _("Træk lod"),
        key="draw",
        type="primary",
        icon=":material/casino:",
        disabled=working.busy(),
        on_click=_start_draw,
        args=(record.number,),
    )


def _start_draw(which: int) -> None:
    working.start("drawn", _("Lodtrækningen"), partial(_drawn_apart, which))


def _drawn_apart(which: int, who: Actor, run: Run) -> object:
    return the_desk().draw_allocation(who, number=which, run=run).number


def _adopt(sight: Sight, record: AllocationRecord) -> None:
    moved = len(moved_by(sight, record))
    quiet(
        _("Pladserne bliver til afgørelser, og resten sættes på venteliste. Det kan fortrydes sag for sag.")
    )
    proven = record.outcome is not None and record.outcome.proven
    if not proven:
        st.warning(
            _("Det er ikke bevist, at fordelingen er den bedste. Skriv, hvorfor den skal bruges alligevel.")
        )
        st.text_input(_("Begrundelse"), key="adopt_said", max_chars=500, autocomplete="off")
    st.button(
        ngettext(
            "Tag fordelingen i brug ({count} afgørelse)", "Tag fordelingen i brug ({count} afgørelser)", moved
        ),
        key="adopt",
        type="primary",
        on_click=_do_adopt,
        args=(record.number,),
    )


def _do_adopt(which: int) -> None:
    said = str(st.session_state.get("adopt_said") or "")
    attempt(lambda who: the_desk().adopt_allocation(who, number=which, said=said))


def moved_by(sight: Sight, record: AllocationRecord) -> Sequence[str]:
    """Whom adopting it would change something for."""
    if record.outcome is None:
        return []
    now = {row.key: row.case.standing.status for row in sight.rows}
    placed = [p.key for p in record.outcome.placements if now.get(p.key) not in HOLDS_A_PLACE]
    waiting = [w.key for w in record.outcome.waitlist if now.get(w.key) is not Status.WAITLISTED]
    return placed + waiting
