"""Commit first, then the seed, then one draw that anybody can repeat."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from rules.allocation.lottery.committing import commit, drawn, settle
from rules.allocation.lottery.drawing import draw, number, plain
from rules.allocation.lottery.record import Method, Source, Verdict, canonical
from rules.allocation.model import Aim, Group, Problem
from rules.state import Refused
from tests.unit.allocation.lottery import cases
from tests.unit.allocation.lottery.cases import MADE, committed, opened, outside, small

ROOT = Path(__file__).parents[4]


def test_no_name_or_reason_stands_in_the_commitment() -> None:
    """Workplaces and people's reasons for pins are not published."""
    text = canonical(committed())
    assert ("Skole" in text, "Anne" in text) == (False, False)


def test_commitment_changes_when_anything_it_depends_on_changes() -> None:
    """Size, wish, limit, pin, policy, programme, software and time each give another digest."""
    problem = small()
    first, *rest = problem.groups
    cohort, *others = problem.cohorts
    changed: list[dict[str, object]] = [
        {"groups": (first.model_copy(update={"size": 3}), *rest)},
        {"groups": (first.model_copy(update={"wishes": ("a",)}), *rest)},
        {"groups": (*problem.groups, Group(key="N27-900", size=9, wishes=("a",)))},
        {"cohorts": (cohort.model_copy(update={"participants_max": 7}), *others)},
        {"pins": ()},
        {"levels": (Aim.PLACES, Aim.DRAW)},
    ]
    digests = [committed(problem.model_copy(update=change)).digest() for change in changed]
    made = [
        commit(problem, programme=programme, software=software, at=at).digest()
        for programme, software, at in (
            ("network 2027", "samhold test", MADE),
            ("network 2028", "samhold test", MADE),
            ("network 2027", "samhold next", MADE),
            ("network 2027", "samhold test", MADE + timedelta(seconds=1)),
        )
    ]
    assert len({*digests, *made}) == len(changed) + 4
    assert made[0] == committed().digest()


def test_rows_reasons_and_the_old_seed_are_no_part_of_the_commitment() -> None:
    """What plays no part in the lottery changes no digest."""
    problem = small()
    again = problem.model_copy(
        update={
            "groups": tuple(g.model_copy(update={"workplace": "x"}) for g in reversed(problem.groups)),
            "pins": tuple(p.model_copy(update={"reason": "y"}) for p in problem.pins),
            "seed": 5,
        }
    )
    assert committed(again).digest() == committed(problem).digest()


def test_fresh_processes_commit_to_the_same() -> None:
    """No order of hashing or start of a process plays a part."""
    code = "from tests.unit.allocation.lottery.cases import committed; print(committed().digest())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in range(5)
    }
    assert found == {committed().digest()}


def test_draw_is_the_documented_hash() -> None:
    """The seed is SHA-256 of commitment, source and plain text; the ticket its remainder by 1,000, from 1."""
    commitment = committed()
    made = draw(commitment, outside("Blå  stol, GRØN kop!"), MADE + timedelta(hours=2))
    text = f"{commitment.digest()}|words|blå stol grøn kop"
    seed = hashlib.sha256(text.encode()).hexdigest()
    assert (made.seed, made.ticket) == (seed, int(seed, 16) % 1000 + 1)


def test_numbers_have_no_bias() -> None:
    """The last values, which would favour small numbers, are hashed again instead of used."""
    last = f"{2**256 - 1:064x}"
    again = int(hashlib.sha256(last.encode()).hexdigest(), 16)
    assert (number(last, 1000), number(f"{2**256 - 2**256 % 1000 - 1:064x}", 1000)) == (again % 1000, 999)


def test_words_typed_otherwise_are_the_same_words() -> None:
    """Capitals, spaces, stops and composed letters don't matter."""
    assert plain(" Bl\u0061\u030a-stol,\n Grøn ") == "blå stol grøn"


@pytest.mark.parametrize(
    ("text", "hours", "code"),
    [("abc 123", 1, "lottery_seed_too_short"), ("blå stol grøn kop", -1, "lottery_seed_too_early")],
)
def test_draw_is_refused(text: str, hours: int, code: str) -> None:
    """Too few words, or words known before the commitment."""
    early = outside(text).model_copy(update={"at": MADE + timedelta(hours=hours)})
    with pytest.raises(Refused) as refusal:
        draw(committed(), early, MADE + timedelta(hours=2))
    assert refusal.value.code == code


