"""The decision: status, cohort, remark, reason, and what room is left."""

from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from pages import words
from pages.at_desk import Sight, attempt, the_desk
from pages.case.seen import Seen, forget
from pages.going import neighbours, open_application
from pages.inbox.wordings import obstacle
from pages.parts import load_bars, quiet
from pages.safe import plain
from pages.triage.rows import Row
from rules.capacity import Load, more_room_needed
from rules.moves import Move
from rules.people import Action
from rules.state import MOVES, Standing, Status, keeps_cohort, needs_cohort, needs_reason
from texts import _, ngettext

LONGEST_REMARK = 500
LONGEST_REASON = 2000


@dataclass(frozen=True)
class Form:
    """The form of one application at one revision; a new revision is a new form."""

    seen: Seen
    token: str

    def key(self, name: str) -> str:
        """The session key of one input."""
        return f"{name}_{self.seen.key}_{self.seen.standing.revision}"

    @property
    def op_id(self) -> str:
        """The same click twice is the same decision."""
        return f"{self.token}-{self.seen.key}-{self.seen.standing.revision}"


def show_decide(sight: Sight, row: Row, seen: Seen) -> None:
    """The form, for those who may decide; others see why there is none."""
    st.subheader(_("Afgørelse"))
    if not sight.visitor.may(Action.DECIDE):
        quiet(_("Du kan se sagen, men ikke afgøre den."))
        return
    if row.case.problem:
        quiet(obstacle(row.case.problem))
        return
    form = Form(seen, st.session_state.setdefault("form_of", uuid4().hex[:16]))
    status = _status(sight, form)
    cohort = _cohort(sight, row, form, status) if keeps_cohort(status) else ""
    _remark(form)
    over = _beyond(sight, row, seen, cohort, status)
    if over:
        _warn_beyond(sight, over)
    if over or needs_reason(seen.standing.status, status):
        st.text_area(
            _("Begrundelse"), key=form.key("reason"), max_chars=LONGEST_REASON, height=90, on_change="ignore"
        )
    _buttons(sight, form, bool(over))


def _status(sight: Sight, form: Form) -> Status:
    now = form.seen.standing.status
    options = [status for status in Status if status is now or status in MOVES[now]]
    chosen = st.pills(
        _("Status"),
        [status.value for status in options],
        default=now.value,
        required=True,
        format_func=lambda value: plain(words.status(sight.programme, Status(value))),
        key=form.key("status"),
        wrap=True,
    )
    return Status(chosen or now)


def _cohort(sight: Sight, row: Row, form: Form, status: Status) -> str:
    loads = {load.cohort: load for load in sight.board.loads}
    options = [cohort.id for cohort in sight.programme.cohorts]
    if not needs_cohort(status):
        options.append("")
    wished = next(iter(row.group.wishes), options[0])
    before = form.seen.standing.cohort or wished
    chosen = st.radio(
        _("Hvilket hold?"),
        options,
        index=options.index(before) if before in options else 0,
        format_func=lambda value: _cohort_option(sight, row, value, loads),
        key=form.key("cohort"),
    )
    return chosen or ""


def _cohort_option(sight: Sight, row: Row, cohort: str, loads: dict[str, Load]) -> str:
    if not cohort:
        return _("Uden bestemt hold")
    wish = row.group.wishes.index(cohort) + 1 if cohort in row.group.wishes else 0
    parts = [words.cohort(sight.programme, cohort)]
    if wish:
        parts.append(_("{n}. ønske").format(n=wish))
    left = loads[cohort].participants_left
    parts.append(ngettext("{count} ledig plads", "{count} ledige pladser", max(left, 0)))
    return plain(" · ".join(parts))


def _remark(form: Form) -> None:
    key = form.key("remark")
    st.session_state.setdefault(key, form.seen.standing.remark)
    st.text_input(
        _("Bemærkning i arket"),
        key=key,
        max_chars=LONGEST_REMARK,
        help=_("Står i arket, så koordinatorerne kan se den. Sendes ikke til ansøgeren."),
        autocomplete="off",
        on_change="ignore",
    )


