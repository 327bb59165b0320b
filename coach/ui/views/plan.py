"""Plan: the contract, the dates, what to close, the money, the talk on one page, and what comes after it."""

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.journey import Part, Step
from coach.ui.parts import frame
from coach.ui.parts.plan import after, contract, dates, money, talk, tasks
from coach.ui.place import Place
from coach.ui.session import key
from coach.vocabulary.plan import ExitPlan

_MADE = key("plan", "made")  # what the last plan was made of, and the plan
_DRAW = {
    Part.CONTRACT: contract.draw,
    Part.DATES: dates.draw,
    Part.LIST: tasks.draw,
    Part.MONEY: money.draw,
    Part.TALK: talk.draw,
    Part.AFTER: after.draw,
}


def render(place: Place) -> None:
    """Draw the page."""
    case_id = place.address.case
    if case_id is None:
        frame.empty(
            place,
            "What do you want to leave well?",
            "The plan is made from your account, and from the contract if you have one. So tell what happens first.",
            Step.SITUATION,
            "Tell what happens",
        )
        return
    st.html("<h1>Leave well</h1>")
    part = _choose(place, case_id)
    plan = _plan(place, case_id)
    _DRAW[part](place, case_id, plan)


def _choose(place: Place, case_id: str) -> Part:
    name = key("plan", "part", case_id)
    wanted = place.address.part
    with st.container(key="gt-plan-parts"):
        return st.segmented_control(
            "What do you want to look at?",
            list(Part),
            default=Part(wanted) if wanted in set(Part) else Part.CONTRACT,
            required=True,
            format_func=words.PARTS.__getitem__,
            label_visibility="collapsed",
            key=name,
            on_change=lambda: place.note_address(part=st.session_state[name]),
        )


def _plan(place: Place, case_id: str) -> ExitPlan:
    """The plan of the case as it stands; made again only when something it rests on has changed."""
    inputs = place.desk.plan_inputs(case_id)
    made_of, plan = st.session_state.get(_MADE) or (None, None)
    if plan is None or made_of != inputs:
        with st.spinner("Working it out …"):
            plan = place.desk.plan(inputs)
        st.session_state[_MADE] = (inputs, plan)
    return plan