def test_second_draw_is_refused() -> None:
    """One can't draw until one likes it."""
    record = cases.drawn(committed())
    again = draw(record.commitment, outside("noget helt andet"), MADE + timedelta(hours=3))
    with pytest.raises(Refused) as refusal:
        record.with_draw(again)
    assert refusal.value.code == "lottery_drawn_already"


def test_policy_without_a_draw_has_no_lottery() -> None:
    """Where the earliest come first there is nothing to draw."""
    with pytest.raises(Refused) as refusal:
        committed(small().model_copy(update={"levels": (Aim.PLACES, Aim.EARLIEST)}))
    assert refusal.value.code == "lottery_not_drawn"


def test_ten_thousand_draws_follow_the_tickets() -> None:
    """Numbered words draw all tickets equally often, and each group as often as it has tickets."""
    commitment = committed()
    made = [
        draw(commitment, outside(f"terning {i:08}"), MADE + timedelta(hours=2)).ticket for i in range(10_000)
    ]
    counts = Counter(made)
    chi_square = sum((counts[t] - 10) ** 2 / 10 for t in range(1, 1001))
    assert chi_square < 1143  # 0.999 quantile of chi-square with 999 degrees of freedom
    seen = Counter(key for ticket in made for key in drawn(commitment, ticket))
    for one in commitment.chances.groups:
        share = one.chance / 1e9
        assert abs(seen[one.key] / 10_000 - share) < 4 * (share * (1 - share) / 10_000) ** 0.5 + 0.001


def test_those_on_the_ticket_have_a_place_and_get_the_best_wishes() -> None:
    """The settled allocation is proved, keeps pins, and has exactly the ticket's groups."""
    record = cases.drawn(committed())
    settled = settle(record.commitment, record.draws[0])
    assert settled.proven
    assert {p.key for p in settled.placements} == drawn(record.commitment, record.draws[0].ticket)
    assert ("N27-001", "a") in {(p.key, p.cohort) for p in settled.placements}


def test_time_that_runs_out_gives_random_serial_dictatorship_and_says_so() -> None:
    """Without time for the proof there are no tickets; the order is drawn, and chances are estimates."""
    ticks = iter(range(10**6))
    commitment = commit(
        small(),
        programme="p",
        software="s",
        at=MADE,
        time_limit=6.5,
        stopwatch=lambda: float(next(ticks)),
    )
    chances = commitment.chances
    assert (chances.method, commitment.tickets, chances.samples > 0) == (Method.DICTATORSHIP, (), True)
    assert {one.verdict for one in chances.groups} == {Verdict.CHANCE}
    made = draw(commitment, outside("12345612", Source.DICE), MADE + timedelta(hours=2))
    assert made.ticket == 0
    people = {g.key: g.size for g in commitment.problem.groups}
    placed = settle(commitment, made).placements
    assert sum(people[p.key] for p in placed) == commitment.levels[0].value


def test_one_more_row_changes_nobodys_place_in_the_order() -> None:
    """Keys of the lottery come from the case number alone."""
    from rules.allocation.lottery import draw_order

    keys = [f"N27-{i:03}" for i in range(30)]
    before = draw_order(7, keys)
    after = draw_order(7, [*keys, "N27-999"])
    assert tuple(key for key in after if key != "N27-999") == before


def test_opened_record_has_no_draw() -> None:
    """What is published first says nothing of a seed."""
    record = opened(committed())
    assert (record.draws, record.placements, record.digest) == ((), (), record.commitment.digest())


def test_extra_group_that_can_be_nowhere_changes_no_chance() -> None:
    """A row that wishes for no cohort leaves every other group's chance as it was."""
    problem: Problem = small()
    more = problem.model_copy(update={"groups": (*problem.groups, Group(key="N27-000a", size=2))})
    chances = {one.key: one.chance for one in committed(more).chances.groups}
    assert chances.pop("N27-000a") == 0
    assert chances == {one.key: one.chance for one in committed(problem).chances.groups}
