"""The page that stands where something went wrong: what happened, and what one can do."""

import streamlit as st

from pages.session import NotSignedIn
from texts import _


def show_error_page(number: str, fault: Exception) -> None:
    """Say what to do. The number stands in the operator's log as well."""
    if isinstance(fault, NotSignedIn):
        st.text(_("Du er ikke logget ind længere. Log ind igen for at fortsætte; det, du gemte, er gemt."))
        return
    st.error(_("Noget gik galt, og siden kunne ikke vises."), icon=":material/error:")
    st.text(
        _(
            "Det, der stod som gemt, er gemt. Prøv igen om lidt. Bliver det ved, så sig nummeret "
            "{number} til den, der driver Samhold hos jer."
        ).format(number=number)
    )
    st.button(_("Prøv igen"), icon=":material/refresh:", key=f"again_{number}")
