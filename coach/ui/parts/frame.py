"""The frame of every page: the name of the app, the case, the journey with what comes next, and notices."""

import streamlit as st

from coach.errors import NotFound
from coach.store.values import Case
from coach.ui import journey, runtime, session, wording
from coach.ui.journey import Step
from coach.ui.markup import escape, shortened
from coach.ui.parts.cases import switch
from coach.ui.parts.in_browser import follow_theme
from coach.ui.parts.refusing import kept, refusal, refusals
from coach.ui.place import Place

__all__ = ["empty", "kept", "refusal", "refusals", "top"]

_JOURNEY = {
    Step.SITUATION: "Situation",
    Step.ASSESSMENT: "Assessment",
    Step.REHEARSE: "Rehearse",
    Step.WRITE: "Write",
    Step.PLAN: "Plan",
}


def top(place: Place, here: str) -> None:
    """The head of the page `here`."""
    case = _case(place)
    with st.container(horizontal=True, vertical_alignment="center", key="gt-top"):
        st.html(f'<span class="gt-brand">{runtime.mark()}{wording.APP_NAME}</span>')
        with st.container(key="gt-case-switch", width="content"):
            switch(place, case, here)
        with st.container(horizontal=True, horizontal_alignment="right", width="content"):
            place.link("progress", "Progress")
            place.link("library", "Library")
            place.link("settings", "Settings")
    _steps(place, case, here)
    if here in _JOURNEY:
        _what_next(place, case, Step(here))
    follow_theme()
    notice = session.take_notice(st.session_state)
    if notice:
        st.html(f'<div class="gt-note gt-done" role="status">{escape(notice)}</div>')


def _case(place: Place) -> Case | None:
    """The case of the address; a case that was deleted is as none."""
    try:
        return place.desk.case(place.address.case) if place.address.case else None
    except NotFound:
        return None


def _steps(place: Place, case: Case | None, here: str) -> None:
    done, open_steps = journey.done(case), journey.open_steps(case)
    with st.container(horizontal=True, key="gt-journey"):
        for number, (step, title) in enumerate(_JOURNEY.items(), 1):
            state = "done" if step in done else "open" if step in open_steps else "closed"
            mark = "✓" if step in done else str(number)
            with st.container(key=f"gt-step-{state}-{step}{'-here' if step == here else ''}"):
                place.link(step, f"**{mark}** {title}", disabled=step not in open_steps)


def _what_next(place: Place, case: Case | None, here: Step) -> None:
    found = place.desk.assessment(case.id) if case is not None and case.assessed else None
    coming = journey.next_step(case, found.verdict.action if found else None)
    if case is None or coming is None or coming.step is here:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="gt-next"):
        st.html(f"<p><b>{escape(shortened(case.name, 40))}</b> · {coming.why}</p>")
        if st.button(coming.button, type="primary", key="gt-go-next"):
            place.go(coming.step)


def empty(place: Place, title: str, text: str, slug: str, button: str) -> None:
    """A page that has nothing to show yet, and the way to what comes first."""
    st.html(f'<div class="gt-empty"><h1>{escape(title)}</h1><p class="gt-quiet">{escape(text)}</p></div>')
    with st.container(horizontal=True, horizontal_alignment="center"):
        if st.button(button, type="primary", key="gt-empty-go"):
            place.go(slug)
