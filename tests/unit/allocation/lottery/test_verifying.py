"""Every way of tampering with a record is found, and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from rules.allocation.lottery.committing import drawn as on
from rules.allocation.lottery.committing import settle
from rules.allocation.lottery.drawing import draw
from rules.allocation.lottery.record import Commitment, Record, Verdict
from rules.allocation.lottery.verifying import verify
from rules.allocation.lottery.wording import FAULTS
from rules.allocation.model import Placement
from rules.base import Frozen
from tests.unit.allocation.lottery.cases import MADE, committed, drawn, opened, outside

Change = Callable[[Record], Record]


def finished(text: str = "blå stol, grøn kop") -> Record:
    """A record with draw and places."""
    record = drawn(committed(), text)
    placements = settle(record.commitment, record.draws[0]).placements
    return record.model_copy(update={"placements": placements})


def codes(record: Record, *, full: bool = False) -> list[str]:
    """The codes of the faults found; each has its wording."""
    found = [fault.code for fault in verify(record, full=full)]
    assert set(found) <= FAULTS.keys()
    return found


def with_(model: Frozen, **changes: object) -> Frozen:
    """A changed copy."""
    return model.model_copy(update=changes)


def recommitted(change: Callable[[Commitment], Commitment]) -> Record:
    """A record of somebody who changes the commitment and signs it anew, with a draw and places to fit."""
    commitment = change(committed())
    record = drawn(commitment)
    return record.model_copy(update={"placements": settle(commitment, record.draws[0]).placements})


def _swappable(record: Record) -> tuple[Placement, ...]:
    """Two groups of three in different cohorts, where both would take either; else nothing."""
    free = [p for p in record.placements if p.key in {"N27-004", "N27-007"}]
    return tuple(free) if len({p.cohort for p in free}) == 2 else ()


def _draw(record: Record, **changes: object) -> Frozen:
    return with_(record, draws=(with_(record.draws[0], **changes),))


def _another(record: Record) -> int:
    """The first ticket with other groups than the one drawn."""
    inside = on(record.commitment, record.draws[0].ticket)
    return next(t for t in range(1, 1001) if on(record.commitment, t) != inside)


def _chances(commitment: Commitment, groups: tuple[Frozen, ...]) -> Frozen:
    return with_(commitment, chances=with_(commitment.chances, groups=groups))


def _first(commitment: Commitment, **changes: object) -> Frozen:
    first, *others = commitment.chances.groups
    return _chances(commitment, (with_(first, **changes), *others))


def _verdict(commitment: Commitment) -> Frozen:
    groups = commitment.chances.groups
    uncertain = next(i for i, one in enumerate(groups) if 0 < one.tickets < 1000)
    changed = with_(groups[uncertain], verdict=Verdict.ALWAYS)
    return _chances(commitment, (*groups[:uncertain], changed, *groups[uncertain + 1 :]))


def _named(commitment: Commitment) -> Frozen:
    first, *others = commitment.problem.groups
    named = (first.model_copy(update={"workplace": "Skole"}), *others)
    return with_(commitment, problem=commitment.problem.model_copy(update={"groups": named}))


def test_record_is_sound_at_each_step() -> None:
    """Committed, drawn and settled, the record has no fault, in full neither."""
    record = finished()
    assert [verify(one) for one in (opened(record.commitment), drawn(record.commitment), record)] == [
        (),
        (),
        (),
    ]
    assert verify(record, full=True) == ()


def test_record_survives_being_written_and_read() -> None:
    """JSON and back is the same record."""
    record = finished()
    assert Record.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        (["commitment_changed"], lambda r: with_(r, digest="0" * 64)),
        (
            ["drawn_again"],
            lambda r: with_(
                r,
                draws=(*r.draws, draw(r.commitment, outside("andre ord her"), MADE + timedelta(hours=3))),
            ),
        ),
        (["seed_wrong", "ticket_wrong"], lambda r: _draw(r, seed="1" * 64)),
        (["ticket_wrong", "placed_not_drawn"], lambda r: _draw(r, ticket=_another(r))),
        (["draw_too_early"], lambda r: _draw(r, drawn_at=MADE)),
        (
            ["seed_wrong", "ticket_wrong"],
            lambda r: _draw(r, outside=outside("ord, som ingen sagde"), seed="f" * 60 + "0000"),
        ),
        (["draw_of_another_commitment", "seed_wrong"], lambda r: _draw(r, commitment="2" * 64)),
        (["placed_without_draw"], lambda r: with_(r, draws=())),
        (["placed_not_drawn"], lambda r: with_(r, placements=r.placements[:-1])),
        (
            ["placed_beyond_limits"],
            lambda r: with_(r, placements=tuple(with_(p, cohort="a") for p in r.placements)),
        ),
    ],
)
def test_tampering_with_the_draw_is_found(expected: list[str], change: Change) -> None:
    """Digest, seed, ticket, times, words, a second draw, and places that don't follow."""
    assert codes(change(finished())) == expected


