"""Whole tables: what is an application, what isn't, and what each oddity is called and where."""

from datetime import datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.base import Cell
from rules.columns import HEADERS, KEY
from rules.keys import case_number
from rules.programme.model import Programme, Question, QuestionType
from rules.reading import Layout, Merge, Reader, Reading, Table, application_from, find_layout, read
from rules.reading.people import people
from rules.reading.unreadable import unreadable
from rules.validation import validate
from tests.unit.checks.made import NETWORK, SOUND

HEADER = tuple(question.header for question in NETWORK.questions)
ROW = tuple(SOUND[question.id] for question in NETWORK.questions)


def reading(*rows: tuple[Cell, ...], merges: tuple[Merge, ...] = ()) -> Reading:
    """What is read of a table of text."""
    return read(NETWORK, Table(rows=rows, merges=merges, serial_dates=False))


def told(result: Reading) -> list[tuple[str, str]]:
    """(code, cell) of the findings on the table."""
    return [(finding.code, finding.cell) for finding in result.findings]


def changed(**changes: Cell) -> tuple[Cell, ...]:
    """The sound row with some answers changed."""
    return tuple((SOUND | changes)[question.id] for question in NETWORK.questions)


def test_sound_table_has_no_findings() -> None:
    """A header row and one response give one application with its cells."""
    result = reading(HEADER, ROW)
    assert told(result) == []
    assert [
        (a.row, a.cell("municipality"), a.text("size"), a.value("size")) for a in result.applications
    ] == [(2, "C2", "3", 3)]


def test_headers_may_stand_in_any_order_and_spelling() -> None:
    """Order, case, blanks, line breaks and Danish letters of headers make no difference."""
    messy = tuple(f"  {h.upper().replace(' ', chr(10), 1).replace('Å', 'AA')} " for h in reversed(HEADER))
    result = reading(messy, tuple(reversed(ROW)))
    assert told(result) == []
    assert result.applications[0].text("workplace") == "Nørrebakkeskolen"


def test_header_row_may_stand_below_other_rows() -> None:
    """A title above the headers moves them down, and the addresses with them."""
    result = reading(("Svar fra skemaet",), (), HEADER, ROW)
    assert (result.layout.header_row, result.applications[0].cell("email")) == (3, "B4")


def test_alias_of_a_header_is_understood() -> None:
    """A header may be any of the aliases that the programme gives."""
    question = next(q for q in NETWORK.questions if q.aliases)
    headers = tuple(q.aliases[0] if q is question else q.header for q in NETWORK.questions)
    result = reading(headers, ROW)
    assert (told(result), result.applications[0].text(question.id)) == ([], SOUND[question.id])


def test_repeated_header_names_both_cells_and_the_first_is_read() -> None:
    """Of two columns with one header the first counts."""
    result = reading((*HEADER, "Kommune"), (*ROW, "Odense"))
    assert told(result) == [("duplicate_header", "V1")]
    assert "C1" in result.findings[0].say("en")
    assert result.applications[0].text("municipality") == "Randers"


def test_missing_column_is_named_at_the_header_row() -> None:
    """A column that isn't there is told by its header; the rest is read."""
    result = reading(("Titel",), HEADER[:2] + HEADER[3:], ROW[:2] + ROW[3:])
    assert told(result) == [("missing_column", "A2")]
    assert result.findings[0].say() == "Kolonnen »Kommune« findes ikke i række 2."
    assert result.applications[0].text("workplace") == "Nørrebakkeskolen"


def test_merged_cells_are_told_with_their_first_cell() -> None:
    """Only the first of merged cells holds a value."""
    merge = Merge(first_row=2, last_row=3, first_column=3, last_column=3)
    assert told(reading(HEADER, ROW, merges=(merge,))) == [("merged_cells", "C2")]


def test_second_header_row_is_skipped() -> None:
    """A repeated header row is no application."""
    result = reading(HEADER, ROW, HEADER, changed(email="b@b.example"))
    assert told(result) == [("second_header", "A3")]
    assert [a.row for a in result.applications] == [2, 4]


def test_empty_rows_are_skipped_without_a_word() -> None:
    """Blank cells, blanks in cells and missing rows are nothing."""
    result = reading(HEADER, (), (None, "  ", ""), ROW, ("",) * 30)
    assert (told(result), [a.row for a in result.applications]) == ([], [4])


