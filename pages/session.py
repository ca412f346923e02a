"""The session of the person who looks: language, who they are, and the desk they work at."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from integrations.identity.roles import read_roles
from integrations.settings import Settings
from rules.base import Frozen, Language
from rules.people import Action, Actor, Role, may
from rules.state import Source
from texts import LANGUAGES, ask_for_language

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LANGUAGE_KEY = "lang"
PERSON_KEY = "som"

LOCAL_PEOPLE: Mapping[str, tuple[str, Role]] = {
    "anna": ("Anna Dam", Role.CONSULTANT),
    "bo": ("Bo Lind", Role.CONSULTANT),
    "clara": ("Clara Riis", Role.COORDINATOR),
    "david": ("David Friis", Role.VIEWER),
    "eva": ("Eva Holst", Role.ADMINISTRATOR),
}
"""The people one can be in local mode; two consultants, so that one can see what they see of each other."""

NOBODY = "ingen"
"""In local mode: not signed in, as an applicant is."""


class Visitor(Frozen):
    """Who looks at the page. `actor` is None for one who is not signed in or has no role."""

    actor: Actor | None = None
    email: str = ""
    name: str = ""
    expired: bool = False

    def may(self, action: Action) -> bool:
        """Whether to offer this at all. The desk checks again when it is done."""
        return self.actor is not None and may(self.actor.role, action)


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()


def now() -> datetime:
    """The time, aware, in Denmark."""
    return datetime.now(COPENHAGEN)


def current_language() -> Language | None:
    """The language chosen in this session or asked for in the address; None outside a session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    chosen = st.session_state.get(LANGUAGE_KEY) or st.query_params.get(LANGUAGE_KEY)
    return next((known for known in LANGUAGES if known == chosen), None)


ask_for_language(current_language)


def visitor() -> Visitor:
    """Who looks, judged afresh: a role that was taken away is gone at the next action."""
    return _local_visitor() if settings().local else _signed_in_visitor()


def actor() -> Actor:
    """Who acts. Raises `NotSignedIn` if nobody with a role does."""
    found = visitor().actor
    if found is None:
        raise NotSignedIn
    return found


def role_now(who: Actor) -> Role | None:
    """The role that somebody has by now, for what is done outside of their session."""
    if settings().local:
        return who.role
    return read_roles(settings().roles_file).role_of(who.email)


class NotSignedIn(Exception):
    """The action needs somebody with a role; the sign-in may have run out."""


def _local_visitor() -> Visitor:
    chosen = st.session_state.get(PERSON_KEY) or st.query_params.get(PERSON_KEY) or next(iter(LOCAL_PEOPLE))
    if chosen not in LOCAL_PEOPLE:
        return Visitor()
    name, role = LOCAL_PEOPLE[chosen]
    email = f"{chosen}@lokal.example"
    return Visitor(actor=Actor(name=name, email=email, role=role, source=Source.PAGE), email=email, name=name)


def _signed_in_visitor() -> Visitor:
    claims = st.user.to_dict()
    email = str(claims.get("email") or "")
    if not claims.get("is_logged_in") or not email:
        return Visitor()
    name = str(claims.get("name") or email)
    if _ran_out(claims):
        return Visitor(email=email, name=name, expired=True)
    # An address that the provider has not verified may be anybody's.
    verified = str(claims.get("email_verified")).lower() != "false"  # some providers send it as text
    role = read_roles(settings().roles_file).role_of(email) if verified else None
    known = Actor(name=name, email=email, role=role, source=Source.PAGE) if role else None
    return Visitor(actor=known, email=email, name=name)


def _ran_out(claims: Mapping[str, object]) -> bool:
    """The provider's own time of issue counts: Streamlit's cookie would last for 30 days."""
    issued = claims.get("iat")
    if not isinstance(issued, int | float):
        return True
    signed_in = datetime.fromtimestamp(issued, UTC)
    return now() - signed_in > timedelta(hours=settings().session_hours)