@pytest.mark.parametrize(
    ("expected", "change"),
    [
        ("chances_incomplete", lambda c: _chances(c, c.chances.groups[1:])),
        ("tickets_miscounted", lambda c: _first(c, tickets=c.chances.groups[0].tickets - 1)),
        ("tickets_off_chance", lambda c: _first(c, chance=c.chances.groups[0].chance // 2)),
        ("tickets_number", lambda c: with_(c, tickets=c.tickets[::-1])),
        ("tickets_miscounted", lambda c: with_(c, tickets=tuple(sorted((c.tickets[-1], *c.tickets[1:]))))),
        ("verdict_wrong", _verdict),
        ("ticket_breaks_limits", lambda c: with_(c, tickets=(((0, 1, 2, 3), (4, 5, 6, 7)), *c.tickets[1:]))),
        ("input_not_canonical", _named),
    ],
)
def test_tampering_with_the_commitment_is_found(
    expected: str, change: Callable[[Commitment], Commitment]
) -> None:
    """Chances, tickets and verdicts that don't fit each other are found though the digest was made anew."""
    assert expected in codes(opened(change(committed())))


def test_lottery_that_favours_somebody_is_found_in_full() -> None:
    """All tickets alike, with chances to fit: only computing the chances again shows it."""

    def favour(commitment: Commitment) -> Commitment:
        ticket = commitment.tickets[0]
        inside = {i for cohort in ticket for i in cohort}
        groups = tuple(
            with_(one, verdict=Verdict.CHANCE, chance=10**9 * (i in inside), tickets=1000 * (i in inside))
            for i, one in enumerate(commitment.chances.groups)
        )
        return commitment.model_copy(
            update={
                "tickets": (ticket,) * 1000,
                "chances": commitment.chances.model_copy(update={"groups": groups}),
            }
        )

    record = recommitted(favour)
    assert codes(record) == []
    assert codes(record, full=True) == ["chances_wrong"]


def test_levels_below_the_best_are_found_in_full() -> None:
    """A level that was not reached, and tickets that leave places empty."""
    commitment = committed()
    emptier = with_(commitment.levels[0], value=commitment.levels[0].value - 1)
    changed = commitment.model_copy(update={"levels": (emptier, *commitment.levels[1:])})
    assert codes(opened(changed), full=True) == ["levels_wrong"]


def test_ticket_below_the_levels_is_found_in_full() -> None:
    """A ticket that leaves a group out, with counts to fit, keeps every limit but not the level of places."""
    commitment = committed()
    spare = next(
        i
        for i, one in enumerate(commitment.chances.groups)
        if one.verdict is Verdict.CHANCE and one.tickets * 10**6 >= one.chance
    )
    number = next(n for n, ticket in enumerate(commitment.tickets) if any(spare in part for part in ticket))
    fewer = tuple(tuple(i for i in part if i != spare) for part in commitment.tickets[number])
    tickets = tuple(sorted((*commitment.tickets[:number], fewer, *commitment.tickets[number + 1 :])))
    groups = commitment.chances.groups
    counted = with_(groups[spare], tickets=groups[spare].tickets - 1)
    counts = (*groups[:spare], counted, *groups[spare + 1 :])
    chances = commitment.chances.model_copy(update={"groups": counts})
    record = opened(commitment.model_copy(update={"tickets": tickets, "chances": chances}))
    assert codes(record) == []
    found = verify(record, full=True)
    assert [(one.code, one.about) for one in found] == [
        ("ticket_below_levels", (str(tickets.index(fewer) + 1),))
    ]


def test_places_that_the_draw_does_not_lead_to_are_found_in_full() -> None:
    """Two groups of the same size that change places keep ticket and limits; computing again names them."""
    record = next(done for n in range(50) if _swappable(done := finished(f"ord nummer {n:03}")))
    one, other = _swappable(record)
    swapped = tuple(
        with_(p, cohort={one.key: other.cohort, other.key: one.cohort}.get(p.key, p.cohort))
        for p in record.placements
    )
    changed = record.model_copy(update={"placements": swapped})
    assert codes(changed) == []
    found = verify(changed, full=True)
    assert [(fault.code, fault.about) for fault in found] == [
        ("placed_otherwise", tuple(sorted((one.key, other.key))))
    ]


def test_chances_that_can_not_be_proved_in_time_are_named() -> None:
    """Without time nothing is computed again, and that is what is said."""
    found = verify(opened(committed()), full=True, time_limit=0)
    assert [fault.code for fault in found] == ["chances_unproved"]
