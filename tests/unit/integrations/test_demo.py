"""Invented responses: the same for the same seed, realistic, every kind of mess in known proportion."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integrations.demo import SHARES, Extra, Mess, counts, demo_manifest, demo_table
from integrations.demo.words import WORDS
from integrations.programmes import demo_programme, read_programme, shipped
from rules.application import Answer, Application
from rules.checks.roles import roles_of
from rules.checks.workplaces import clusters
from rules.municipalities import find, suggest
from rules.reading import Table, find_layout, read

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NETWORK = read_programme("network")
TABLE = demo_table(NETWORK, applications=400, seed=3)
MANIFEST = demo_manifest(NETWORK, applications=400, seed=3)
APPLICATIONS = read(NETWORK, TABLE).applications


def stamps(applications: tuple[Application, ...]) -> list[datetime]:
    """When the applications came, as read from the sheet."""
    return [a.first_seen for a in applications if a.first_seen]


def test_same_arguments_give_the_same_sheet_and_another_seed_another() -> None:
    """A demo can be made again, and there is more than one."""
    assert demo_table(NETWORK, applications=400, seed=3) == TABLE
    assert demo_table(NETWORK, applications=400, seed=4) != TABLE


def test_every_kind_of_mess_comes_as_often_as_its_share_says() -> None:
    """Counted in the manifest, each share is exact; no application has two kinds."""
    seconds = {row.row for row in MANIFEST if row.other}
    firsts = {row.other for row in MANIFEST if row.other}
    told = Counter(row.mess for row in MANIFEST if row.mess)
    assert told == counts(400) == {mess: round(400 * share) for mess, share in SHARES.items()}
    assert len(seconds) == len(firsts) == told[Mess.DUPLICATE] + told[Mess.OVER_LIMIT]


def test_sixty_four_applications_have_every_kind_of_mess() -> None:
    """The demo that opens by itself leaves nothing out."""
    assert {row.mess for row in demo_manifest(NETWORK, applications=64)} == {None, *Mess}


def test_sheet_has_the_headers_of_the_form_and_one_row_for_each_application() -> None:
    """Row by row as a form leaves it, coordinators' notes below."""
    assert TABLE.rows[0] == tuple(q.header for q in NETWORK.questions)
    assert [row.row for row in MANIFEST] == list(range(2, 402))
    assert TABLE.rows[401:] == ((), *((note,) for note in WORDS.notes))


def test_numbers_are_numbers_and_phones_are_text() -> None:
    """The size can be summed; a phone number keeps its plus sign and zeros."""
    layout, _ = find_layout(NETWORK, TABLE)
    kinds = {
        question: {type(TABLE.cell(row.row, layout.columns[question])) for row in MANIFEST}
        for question in ("size", "leader_phone", "timestamp")
    }
    assert kinds == {"size": {int}, "leader_phone": {str}, "timestamp": {str}}


def test_serial_time_stamps_are_the_same_moments() -> None:
    """As numbers, the way the Sheets API gives them, or as Danish text: the same stamps."""
    serial = demo_table(NETWORK, applications=400, seed=3, serial_dates=True)
    assert isinstance(serial.cell(2, 1), float)
    assert stamps(read(NETWORK, serial).applications) == stamps(APPLICATIONS)


def test_addresses_and_phone_numbers_are_nobodys() -> None:
    """Every domain ends in .example, every phone number begins with a 1 that no subscriber has."""
    text = "\n".join(str(cell) for row in TABLE.rows for cell in row)
    domains = {match for match in re.findall(r"@([\w.-]+\w)", text) if "." in match}
    assert {domain.rsplit(".", 1)[-1] for domain in domains} == {"example"}
    phones = [re.sub(r"\D", "", a.text("leader_phone")).removeprefix("0045") for a in APPLICATIONS]
    assert {phone.removeprefix("45")[:1] for phone in phones} == {"1"}


def test_applications_come_until_the_deadline_most_of_them_just_before_and_some_late() -> None:
    """A third comes in the last week of seven; only those marked as late come after the deadline."""
    came = stamps(APPLICATIONS)
    late = [row.row for row in MANIFEST if row.mess is Mess.LATE]
    assert [a.row for a in APPLICATIONS if a.first_seen and a.first_seen > NETWORK.closes_at] == late
    assert min(came) >= NETWORK.opens_at
    last_week = [stamp for stamp in came if timedelta() <= NETWORK.closes_at - stamp < timedelta(days=7)]
    assert len(last_week) > len(came) / 3


