"""What a decision must be like, limits, waitlist places, and the words of the sheet."""

import pytest

from integrations.programmes import read_programme
from rules.capacity import Load, loads, more_room_needed
from rules.moves import Move, require_allowed, settled
from rules.state import Refused, Standing, Status
from rules.waitlist import places
from rules.wording import cohort_of, cohort_word, status_of, status_word

NETWORK = read_programme("network-2024")
FULL = Load(cohort="aarhus", participants=42, groups=13, participants_max=45, groups_max=14)


@pytest.mark.parametrize(("size", "fits"), [(0, True), (3, True), (4, False)])
def test_load_takes_what_fits_exactly(size: int, fits: bool) -> None:
    """The last place may be taken, and no more."""
    assert FULL.takes(size) is fits


def test_load_takes_no_group_beyond_the_limit_of_groups() -> None:
    """Room for people is no room for one group more."""
    assert FULL.plus(0).takes(1) is False
    assert (FULL.plus(3).participants_left, FULL.plus(3).groups_left) == (0, 0)


def test_refusal_says_what_the_cohort_would_hold() -> None:
    """All four figures are named, so that the wording can say them."""
    with pytest.raises(Refused) as refused:
        FULL.require(4)
    assert refused.value.params == {
        "cohort": "aarhus",
        "participants": 46,
        "participants_max": 45,
        "groups": 14,
        "groups_max": 14,
    }


def test_loads_follow_the_programmes_order_and_count_only_places() -> None:
    """Waiting for a cohort is not being in it; an unknown size counts as nobody."""
    standings = [
        Standing(key="a", status=Status.APPROVED, cohort="odense"),
        Standing(key="b", status=Status.WAITLISTED, cohort="odense"),
        Standing(key="c", status=Status.OFFERED, cohort="aarhus"),
        Standing(key="d", status=Status.CONFIRMED, cohort="odense"),
    ]
    found = loads(NETWORK, standings, {"a": 3, "b": 5, "c": 6})
    assert [(load.cohort, load.participants, load.groups) for load in found] == [
        ("aarhus", 6, 1),
        ("odense", 3, 2),
    ]


@pytest.mark.parametrize(
    ("status", "cohort", "holds", "needed"),
    [
        (Status.RECEIVED, "", True, True),
        (Status.APPROVED, "aarhus", True, False),
        (Status.APPROVED, "odense", True, True),
        (Status.WAITLISTED, "aarhus", True, True),
        (Status.RECEIVED, "", False, False),
    ],
)
def test_place_held_already_takes_no_more_room(
    status: Status, cohort: str, holds: bool, needed: bool
) -> None:
    """Confirming the approved needs no place; another cohort does."""
    before = Standing(key="a", status=status, cohort=cohort)
    assert more_room_needed(before, "aarhus", holds=holds) is needed


def test_settled_move_drops_what_means_nothing_and_keeps_the_reason() -> None:
    """A cohort goes where the state has none; the reason stays while the state does."""
    declined = Standing(key="a", status=Status.DECLINED, reason="Regional")
    assert settled(Move(status=Status.DECLINED, cohort="aarhus", remark="x"), declined) == Move(
        status=Status.DECLINED, remark="x", reason="Regional"
    )
    assert settled(Move(status=Status.RECEIVED, reason=" Ny "), declined).reason == "Ny"


def test_words_typed_in_the_sheet_need_no_reason() -> None:
    """There is no cell for it; all other rules hold."""
    before = Standing(key="a")
    require_allowed(NETWORK, before, Move(status=Status.DECLINED), explained=False)
    with pytest.raises(Refused, match="cohort_missing"):
        require_allowed(NETWORK, before, Move(status=Status.APPROVED), explained=False)


@pytest.mark.parametrize("status", Status)
def test_status_word_is_understood_when_it_is_typed(status: Status) -> None:
    """What we write we read, in any case and with blanks around."""
    word = status_word(NETWORK, status)
    assert status_of(NETWORK, f"  {word.upper()} ") is status


@pytest.mark.parametrize("typed", ["", "   ", "måske", "?", "god"])
def test_unknown_status_is_not_guessed(typed: str) -> None:
    """Near is not the same."""
    assert status_of(NETWORK, typed) is None


@pytest.mark.parametrize(
    ("typed", "cohort"),
    [
        ("Aarhus", "aarhus"),
        ("århus", "aarhus"),
        ("ODENSE", "odense"),
        ("", ""),
        ("  ", ""),
        ("-", None),
        ("Vejle", None),
    ],
)
def test_cohort_is_read_in_any_spelling(typed: str, cohort: str | None) -> None:
    """Å and Aa are one letter; a blank is no cohort, another word is unknown."""
    assert cohort_of(NETWORK, typed) == cohort


def test_cohort_without_a_name_is_written_as_it_is() -> None:
    """A decision may name a cohort that a later document has no more."""
    assert [cohort_word(NETWORK, cohort) for cohort in ("odense", "", "gone")] == ["Odense", "", "gone"]


def test_places_follow_time_then_rank_then_number() -> None:
    """Only those who wait have a place, and the places have no gaps."""
    early, late = NETWORK.opens_at, NETWORK.closes_at
    waiting = [
        Standing(key="d", status=Status.WAITLISTED, since=late, rank=2),
        Standing(key="c", status=Status.WAITLISTED, since=late, rank=1),
        Standing(key="b", status=Status.WAITLISTED, since=early),
        Standing(key="a", status=Status.WAITLISTED, since=early),
        Standing(key="e", status=Status.APPROVED, since=early, cohort="odense"),
    ]
    assert places(waiting) == {"a": 1, "b": 2, "c": 3, "d": 4}
