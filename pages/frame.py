"""The frame around every page: navigation by role, who one is, language, and the mark of the local mode."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages import words
from pages.going import go
from pages.session import (
    LANGUAGE_KEY,
    LOCAL_PEOPLE,
    NOBODY,
    PERSON_KEY,
    Visitor,
    settings,
    visitor,
)
from rules.people import Action
from texts import LANGUAGES, _, language

HERE = Path(__file__).parent
ASSETS = HERE / "assets"


def run() -> None:
    """Show the frame and in it the page that was asked for."""
    st.set_page_config(page_title="Samhold", page_icon=str(ASSETS / "mark.svg"), layout="wide")
    st.html(ASSETS / "samhold.css")
    st.logo(str(ASSETS / "logo.svg"), icon_image=str(ASSETS / "mark.svg"), size="large")
    _keep_in_address()
    who = visitor()
    page = st.navigation(_pages(who))
    go()
    with st.sidebar:
        _who_box(who)
        _language_switch()
    page.run()


def _keep_in_address() -> None:
    """Language and local person survive a reload because they stand in the address."""
    for name in (LANGUAGE_KEY, PERSON_KEY):
        chosen = st.session_state.get(name)
        if chosen and st.query_params.get(name) != chosen:
            st.query_params[name] = chosen


def _page(
    name: str, title: str, icon: str, *, path: str, default: bool = False, hidden: bool = False
) -> StreamlitPage:
    return st.Page(
        HERE / "views" / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=path,
        default=default,
        visibility="hidden" if hidden else "visible",
    )


def _pages(who: Visitor) -> list[StreamlitPage]:
    """The pages for this visitor; the addresses are the same for all, so a link works after signing in."""
    start = _page("start", "Samhold", "home", path="start", default=True, hidden=True)
    if who.may(Action.VIEW):
        return [start, *(_page(name, title, icon, path=path) for name, title, icon, path in _desk_pages())]
    pages = [start, _page("apply", _("Ansøg"), "edit_note", path="ansoeg")]
    pages.append(_page("sign_in", _("Log ind"), "login", path="log-ind", hidden=settings().local))
    others = (path for _name, _title, _icon, path in _desk_pages() if path != "ansoeg")
    return pages + [_page("sign_in", _("Log ind"), "login", path=path, hidden=True) for path in others]


def _desk_pages() -> list[tuple[str, str, str, str]]:
    return [
        ("queue", _("Kø"), "inbox", "koe"),
        ("application", _("Ansøgning"), "description", "sag"),
        ("cohorts", _("Hold"), "groups", "hold"),
        ("waitlist", _("Venteliste"), "hourglass_top", "venteliste"),
        ("overview", _("Overblik"), "bar_chart", "overblik"),
        ("sheet", _("Arket"), "table_chart", "arket"),
        ("apply", _("Formularen"), "edit_note", "ansoeg"),
    ]


def _who_box(who: Visitor) -> None:
    if settings().local:
        _local_choice()
    elif who.actor:
        st.text(f"{who.actor.name}\n{words.role(who.actor.role)}")
        st.button(_("Log ud"), key="log_out", icon=":material/logout:", on_click=st.logout)


def _local_choice() -> None:
    st.badge(_("Lokal tilstand"), icon=":material/computer:", color="orange")
    st.session_state.setdefault(PERSON_KEY, st.query_params.get(PERSON_KEY, next(iter(LOCAL_PEOPLE))))
    if st.session_state[PERSON_KEY] not in (*LOCAL_PEOPLE, NOBODY):
        st.session_state[PERSON_KEY] = next(iter(LOCAL_PEOPLE))
    st.selectbox(
        _("Hvem er du?"),
        [*LOCAL_PEOPLE, NOBODY],
        format_func=_local_name,
        key=PERSON_KEY,
        persist_state="session",
        help=_("Uden login kan kun denne computer se Samhold, og man vælger selv, hvem man er."),
    )


def _local_name(chosen: str) -> str:
    if chosen not in LOCAL_PEOPLE:
        return _("Ansøger (ikke logget ind)")
    name, role = LOCAL_PEOPLE[chosen]
    return f"{name} · {words.role(role)}"


def _language_switch() -> None:
    st.session_state.setdefault(LANGUAGE_KEY, language())
    st.segmented_control(
        _("Sprog"),
        LANGUAGES,
        required=True,
        format_func=lambda code: {"da": "Dansk", "en": "English"}[code],
        key=LANGUAGE_KEY,
        persist_state="session",
    )
