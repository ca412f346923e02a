"""The public form: open by the clock, faults beside their fields, one application per applicant."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from integrations.programmes import dump
from pages.session import now
from rules.people import Actor, Role
from rules.programme.model import Programme, Window
from rules.state import Source
from tests.office import Office

Visit = Callable[..., AppTest]

RECEIPT = 'class="sh-receipt">'
FAULT = 'class="sh-error"'
ADMINISTRATOR = Actor(name="Eva", email="eva@spark.example", role=Role.ADMINISTRATOR, source=Source.PAGE)

ANSWERS = {
    "form_email": "lone@skole.example",
    "form_workplace": "Nørrebakkeskolen",
    "form_leader_name": "Lone Kragh",
    "form_leader_email": "lone@skole.example",
    "form_leader_phone": "86123456",
    "form_representative_name": "Jens Bach",
    "form_representative_role": "TR",
    "form_representative_email": "jens@skole.example",
    "form_representative_phone": "20123456",
    "form_participants_1_name": "Lone Kragh",
    "form_participants_1_role": "leder",
    "form_participants_1_email": "lone@skole.example",
    "form_participants_2_name": "Jens Bach",
    "form_participants_2_role": "TR",
    "form_participants_2_email": "jens@skole.example",
    "form_participants_3_name": "Ida Holm",
    "form_participants_3_role": "AMR",
    "form_participants_3_email": "ida@skole.example",
}
CHOICES = {
    "form_sector": "Kommunal",
    "form_group_kind": "TRIO",
    "form_wish_1": "Aarhus",
    "form_decided": "Ja",
}


def fill(page: AppTest) -> AppTest:
    """Type a whole and good application."""
    for key, text in ANSWERS.items():
        page.text_input(key=key).set_value(text)
    for key, choice in CHOICES.items():
        page.radio(key=key).set_value(choice)
    page.selectbox(key="form_municipality").set_value("Randers")
    page.selectbox(key="form_branch").set_value("Skole og SFO")
    page.number_input(key="form_size").set_value(3)
    return page


def receipt_of(page: AppTest) -> str:
    """The case number on the receipt."""
    (block,) = [html.value for html in page.html if RECEIPT in html.value]
    return block.split(RECEIPT)[1].split("<")[0]


def reopen(office: Office, **window: object) -> Programme:
    """Put the programme in force with another window."""
    programme = office.at.programme
    changed = programme.model_copy(
        update={"window": Window.model_validate({**programme.window.model_dump(), **window})}
    )
    office.at.activate_programme(ADMINISTRATOR, dump(changed))
    return changed


def test_apply_gives_a_case_number(office: Office, visit: Visit) -> None:
    """A whole application is received at once, and can be found by the number on the receipt."""
    page = visit("apply", som="ingen")
    assert not page.exception
    fill(page).button(key="send").click().run()
    assert not page.exception
    assert office.case(receipt_of(page)).application.text("workplace") == "Nørrebakkeskolen"


def test_sent_twice_is_one_application(office: Office, visit: Visit) -> None:
    """A second click does not make a second application."""
    before = len(office.cases())
    page = fill(visit("apply", som="ingen"))
    page.button(key="send").click().run()
    number = receipt_of(page)
    page.run()
    assert receipt_of(page) == number
    assert len(office.cases()) == before + 1


def test_what_is_missing_stands_beside_its_field(office: Office, visit: Visit) -> None:
    """An empty form is not sent; every required field says so, and what was typed stays."""
    before = len(office.cases())
    page = visit("apply", som="ingen")
    page.text_input(key="form_workplace").set_value("Nørrebakkeskolen")
    page.button(key="send").click().run()
    assert not page.exception
    faults = [html.value for html in page.html if FAULT in html.value]
    required = [question for question in office.at.programme.questions if question.required]
    assert len(faults) == len(required) - 1
    assert page.text_input(key="form_workplace").value == "Nørrebakkeskolen"
    assert len(office.cases()) == before


def test_malformed_address_is_told(visit: Visit) -> None:
    """A malformed e-mail address keeps the form from being sent."""
    page = fill(visit("apply", som="ingen"))
    page.text_input(key="form_email").set_value("lone.skole.example")
    page.button(key="send").click().run()
    assert len([html for html in page.html if FAULT in html.value]) == 1


def test_doubt_is_told_and_can_be_sent(office: Office, visit: Visit) -> None:
    """What a person must judge is asked about first; it stops nobody who sends it all the same."""
    page = fill(visit("apply", som="ingen"))
    page.number_input(key="form_size").set_value(5)
    page.button(key="send").click().run()
    assert page.button(key="send").label == "Send alligevel"
    page.button(key="send").click().run()
    assert office.case(receipt_of(page)).application.value("size") == 5


def test_not_open_yet(office: Office, visit: Visit) -> None:
    """Before the window opens there is no form, but when it opens."""
    reopen(office, opens=(now() + timedelta(days=3)).replace(tzinfo=None))
    page = visit("apply", som="ingen")
    assert not page.button
    assert any(text.value.startswith("Formularen åbner") for text in page.text)


def test_closed_after_the_deadline(office: Office, visit: Visit) -> None:
    """After the deadline's day the form is closed by the clock."""
    reopen(
        office,
        deadline=(now() - timedelta(days=1)).date(),
        opens=(now() - timedelta(days=9)).replace(tzinfo=None),
    )
    page = visit("apply", som="ingen")
    assert not page.button
    assert any(text.value.startswith("Fristen var") for text in page.text)


def test_more_participants(visit: Visit) -> None:
    """One can add a participant without losing what was typed."""
    page = visit("apply", som="ingen")
    page.text_input(key="form_participants_1_name").set_value("Lone Kragh")
    page.button(key="form_participants_more").click().run()
    assert page.text_input(key="form_participants_1_name").value == "Lone Kragh"
    assert page.text_input(key="form_participants_4_name").value == ""


@pytest.mark.parametrize("lang", ["da", "en"])
def test_privacy_notice(office: Office, visit: Visit, lang: str) -> None:
    """The form says how the answers are used, in both languages."""
    page = visit("apply", som="ingen", lang=lang)
    notice = office.at.programme.form.privacy
    start = (notice.da if lang == "da" else notice.en).strip()[:30]
    assert any(start in html.value for html in page.html)


def test_faults_are_summed_up_by_the_button_that_was_clicked(visit: Visit) -> None:
    """The last thing before the button says how many fields are wrong, and which."""
    page = fill(visit("apply"))
    page.text_input(key="form_email").set_value("lone@skole")
    page.text_input(key="form_leader_phone").set_value("861")
    page.button(key="send").click().run()
    (told,) = page.error
    assert told.value.splitlines()[1:] == ["- Jeres mailadresse", "- Lederens telefon"]


def test_advice_waits_until_nothing_blocks(visit: Visit) -> None:
    """To send anyway is not offered while something must be put right first."""
    page = fill(visit("apply"))
    page.radio(key="form_decided").set_value("Nej")
    page.text_input(key="form_email").set_value("lone@skole")
    page.button(key="send").click().run()
    assert [text.value for text in page.text if "send alligevel" in text.value] == []
    page.text_input(key="form_email").set_value("lone@skole.example")
    page.button(key="send").click().run()
    assert len([text for text in page.text if "send alligevel" in text.value]) == 1
