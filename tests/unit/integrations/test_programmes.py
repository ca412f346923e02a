"""The programmes that ship: the facts of the 2024 network, the other two kinds, and the demo's copy."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from integrations.programmes import DEMO_ID, demo_programme, document, dump, read_programme, shipped
from rules.programme.loading import DocumentFaults, load
from rules.programme.model import Cohort
from rules.state import Status

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NETWORK = read_programme("network-2024")


def test_three_kinds_of_course_ship() -> None:
    """One document for each kind of course, the file's name as good as the id."""
    assert [(i, read_programme(i).id, read_programme(i).kind) for i in shipped()] == [
        ("network-2024", "network-2024", "network"),
        ("individual", "individual", "individual"),
        ("joint", "joint", "joint"),
    ]
    assert read_programme("network") == NETWORK


def test_programme_is_read_from_a_file(tmp_path: Path) -> None:
    """A document of one's own is named by its path."""
    path = tmp_path / "own.toml"
    path.write_text(document("joint"), encoding="utf-8")
    assert read_programme(str(path)) == read_programme("joint")


def test_missing_file_and_faulty_document_are_refused(tmp_path: Path) -> None:
    """What is not there, and what cannot be used, is said as what it is."""
    with pytest.raises(FileNotFoundError):
        read_programme(str(tmp_path / "none.toml"))
    (tmp_path / "own.toml").write_text("id = 3", encoding="utf-8")
    with pytest.raises(DocumentFaults):
        read_programme(str(tmp_path / "own.toml"))


def test_network_has_the_window_of_2024() -> None:
    """In time is until the end of 18 June 2024, Danish time; everybody is contacted by the end of June."""
    assert NETWORK.closes_at == datetime(2024, 6, 18, 23, 59, 59, 999999, tzinfo=COPENHAGEN)
    assert NETWORK.closes_at.utcoffset() == timedelta(hours=2)
    assert NETWORK.window.contacted_by == date(2024, 6, 30)
    assert NETWORK.contact == "info@sparkweb.dk"


def _meetings(cohort: Cohort) -> list[tuple[str, str, str]]:
    return [(f"{m.starts:%Y-%m-%d %H.%M}-{m.ends:%H.%M}", m.venue, m.address) for m in cohort.meetings]


def test_network_has_the_cohorts_of_2024() -> None:
    """Two cohorts of about 45 people in 12 to 14 groups; three meetings each, the venue may change."""
    aarhus, odense = NETWORK.cohorts
    assert [(c.id, c.name.da, c.participants_max, c.groups_min, c.groups_max) for c in NETWORK.cohorts] == [
        ("aarhus", "Aarhus", 45, 12, 14),
        ("odense", "Odense", 45, 12, 14),
    ]
    assert _meetings(aarhus) == [
        ("2024-09-10 10.00-14.00", "3F", "Rymarken 4, 8210 Aarhus V"),
        ("2024-10-08 10.00-14.00", "3F", "Rymarken 4, 8210 Aarhus V"),
        ("2024-11-19 10.00-14.00", "3F", "Rymarken 4, 8210 Aarhus V"),
    ]
    assert _meetings(odense) == [
        ("2024-09-11 10.00-14.00", "FOA", "Vesterbro 120, 5000 Odense C"),
        ("2024-10-09 10.00-14.00", "FOA", "Vesterbro 120, 5000 Odense C"),
        ("2024-11-20 10.00-14.00", "Phønix", "Schacksgade 39, 5000 Odense C"),
    ]


def test_network_asks_with_the_headers_of_its_form() -> None:
    """The questions are the columns of the sheet that the form leaves, in its order."""
    sheet = (Path(__file__).parents[2] / "data" / "form-network.csv").read_text(encoding="utf-8")
    header = ",".join(f'"{q.header}"' if "," in q.header else q.header for q in NETWORK.questions)
    assert sheet.splitlines()[0] == header


def test_network_names_every_status_in_danish() -> None:
    """The words of the dropdown."""
    assert [NETWORK.statuses[status].text.da for status in Status] == [
        "Modtaget",
        "Afklares",
        "Godkendt",
        "Bekræftet",
        "Venteliste",
        "Tilbudt plads",
        "Afslag",
        "Trukket tilbage",
    ]


