"""The way in: colleagues to the queue, who has no role to an explanation, others to the form."""

import streamlit as st

from pages.going import APPLY, QUEUE, SIGN_IN
from pages.session import visitor
from rules.people import Action

who = visitor()
if who.may(Action.VIEW):
    st.switch_page(QUEUE)
st.switch_page(SIGN_IN if who.email else APPLY)
