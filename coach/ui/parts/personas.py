"""Whom to face: the chosen persona as a large card, the others in a compact grid of portraits."""

from collections.abc import Sequence

import streamlit as st

from coach.ui import portraits
from coach.ui.markup import escape, label
from coach.ui.place import Place
from coach.ui.session import key
from coach.vocabulary.rehearsal import Goal, Persona

_GRID = "gt-faces"


def card(persona: Persona, fits: bool) -> str:
    """One persona: portrait, name, what it is like to face them, and whether they fit the account."""
    tag = '<p><span class="gt-tag">fits your account best</span></p>' if fits else ""
    return (
        f'<section class="gt-card gt-facing">{portraits.portrait(persona.id)}<div><p class="gt-eyebrow">You are facing</p>'
        f'<h2 class="gt-title">{escape(persona.name)}</h2><p>{escape(persona.summary)}</p>{tag}</div></section>'
    )


def chosen(place: Place, case_id: str, goal: Goal) -> str:
    """The id of the persona that is chosen now: at first the one that fits."""
    known = {persona.id for persona in place.desk.personas(goal)}
    wanted: str | None = st.session_state.get(_key(case_id, goal))
    return wanted if wanted in known else place.desk.fitting_persona(case_id, goal)


def faces(place: Place, case_id: str, goal: Goal) -> None:
    """All personas for the goal as a grid to choose from."""
    personas = place.desk.personas(goal)
    ids = [persona.id for persona in personas]
    st.html(_pictures(ids))
    with st.container(key=_GRID):
        st.radio(
            "Or face somebody else",
            ids,
            index=ids.index(place.desk.fitting_persona(case_id, goal)),
            format_func=lambda wanted: label(next(one.name for one in personas if one.id == wanted)),
            key=_key(case_id, goal),
            horizontal=True,
        )


def _key(case_id: str, goal: Goal) -> str:
    return key("rehearse", "persona", case_id, goal)


def _pictures(ids: Sequence[str]) -> str:
    """Each choice with its portrait; the name beside it says who it is."""
    rules = "".join(
        f'.st-key-{_GRID} [role="radiogroup"] > :nth-child({number}) {{ background-image: url("{portraits.address(one)}"); }}'
        for number, one in enumerate(ids, 1)
    )
    return f"<style>{rules}</style>"
