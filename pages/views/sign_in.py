"""Signing in, and what is said to those who are signed in without a role."""

import streamlit as st

from pages.session import Visitor, settings, visitor
from texts import _


def show() -> None:
    """The page for those who are not in yet."""
    who = visitor()
    st.title(_("Log ind"))
    if who.expired:
        st.info(_("Dit login er udløbet. Log ind igen for at fortsætte."))
        _sign_in_button()
    elif who.email and who.actor is None:
        _without_role(who)
    else:
        st.text(_("Her logger konsulenter og koordinatorer ind. Ansøgere behøver ikke logge ind."))
        _sign_in_button()


def _sign_in_button() -> None:
    st.button(
        _("Log ind"), type="primary", icon=":material/login:", on_click=st.login, disabled=settings().local
    )


def _without_role(who: Visitor) -> None:
    st.text(
        _("Du er logget ind som {email}, men har ikke fået en rolle i Samhold endnu.").format(email=who.email)
    )
    st.text(
        _("Bed den, der driver Samhold hos jer, om at give dig en. Derefter skal du blot genindlæse siden.")
    )
    st.button(_("Log ud"), icon=":material/logout:", on_click=st.logout)


show()
