"""What people do at the desk and in the sheet stands on the audit chain, by whom and from where."""

import pytest

from integrations.journal import audit
from integrations.journal.audit import Link
from integrations.journal.proof import verify
from integrations.journal.records import Item
from rules.state import Source, Status
from tests.integration.desk.conftest import ANNA, BO, EVA, Season
from tests.releases import round_of
from tests.world import World


def chain(season: Season, key: str = "") -> tuple[Link, ...]:
    """The links as an administrator sees them."""
    return season.desk.audit(EVA, key)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A round with every kind of thing in it, on the real sheet."""
    return round_of(tmp_path_factory.mktemp("world"))


def test_whole_round_leaves_a_whole_chain(world: World) -> None:
    """Hand edits, conflicts, undo, a form, a lost row: the chain joins up, and the tables say the same."""
    with world.journal.read(world.programme.id) as look:
        assert verify(look).broken is None


def test_every_way_in_is_named(world: World) -> None:
    """Links come from the page, the command line, the sheet, the form, and from the software itself."""
    with world.journal.read(world.programme.id) as look:
        found = {(link.source, link.by) for link in audit.links(look)}
    assert found == {
        ("page", "Karen Holm"),
        ("page", "Mikkel Bro"),
        ("cli", "Eva Lund"),
        ("sheet", "Regnearket"),
        ("form", ""),
        ("worker", "samhold"),
    }


def test_chain_names_no_applicant(world: World) -> None:
    """Neither names, addresses nor workplaces of applicants are in it, whatever happened."""
    with world.journal.read(world.programme.id) as look:
        said = "".join(
            str(link.model_copy(update={"words": None})) for link in audit.links(look) if link.what != "lease"
        )
    assert [
        word for word in ("skole", "havn", "Bo Havn", "ring", "har skrevet", "måske") if word in said
    ] == []


def test_undo_says_what_it_takes_back(season: Season) -> None:
    """An undone decision is a link of its own, by whoever undid it."""
    case = season.one()
    key, made = case.key, season.decide(case, Status.WAITLISTED)
    season.settle()
    season.desk.undo(BO, key, made.revision)
    last = chain(season, key)[-1]
    assert (last.what, last.by, last.after["undoes"]) == ("decided", "Bo", 1)
    assert last.before == {"revision": 1, "status": "waitlisted", "cohort": ""}


def test_export_is_told_with_who_took_how_much(season: Season) -> None:
    """Taking personal data along changes nothing, and is told all the same."""
    season.one()
    season.desk.export(ANNA, "applications")
    last = chain(season)[-1]
    assert (last.what, last.by, last.source) == ("exported", "Anna", Source.PAGE)
    assert last.after == {"table": "applications", "rows": 1}


def test_hand_edit_is_told_apart_from_the_decision_that_comes_of_it(season: Season) -> None:
    """What was typed, in which cells, is a link; the decision that came of it another, from the sheet too."""
    key = season.one().key
    season.type(key, status="Venteliste")
    typed, decided = chain(season, key)[-2:]
    assert (typed.what, typed.source, typed.after) == ("hand_edit", "sheet", {"columns": ["status"]})
    assert typed.words == {"status": [None, "Venteliste"]}
    assert (decided.what, decided.source, decided.by) == ("decided", "sheet", "Regnearket")


def test_choice_in_the_inbox_is_told(season: Season) -> None:
    """Who settled an item, and how."""
    key = season.one().key
    (item,) = _asked(season, key)
    season.desk.resolve(ANNA, item.id, "ours")
    last = chain(season, key)[-1]
    assert (last.what, last.by, last.after) == ("item_settled", "Anna", {"item": item.id, "choice": "ours"})


def _asked(season: Season, key: str) -> tuple[Item, ...]:
    season.type(key, status="måske")
    return season.case(key).items
