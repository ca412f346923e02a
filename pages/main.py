"""The script that Streamlit runs: one frame around whichever page was asked for."""

from pages.frame import run

run()
