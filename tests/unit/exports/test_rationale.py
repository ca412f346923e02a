"""The rationale: one page, numbers only, in both languages, whatever stands in the data."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from benchmarks.allocation.instances import instance
from integrations.exports.rationale import to_html
from rules.allocation import solve
from rules.allocation.explain.complaints import complaints
from rules.allocation.explain.limit_costs import limit_costs
from rules.allocation.lottery.committing import commit, settle
from rules.allocation.lottery.drawing import draw
from rules.allocation.lottery.record import BILLION, Outside, Record, Source
from rules.allocation.model import DEFAULT_POLICY, CohortLimits, Group, Problem
from rules.allocation.rationale import CohortFacts, CostFacts, Rationale, rationale
from rules.base import Language, Text

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NAME = Text(da="Netværk <2026>", en="Network <2026>")
PROBLEM = Problem(
    groups=tuple(
        Group(
            key=f"SAG-{n:03}",
            size=3,
            wishes=("c&o",),
            workplace=f"Hjemmet nr. {n}",
            branch=f"b{n % 2}",
            municipality="Skive",
        )
        for n in range(8)
    ),
    cohorts=(CohortLimits(id="c&o", participants_max=9, groups_max=5, groups_min=4),),
)


def drawn(problem: Problem) -> tuple[Record, Rationale]:
    """A lottery from commitment to places, and its facts."""
    commitment = commit(problem, programme="1", software="test", at=NOW)
    late = NOW.replace(hour=13)
    ticket = draw(commitment, Outside(source=Source.DICE, text="31415926", at=late), late)
    answer = settle(commitment, ticket)
    record = Record(
        commitment=commitment, digest=commitment.digest(), draws=(ticket,), placements=answer.placements
    )
    return record, rationale(problem, answer, costs=limit_costs(problem, answer), record=record)


def page(facts: Rationale, language: Language) -> str:
    """The page with its cohort named."""
    return to_html(
        facts, language, programme=NAME, names={"c&o": Text(da="Århus <b>", en="Aarhus <b>")}, at=NOW
    )


class Tags(HTMLParser):
    """Every tag of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is opened."""
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """What is closed is what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """The text."""
        self.text += data


def read(text: str) -> Tags:
    """The page parsed; every tag is closed."""
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    return tags


def test_facts_are_counts_of_the_allocation() -> None:
    """Eight groups of three for nine places, and one group short of the least number."""
    answer = solve(PROBLEM)
    facts = rationale(PROBLEM, answer, costs=limit_costs(PROBLEM, answer))
    counts = (facts.groups, facts.participants, facts.groups_placed, facts.participants_placed)
    assert (counts, facts.waiting, facts.proven) == ((8, 24, 3, 9), 5, True)
    assert facts.cohorts == (
        CohortFacts(
            id="c&o",
            participants=9,
            participants_max=9,
            groups=3,
            groups_min=4,
            groups_max=5,
            branches=len({g.branch for g in PROBLEM.groups for p in answer.placements if p.key == g.key}),
            branches_min=0,
            per_municipality_max=None,
            per_branch_max=None,
            reserved=0,
        ),
    )
    assert facts.costs == (
        CostFacts(demand="participants"),
        CostFacts(demand="groups"),
        CostFacts(demand="minima", level="minima", better=1),
    )
    assert (
        sum(one.count for one in facts.complaints) == len(list(complaints(PROBLEM, answer.placements))) == 15
    )


def test_lottery_in_the_rationale_is_the_published_one() -> None:
    """All eight had the same chance, three of eight."""
    record, facts = drawn(PROBLEM)
    assert facts.lottery is not None
    assert (facts.lottery.always, facts.lottery.never, facts.lottery.drawn_for) == (0, 0, 8)
    assert facts.lottery.smallest == 3 * BILLION // 8
    assert (facts.lottery.digest, facts.lottery.ticket) == (record.digest, record.draws[0].ticket)


@pytest.mark.parametrize("language", ["da", "en"])
def test_page_is_whole_and_names_nobody(language: Language) -> None:
    """No case number, no workplace, no municipality; no script, picture or link."""
    _, facts = drawn(PROBLEM)
    text = page(facts, language)
    tags = read(text)
    assert not re.search(r"SAG-|Hjemmet|Skive", text)
    assert tags.seen == {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "h1",
            "h2",
            "p",
            "code",
            "table",
            "tr",
            "th",
            "td",
        )
    }
    assert "http" not in text
    assert "{" not in tags.text.split("}}")[-1]


def test_everything_on_the_page_is_escaped() -> None:
    """Names of programme and cohort with angle brackets come out as text."""
    _, facts = drawn(PROBLEM)
    tags = read(page(facts, "da"))
    assert "b" not in tags.seen
    assert tags.text.count("Netværk <2026>") == 2
    assert "Århus <b>" in tags.text


def test_page_says_what_is_not_proved() -> None:
    """Without time to prove it, it doesn't claim so."""
    facts = rationale(PROBLEM, solve(PROBLEM, time_limit=0))
    text = page(facts, "da")
    assert "Tiden løb ud: ikke alle trin er bevist." in text
    assert "Hvert trin er bevist" not in text


def test_large_allocation_stays_on_about_a_page() -> None:
    """Sixty groups and two cohorts: some forty rows, however many groups there are."""
    problem = instance(60, 2, 1, levels=DEFAULT_POLICY)
    answer = solve(problem)
    facts = rationale(problem, answer, costs=limit_costs(problem, answer))
    rows = to_html(facts, "da", programme=NAME, names={}, at=NOW).count("<tr>")
    assert rows <= 45