def test_only_edited_responses_are_out_of_the_order_of_time() -> None:
    """The form renews the time stamp of a corrected response and leaves its row where it is."""
    edited = {row.row for row in MANIFEST if row.mess is Mess.EDITED}
    untouched = [a.first_seen for a in APPLICATIONS if a.row not in edited and a.first_seen]
    assert untouched == sorted(untouched)
    assert stamps(APPLICATIONS) != sorted(stamps(APPLICATIONS))


def test_nothing_comes_after_the_moment_given() -> None:
    """A round under way has responses until now, and none can be late yet."""
    now = datetime(2026, 11, 22, 8, 30, tzinfo=COPENHAGEN)
    demo = demo_programme(now)
    table = demo_table(demo, applications=64, until=now)
    came = stamps(read(demo, table).applications)
    assert len(came) == len(set(came)) == 64
    assert demo.opens_at <= min(came) <= max(came) <= now
    assert Mess.LATE not in {row.mess for row in demo_manifest(demo, applications=64, until=now)}


def test_moment_before_the_opening_is_refused() -> None:
    """Nobody can have applied yet."""
    with pytest.raises(ValueError, match="not open"):
        demo_table(NETWORK, until=NETWORK.opens_at - timedelta(days=1))


def test_municipalities_have_a_heavy_tail() -> None:
    """A few send many, many send few."""
    sent = Counter(
        known.name
        for a in APPLICATIONS
        if (known := find(a.text("municipality")) or suggest(a.text("municipality")))
    )
    most = [count for _, count in sent.most_common()]
    assert sum(most[:10]) > 400 / 3
    assert len([count for count in most if count <= 3]) > len(most) / 3


def test_groups_are_of_one_to_eight_people_of_all_kinds_and_branches() -> None:
    """Sizes, kinds of group and branches vary as they do in life."""
    sizes = {len(value) for a in APPLICATIONS if isinstance(value := a.value("participants"), tuple)}
    assert sizes == {1, 2, 3, 4, 5, 6, 8}
    assert {a.text("group_kind") for a in APPLICATIONS} == {"TRIO", "MED-udvalg", "Arbejdsmiljøgruppe"}
    assert {a.text("branch") for a in APPLICATIONS} == {branch.name for branch in WORDS.branches}


def test_unknown_roles_are_unknown_and_the_others_known() -> None:
    """The word lists mean what their names say."""
    assert [word for word in WORDS.unknown if roles_of(word)] == []
    of_branches = (role for branch in WORDS.branches for role in (*branch.leaders, *branch.colleagues))
    known = (*of_branches, *WORDS.union, *WORDS.safety, *WORDS.colleagues)
    assert [word for word in known if not roles_of(word)] == []


def test_no_two_names_of_places_are_taken_for_one_workplace() -> None:
    """Whatever stands before them, and with or without a number: only the same name is the same."""
    names = [
        (place, pattern.format(place) + number)
        for branch in WORDS.branches
        for pattern in branch.patterns
        for place in WORDS.places
        for number in ("", " 2")
    ]
    applications = [
        Application(key=place, answers={"workplace": Answer(question="workplace", text=name)})
        for place, name in names
    ]
    together = [{a.key for a in cluster} for cluster in clusters(applications, NETWORK.context)]
    assert [keys for keys in together if len(keys) > 1] == []


@pytest.mark.parametrize(
    ("extra", "codes"),
    [
        (Extra.NOTES, ["note", "note"]),
        (Extra.EMPTY_ROWS, []),
        (Extra.SECOND_HEADER, ["second_header"]),
        (Extra.DUPLICATE_HEADER, ["duplicate_header"]),
        (Extra.MERGED, ["merged_cells"]),
    ],
)
def test_extra_on_the_sheet_is_what_the_reader_finds(extra: Extra, codes: list[str]) -> None:
    """What people do around the responses gives a finding on the table and hides no application."""
    table = demo_table(NETWORK, applications=30, extras=[extra])
    reading = read(NETWORK, table)
    assert [finding.code for finding in reading.findings] == codes
    rows = [row.row for row in demo_manifest(NETWORK, applications=30, extras=[extra])]
    assert [application.row for application in reading.applications] == rows


@pytest.mark.parametrize("programme_id", shipped())
def test_every_shipped_programme_has_a_demo(programme_id: str) -> None:
    """All columns are filled for each kind of course."""
    programme = read_programme(programme_id)
    reading = read(programme, demo_table(programme, applications=20, extras=()))
    assert reading.findings == ()
    assert len(reading.applications) == 20


def test_no_applications_make_an_empty_sheet() -> None:
    """A form that nobody has answered yet has its header row alone."""
    assert demo_table(NETWORK, applications=0, extras=()) == Table(
        rows=(tuple(q.header for q in NETWORK.questions),), serial_dates=False
    )