@pytest.mark.parametrize(
    "note",
    [
        ("Husk at ringe til Randers",),
        (None, None, None, "De her er fra sidste år"),
        ("I alt", None, None, None, None, None, None, 34),
        ("18/06/2024", "frist!"),
        ("", "", "Randers", "", "", "", "", ""),
    ],
)
def test_note_is_never_an_application(note: tuple[Cell, ...]) -> None:
    """What a coordinator wrote below or among the rows is told, and skipped."""
    result = reading(HEADER, ROW, note, changed(email="b@b.example"), note)
    first = next(cell for cell in ("A", "B", "C", "D") if note[ord(cell) - 65])
    if result.applications[1].row == 3:
        pytest.fail("the note became an application")
    assert told(result) == [("note", f"{first}3"), ("note", f"{first}5")]


def test_application_added_by_hand_needs_no_time_stamp() -> None:
    """A row without a time stamp but with the answers is an application."""
    assert len(reading(HEADER, changed(timestamp=None, email=None)).applications) == 1


def test_application_of_a_correct_person_with_little_else_is_kept() -> None:
    """A time stamp with anything beside it is somebody's response."""
    row = ("21/05/2024 08.12.31", None, "Randers")
    assert len(reading(HEADER, row).applications) == 1


def test_unknown_columns_are_ignored() -> None:
    """Columns that the programme doesn't know are left alone."""
    result = reading(("Noter", *HEADER), ("ring fredag", *ROW))
    assert (told(result), result.applications[0].cell("timestamp")) == ([], "B2")


def test_case_number_is_read_from_the_key_column() -> None:
    """The key column gives each application its key, however it was typed."""
    key = case_number("x")
    result = reading((*HEADER, KEY), (*ROW, key.lower()))
    assert (told(result), result.applications[0].key) == ([], key)


def test_word_in_the_key_column_is_no_key() -> None:
    """What isn't a case number is told, and the application has no key."""
    result = reading((*HEADER, KEY), (*ROW, "vigtig"))
    assert (told(result), result.applications[0].key) == ([("bad_key", "V2")], "")


def test_case_number_on_two_rows_is_told_with_both_cells() -> None:
    """A copied row brings its key along."""
    key = case_number("x")
    result = reading((*HEADER, KEY), (*ROW, key), (*changed(email="b@b.example"), key))
    assert told(result) == [("duplicate_key", "V3")]


def test_decision_columns_are_found_beside_the_questions() -> None:
    """The software's own columns are marked, so that no question can be meant."""
    layout, _ = find_layout(NETWORK, Table(rows=((*HEADER, *HEADERS.values()),)))
    assert [layout.columns[f"@{name}"] for name in HEADERS] == list(range(22, 22 + len(HEADERS)))


def test_table_without_headers_has_no_applications() -> None:
    """A sheet that isn't the responses says so at its first cell."""
    result = reading(("a", "b"), ("c", "d"))
    assert (told(result), result.applications) == ([("no_headers", "A1")], ())


def test_error_value_is_no_answer() -> None:
    """A formula's error is shown with its cell; the text is kept."""
    application = reading(HEADER, changed(municipality="#REF!")).applications[0]
    assert application.text("municipality") == "#REF!"
    assert application.value("municipality") is None
    assert [(f.code, f.cell) for f in unreadable(NETWORK, application)] == [("cell_error", "C2")]


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("size", "mange"),
        ("decided", "måske"),
        ("timestamp", "i går"),
        ("participants", "Navn, rolle, e-mail"),
    ],
)
def test_unreadable_answer_keeps_its_text(question: str, written: str) -> None:
    """What can't be read has no value, its text as written, and a finding at its cell with a question."""
    application = reading(HEADER, changed(**{question: written})).applications[0]
    findings = list(unreadable(NETWORK, application))
    assert (application.value(question), application.text(question)) == (None, written)
    assert [(f.code, f.cell, f.value) for f in findings] == [
        ("unreadable", application.cell(question), written)
    ]
    assert written in findings[0].ask()


def test_numbers_from_a_sheet_read_as_the_text_does() -> None:
    """Serial dates, floats and tick boxes give the same text, meaning and fingerprint as text does."""
    raw = changed(
        timestamp=45433.34202546296, size=3.0, decided=True, attended_before=False, leader_phone=86123456.0
    )
    text = changed(leader_phone="86123456")
    sheet = read(NETWORK, Table(rows=(HEADER, raw), serial_dates=True)).applications[0]
    file = read(NETWORK, Table(rows=(HEADER, text), serial_dates=False)).applications[0]
    assert sheet.fingerprint == file.fingerprint
    assert [sheet.value(q.id) for q in NETWORK.questions] == [file.value(q.id) for q in NETWORK.questions]


def test_time_stamp_is_the_first_seen() -> None:
    """What was seen first is kept, whatever stands there now."""
    first = datetime(2024, 5, 1, 8, tzinfo=NETWORK.zone)
    layout = Layout(columns={"timestamp": 1})
    cells = {"timestamp": "21/05/2024 08.12.31"}
    now = application_from(NETWORK, cells, row=2, layout=layout)
    before = application_from(NETWORK, cells, row=2, layout=layout, first_seen=first)
    assert (now.first_seen, before.first_seen) == (now.value("timestamp"), first)