@pytest.mark.parametrize("programme_id", shipped())
def test_privacy_notice_gives_the_days_and_the_contact_of_the_document(programme_id: str) -> None:
    """What applicants are told about retention and whom to write to is what the software does."""
    programme = read_programme(programme_id)
    for text in (programme.form.privacy.da, programme.form.privacy.en):
        days = {str(programme.retention.participants_days), str(programme.retention.others_days)}
        assert days <= set(text.split())
        assert programme.contact in text


@pytest.mark.parametrize("programme_id", shipped())
def test_both_sides_contact_details_are_asked_for(programme_id: str) -> None:
    """A leader's and an employee representative's details are mandatory in every kind of course."""
    programme = read_programme(programme_id)
    asked = {q.id for q in programme.questions if q.required}
    assert {
        f"{who}_{part}" for who in ("leader", "representative") for part in ("name", "email", "phone")
    } <= asked
    assert "contact" in {rule.kind for rule in programme.rules}


@pytest.mark.parametrize("programme_id", shipped())
def test_every_question_of_the_form_is_worded_in_both_languages(programme_id: str) -> None:
    """Whoever reads English meets no Danish question; the time stamp is no question."""
    questions = read_programme(programme_id).questions
    assert [q.id for q in questions if q.label is None] == ["timestamp"]


def test_individual_courses_are_assessed_once_a_month() -> None:
    """Every month of the round has its day of assessment, all Wednesdays."""
    days = read_programme("individual").window.assessments
    assert [day.month for day in days] == list(range(2, 13))
    assert {day.weekday() for day in days} == {2}


MOMENTS = [
    datetime(2026, 11, 22, 8, tzinfo=COPENHAGEN),
    datetime(2027, 3, 1, 0, 0, tzinfo=COPENHAGEN),
    datetime(2024, 6, 4, 23, 59, tzinfo=COPENHAGEN),
    datetime(2028, 2, 29, 12, tzinfo=COPENHAGEN),
]


@pytest.mark.parametrize("now", MOMENTS)
def test_demo_is_under_way_whenever_it_is_opened(now: datetime) -> None:
    """The form is open, two to three weeks are left, and the order of all dates is kept."""
    demo = demo_programme(now)
    assert demo.opens_at < now < demo.closes_at
    assert timedelta(days=14) <= demo.window.deadline - now.date() < timedelta(days=21)
    assert load(dump(demo)) == demo


@pytest.mark.parametrize("now", MOMENTS)
def test_demo_keeps_weekdays_times_and_distances_of_the_real_round(now: datetime) -> None:
    """Everything is moved by the same whole weeks."""
    demo = demo_programme(now)
    by = demo.window.deadline - NETWORK.window.deadline
    assert by % timedelta(weeks=1) == timedelta()
    moved = [(m.starts + by, m.ends + by) for c in NETWORK.cohorts for m in c.meetings]
    assert [(m.starts, m.ends) for c in demo.cohorts for m in c.meetings] == moved
    assert demo.window.contacted_by - by == NETWORK.window.contacted_by


def test_demo_differs_from_the_shipped_round_in_nothing_but_time_and_name() -> None:
    """Questions, rules, statuses and limits are those of the real programme."""
    demo = demo_programme(MOMENTS[0])
    same = {name for name in type(demo).model_fields if getattr(demo, name) == getattr(NETWORK, name)}
    assert set(type(demo).model_fields) - same == {"id", "title", "window", "form", "cohorts"}
    assert demo.id == DEMO_ID == "network-demo"


def test_demo_texts_speak_of_its_own_dates() -> None:
    """No text of the demo still says 2024, June or September."""
    demo = demo_programme(MOMENTS[0])
    assert demo.title.da == "Netværksforløb om psykologisk tryghed, foråret 2027 (demo)"
    assert demo.form.receipt.da.endswith(
        "Senest den 20. december ringer vi til jer for en kort forventningssamtale, inden pladsen er endelig."
    )
    assert "for the first time in March." in demo.form.intro.en
    text = dump(demo)
    assert [word for word in ("2024", "juni", "June", "september", "September") if word in text] == []
