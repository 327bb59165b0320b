"""What the process keeps between runs: one desk for all sessions; the only cache decorators."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from threading import Thread

import streamlit as st

from coach.cases import CaseDesk
from coach.coach import Coach

_HERE = Path(__file__).parent
ICON = _HERE / "icon.svg"


@st.cache_resource(show_spinner="Getting ready …")
def desk() -> CaseDesk:
    """The desk every session shares. The store and the steps may be used by several threads at once."""
    made = CaseDesk(Coach())
    made.prepare()
    Thread(target=made.warm_up, name="warm-up", daemon=True).start()
    return made


@cache
def stylesheet() -> str:
    """The look of all pages, as a style element."""
    return f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>"


@cache
def mark() -> str:
    """The drawn mark of the app, as an image element."""
    drawn = b64encode(ICON.read_bytes()).decode("ascii")
    return f'<img alt="" src="data:image/svg+xml;base64,{drawn}">'