def in_columns() -> Programme:
    """The network programme with its participants in columns."""
    columns = ("Deltager {n}: navn", "Deltager {n}: rolle", "Deltager {n}: e-mail")
    spread = Question(id="participants", header="Deltagere", type=QuestionType.PARTICIPANTS, columns=columns)
    questions = tuple(spread if q.id == "participants" else q for q in NETWORK.questions)
    return NETWORK.model_copy(update={"questions": questions})


def test_participants_may_stand_in_columns() -> None:
    """Columns with a number in their header make one participant each; blank ones are nobody."""
    headers = (
        "Tidsstempel",
        "Kommune",
        "Arbejdsplads",
        "Deltager 1: navn",
        "Deltager 1: rolle",
        "DELTAGER 1 E-mail",
        "Deltager 2: navn",
        "Deltager 2: rolle",
        "Deltager 2: e-mail",
        "Deltager 3: navn",
    )
    row = (
        "21/05/2024 08.12.31",
        "Randers",
        "Skolen",
        "Lone Kragh",
        "leder",
        "l@s.example",
        "Jens Bach",
        "TR",
        "",
        "",
    )
    application = read(in_columns(), Table(rows=(headers, row), serial_dates=False)).applications[0]
    value = application.value("participants")
    assert isinstance(value, tuple)
    assert [p.model_dump() for p in value if not isinstance(p, str)] == [
        {"name": "Lone Kragh", "role": "leder", "email": "l@s.example", "line": 1},
        {"name": "Jens Bach", "role": "TR", "email": "", "line": 2},
    ]
    assert application.cell("participants") == "D2"


def test_reader_reads_only_rows_that_changed() -> None:
    """Read again, an unchanged row gives the very same application and costs nothing."""
    reader = Reader(NETWORK)
    rows = [HEADER, *(changed(email=f"a{n}@b.example") for n in range(20))]
    before = reader.read(Table(rows=tuple(rows), serial_dates=False))
    rows[5] = changed(email="ny@b.example")
    after = reader.read(Table(rows=tuple(rows), serial_dates=False))
    same = [a is b for a, b in zip(before.applications, after.applications, strict=True)]
    assert (reader.row_reads, same.index(False), same.count(False)) == (21, 4, 1)
    assert after == read(NETWORK, Table(rows=tuple(rows), serial_dates=False))


def test_reader_starts_over_when_columns_move() -> None:
    """Another layout gives other addresses, so every row is read again."""
    reader = Reader(NETWORK)
    reader.read(Table(rows=(HEADER, ROW), serial_dates=False))
    moved = reader.read(Table(rows=(("", *HEADER), ("", *ROW)), serial_dates=False))
    assert moved.applications[0].cell("timestamp") == "B2"


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=40),
    st.sampled_from([*HEADER, *map(str, ROW), *HEADERS.values(), "#REF!", "=1+1", "\n", "010170-1234"]),
)
ROWS = st.lists(CELLS, max_size=24).map(tuple)


@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, max_size=6), st.booleans(), st.booleans())
def test_any_table_gives_a_reading(rows: list[tuple[Cell, ...]], headed: bool, serial: bool) -> None:
    """No table is too strange to be read, and everything found in it can be said."""
    table = Table(rows=(HEADER, *rows) if headed else tuple(rows), serial_dates=serial)
    result = read(NETWORK, table)
    assert all(finding.say("da") and finding.say("en") for finding in result.findings)
    for application in result.applications:
        assert all(finding.say() for finding in unreadable(NETWORK, application))
        assert application.fingerprint


HOSTILE = {
    "letters": "a" * 50_000,
    "blanks": "a" + " " * 49_998 + "b",
    "commas": "a," * 25_000,
    "addresses": "@" + "a" * 49_999,
    "at signs": "a@" * 25_000,
    "words": "leder og " * 5_500,
    "names": "Lone Kragh " * 4_500,
    "lines": "Lone Kragh, leder\n" * 2_700,
    "digits": "1" * 50_000,
    "points": "1.111" * 10_000,
    "braces": "{label}" * 7_000,
    "hyphens": "- " * 25_000,
    "brackets": "(" * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_fullest_cell_a_sheet_can_hold_costs_less_than_two_seconds(text: str) -> None:
    """No text of 50,000 characters in every cell makes reading and judging slow."""
    started = process_time()
    people(text[:20_000])
    application = application_from(NETWORK, dict.fromkeys(SOUND, text), row=2, layout=Layout(), key="K1")
    validate(NETWORK, [application, application.model_copy(update={"key": "K2"})])
    assert process_time() - started < 2
