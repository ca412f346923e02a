"""Who may do what: every command and question of the desk, for every role."""

import inspect
from collections.abc import Callable

import pytest

from desk import Desk
from rules.allocation.lottery.record import Source as Lot
from rules.people import Actor, Role
from rules.state import Refused, Status
from tests.integration.desk.conftest import Season, person

Call = Callable[[Desk, Actor], object]
V, K, C, A = Role.VIEWER, Role.CONSULTANT, Role.COORDINATOR, Role.ADMINISTRATOR

TABLE: dict[str, tuple[set[Role], Call]] = {
    "board": ({V, K, C, A}, lambda desk, who: desk.board(who)),
    "history": ({V, K, C, A}, lambda desk, who: desk.history(who, "K4T-92M7")),
    "export": ({K, C, A}, lambda desk, who: desk.export(who, "applications")),
    "audit": ({A}, lambda desk, who: desk.audit(who)),
    "verify_audit": ({A}, lambda desk, who: desk.verify_audit(who)),
    "due_for_erasure": ({A}, lambda desk, who: desk.due_for_erasure(who)),
    "erase_due": ({A}, lambda desk, who: desk.erase_due(who, ["K4T-92M7"])),
    "erase": ({A}, lambda desk, who: desk.erase(who, "K4T-92M7", "bad om det")),
    "versions": ({A}, lambda desk, who: desk.versions(who)),
    "decide": (
        {K, A},
        lambda desk, who: desk.decide(who, key="K4T-92M7", status=Status.WAITLISTED, revision=0, basis=""),
    ),
    "withdraw": ({K, A}, lambda desk, who: desk.withdraw(who, key="K4T-92M7", revision=0, basis="")),
    "undo": ({K, A}, lambda desk, who: desk.undo(who, "K4T-92M7", 1)),
    "rerank": (
        {K, A},
        lambda desk, who: desk.rerank(who, key="K4T-92M7", place=1, reason="x", revision=0, basis=""),
    ),
    "allocate": ({K, A}, lambda desk, who: desk.allocate(who)),
    "allocation_draft": ({K, A}, lambda desk, who: desk.allocation_draft(who)),
    "waitlist": ({V, K, C, A}, lambda desk, who: desk.waitlist(who)),
    "allocations": ({V, K, C, A}, lambda desk, who: desk.allocations(who)),
    "commit_allocation": ({K, A}, lambda desk, who: desk.commit_allocation(who)),
    "seed_allocation": (
        {K, A},
        lambda desk, who: desk.seed_allocation(who, number=1, source=Lot.DICE, text="1 2 3 4 5 6 1 2"),
    ),
    "draw_allocation": ({K, A}, lambda desk, who: desk.draw_allocation(who, number=1)),
    "adopt_allocation": ({K, A}, lambda desk, who: desk.adopt_allocation(who, number=1)),
    "resolve": ({K, C, A}, lambda desk, who: desk.resolve(who, 1, "ours")),
    "activate_programme": ({A}, lambda desk, who: desk.activate_programme(who, _document(desk))),
}
OPEN_TO_ALL = {"observe", "review", "submit"}
"""Commands without a person: what sync saw, and the form that needs no account."""


def _document(desk: Desk) -> str:
    from integrations import programmes

    return programmes.document(desk.programme.id)


def test_table_names_every_command() -> None:
    """A new command without a line here is a failure."""
    commands = {name for name, _ in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}
    assert commands == TABLE.keys() | OPEN_TO_ALL


def test_every_command_takes_a_person_but_those_open_to_all() -> None:
    """Who acts is the first argument, so that no command can forget to ask."""
    first = {
        name: next(iter(list(inspect.signature(member).parameters)[1:]), "")
        for name, member in inspect.getmembers(Desk, inspect.isfunction)
        if not name.startswith("_")
    }
    assert {name for name, argument in first.items() if argument == "actor"} == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_command_is_open_to_exactly_the_roles_of_the_table(season: Season, name: str) -> None:
    """Others are refused by role before anything else is looked at."""
    allowed, call = TABLE[name]
    assert {role for role in Role if _let_in(season.desk, call, person(role))} == allowed


def _let_in(desk: Desk, call: Call, who: Actor) -> bool:
    try:
        call(desk, who)
    except Refused as refused:
        return refused.code != "not_allowed"
    return True
