"""Rehearse."""

import streamlit as st

from coach.ui.place import Place


def render(place: Place) -> None:
    """Draw the page."""
    st.html("<h1>Rehearse</h1>")
