"""Everything that can keep a decision out of the sheet has plain words, in both languages."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from desk.hand_edits import SHOWN_ONLY, TYPED
from desk.resolving import choices
from integrations.journal.items import timed
from integrations.journal.records import Item, OutboxState
from integrations.programmes import read_programme
from integrations.sheets.errors import SheetsError
from integrations.sync import healing, isolation
from integrations.sync.observation import Trouble
from pages.inbox import choosing, reasons, wordings
from pages.inbox.groups import Group, grouped
from pages.inbox.times import when_seen
from pages.refusals import KNOWN
from texts import speaking
from worker import OWN_FAULTS

NETWORK = read_programme("network-2024")
SEEN = datetime(2027, 5, 3, 12, 3, 20, tzinfo=UTC)
KINDS = {*Trouble, *TYPED, SHOWN_ONLY, healing.RENUMBERED, healing.UNREADABLE, healing.FORKED}


def item(kind: str, **told: object) -> Item:
    """An item of this kind, about the status of one case unless told otherwise."""
    usual: dict[str, object] = {"key": "K4T-92M7", "column": "status", "opened_at": SEEN}
    return Item.model_validate({"kind": kind, **usual, **told})


def service_codes(error: type[SheetsError] = SheetsError) -> Iterator[str]:
    """The code of every error of the spreadsheet service."""
    yield error.code
    for narrower in error.__subclasses__():
        yield from service_codes(narrower)


def test_every_fault_has_words() -> None:
    """Each code of the service, and each of the worker's own."""
    assert {*service_codes(), *OWN_FAULTS} - reasons.ERRORS == set()


def test_every_state_and_every_reason_of_a_write_has_words() -> None:
    """Each state of the outbox, each reason to refuse a batch, each trouble, each fault."""
    assert set(OutboxState) == reasons.STATES
    assert {*isolation.REASONS, *Trouble, *service_codes(), ""} - reasons.REASONS == set()


def test_every_kind_of_item_has_words() -> None:
    """Each has some of its own, or is a refusal of what was typed, which has."""
    assert set() == KINDS - (wordings.KNOWN | KNOWN)


SAYINGS: dict[str, Callable[[], wordings.Words]] = {
    **{f"fault {code}": partial(reasons.fault, code) for code in sorted(reasons.ERRORS)},
    **{
        f"{state} {reason}": partial(reasons.why, state, reason, "Hold")
        for state in OutboxState
        for reason in sorted(isolation.REASONS | {"", Trouble.COLUMN_MISSING, Trouble.LEDGER_MISSING})
    },
    **{kind: partial(wordings.of_kind, kind, "Hold") for kind in sorted(wordings.KNOWN)},
}


@pytest.mark.parametrize("name", SAYINGS)
def test_both_languages_say_what_is_wrong_and_what_to_do(name: str) -> None:
    """The English is another text than the Danish, and neither part is blank."""
    with speaking("da"):
        danish = SAYINGS[name]()
    with speaking("en"):
        english = SAYINGS[name]()
    assert all((*danish, *english))
    assert danish.what != english.what
    assert danish.todo != english.todo


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_choice_has_a_label(kind: str) -> None:
    """What can be chosen on an item of any kind has a name of its own in both languages."""
    one = Group((item(kind),))
    for code in choices(one.first):
        with speaking("da"):
            danish = choosing.label(code, one)
        with speaking("en"):
            english = choosing.label(code, one)
        assert len({code, danish, english}) == 3


def test_rows_of_one_cause_are_one_group() -> None:
    """A sorted column is one group, words to be weighed are one each; the oldest comes first."""
    sorted_away = [item("part_sorted", id=n, key=f"K{n}") for n in (1, 3, 4)]
    typed = [item("conflict", id=2), item("conflict", id=5, column="cohort")]
    cohorts = [item("part_sorted", id=6, column="cohort")]
    found = grouped(sorted([*sorted_away, *typed, *cohorts], key=lambda one: one.id))
    assert [[one.id for one in group.items] for group in found] == [[1, 3, 4], [2], [5], [6]]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=60), "mellem 3. maj 2027 kl. 14.02 og kl. 14.03"),
        (timedelta(seconds=5), "set 3. maj 2027 kl. 14.03"),
        (timedelta(days=1), "mellem 2. maj 2027 kl. 14.03 og 3. maj 2027 kl. 14.03"),
        (timedelta(seconds=-90), "set 3. maj 2027 kl. 14.03"),
    ],
)
def test_when_it_happened_is_told_by_the_two_looks(before: timedelta, said: str) -> None:
    """A sheet does not say when: it was after the look before. A clock put back claims nothing."""
    with speaking("da"):
        assert when_seen(item("conflict", params=timed({}, SEEN - before))) == said
