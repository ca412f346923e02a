"""The way in: colleagues to the queue, everybody else to the form."""

import streamlit as st

from pages.going import APPLY, QUEUE
from pages.session import visitor
from rules.people import Action

st.switch_page(QUEUE if visitor().may(Action.VIEW) else APPLY)