def _beyond(sight: Sight, row: Row, seen: Seen, cohort: str, status: Status) -> Load | None:
    """The load that would go beyond a limit, if this decision would do so."""
    if not more_room_needed(seen.standing, cohort, holds=needs_cohort(status)):
        return None
    load = next((load for load in sight.board.loads if load.cohort == cohort), None)
    return load.plus(row.group.size) if load and not load.takes(row.group.size) else None


def _warn_beyond(sight: Sight, after: Load) -> None:
    st.warning(
        _(
            "Det går ud over grænsen for {cohort}: {participants} af {participants_max} deltagere, "
            "{groups} af {groups_max} grupper."
        ).format(
            cohort=plain(words.cohort(sight.programme, after.cohort)),
            participants=after.participants,
            participants_max=after.participants_max,
            groups=after.groups,
            groups_max=after.groups_max,
        ),
        icon=":material/warning:",
    )
    if not sight.visitor.may(Action.OVERRIDE):
        quiet(_("Kun en konsulent kan gå ud over grænsen."))


def _buttons(sight: Sight, form: Form, over: bool) -> None:
    after = neighbours(form.seen.key)[1]
    blocked = over and not sight.visitor.may(Action.OVERRIDE)
    with st.container(horizontal=True):
        st.button(
            _("Gem"),
            key=form.key("save"),
            type="primary" if not after else "secondary",
            disabled=blocked,
            on_click=_save,
            args=(form, over, ""),
        )
        if after:
            st.button(
                _("Gem og næste"),
                key=form.key("save_next"),
                type="primary",
                disabled=blocked,
                on_click=_save,
                args=(form, over, after),
            )
        if form.seen.standing.revision:
            st.button(
                _("Fortryd seneste"),
                key=form.key("undo"),
                type="tertiary",
                icon=":material/undo:",
                on_click=_undo,
                args=(form.seen.key, form.seen.standing.revision),
            )


def _save(form: Form, over: bool, then: str) -> None:
    """Decide on what was on the screen. The values are read here, where the click is handled."""
    wanted = _wanted(form)
    if then and _same(wanted, form.seen.standing):
        open_application(then)
    reason = str(st.session_state.get(form.key("reason")) or "").strip()
    decision = attempt(
        lambda who: the_desk().decide(
            who,
            key=form.seen.key,
            status=wanted.status,
            cohort=wanted.cohort,
            remark=wanted.remark,
            reason=reason,
            revision=form.seen.standing.revision,
            basis=form.seen.basis,
            override_reason=reason if over else "",
            op_id=form.op_id,
        )
    )
    if decision is not None:
        forget()
        if then:
            open_application(then)


def _wanted(form: Form) -> Move:
    """What is chosen in the form; a cohort only where one means anything."""
    typed = st.session_state
    status = Status(typed.get(form.key("status")) or form.seen.standing.status)
    cohort = str(typed.get(form.key("cohort")) or "") if keeps_cohort(status) else ""
    return Move(status=status, cohort=cohort, remark=str(typed.get(form.key("remark")) or "").strip())


def _same(wanted: Move, now: Standing) -> bool:
    """Whether there is nothing to save: "next" then just goes on."""
    return (wanted.status, wanted.cohort, wanted.remark) == (now.status, now.cohort, now.remark)


def _undo(key: str, revision: int) -> None:
    if attempt(lambda who: the_desk().undo(who, key, revision)) is not None:
        forget()


def show_room(sight: Sight) -> None:
    """The limits of every cohort, beside the decision."""
    st.subheader(_("Plads på holdene"))
    for load in sight.board.loads:
        st.markdown(f"**{plain(words.cohort(sight.programme, load.cohort))}**")
        st.html(load_bars(sight.programme, load))
