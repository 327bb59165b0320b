"""The contract: pasted or uploaded, kept with the case, its clauses marked, explained, or said to be absent."""

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui import wording
from coach.ui.citations import References
from coach.ui.markup import bullets, escape, shortened
from coach.ui.parts import frame
from coach.ui.parts.plan.clauses import absent, clause_card, clauses, marked_contract, watch_out
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.plan import ExitPlan

_KINDS = ["pdf", "docx", "txt"]


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    kept = place.desk.contract(case_id)
    if kept is None:
        st.html(
            "<p>Paste your contract or load it, and you see how it lets you leave: the clauses in their own words, the "
            "traps, the days. Without one, the rest of the plan works as well. It is read on this machine, and stays here.</p>"
        )
        _give(place, case_id)
        return
    found = clauses(plan.contract, plan.dates.traps)
    references = References(
        place.desk.citations(trap.passage for trap in plan.dates.traps), place.desk.source_title, prefix="contract"
    )
    route = words.ROUTES[plan.dates.route]
    st.html(
        f'<section class="gt-card gt-verdict"><p class="gt-eyebrow">{escape(shortened(kept.name)) or "Your contract"}</p>'
        f'<h2 class="gt-title">{route.title}</h2><p>{words.notice(plan.dates)}{route.meaning}</p></section>'
    )
    _general(plan, references)
    traps = sum(len(one.traps) for one in found)
    if traps:
        st.html(f"<h2>{wording.counted(traps, 'thing')} to watch out for</h2>{watch_out(found)}")
    st.html(f"<h2>The contract, with its clauses marked</h2>{marked_contract(kept.text, found)}")
    cards = "".join(clause_card(one, references) for one in found)
    nothing = '<p class="gt-quiet">No clause about ending it was found. Is this the agreement itself?</p>'
    st.html(f"<h2>What it says</h2>{cards or nothing}")
    missing = absent(plan.contract)
    if missing:
        st.html(
            "<h2>What it does not say</h2><p>Nothing was found about these. Absent means absent here: an annex, an order or "
            f"the law may still say it.</p>{bullets(map(escape, missing), style='gt-list gt-columns')}"
        )
    st.html(f'<p class="gt-note">{escape(words.NOT_LEGAL)}</p>')
    _change(place, case_id)
    st.html(references.panels())


def _general(plan: ExitPlan, references: References) -> None:
    """What to watch out for that no one clause says."""
    for trap in plan.dates.traps:
        if trap.start is None:
            st.html(
                f'<div class="gt-note"><p><b>{escape(trap.title)}.</b> {escape(trap.text)}{references.button(trap.passage)}</p></div>'
            )


def _give(place: Place, case_id: str) -> None:
    """Take the contract in, from a file or from the clipboard."""
    with st.form("gt-contract", border=False):
        upload = st.file_uploader("A file (.pdf, .docx or .txt)", type=_KINDS, key=key("plan", "file", case_id))
        pasted = st.text_area(
            "Or paste its text",
            key=key("plan", "pasted", case_id),
            height=220,
            placeholder="THIS AGREEMENT is made between …",
        )
        sent = st.form_submit_button("Read the contract", type="primary")
    if sent:
        with frame.refusals():
            if upload is not None:
                place.desk.take_contract(case_id, upload.name, upload.getvalue())
            else:
                place.desk.keep_contract(case_id, pasted or "")
            _fresh("The contract is kept with the case.")


def _change(place: Place, case_id: str) -> None:
    with st.container(horizontal=True):
        with st.popover("Use another contract"):
            _give(place, case_id)
        if st.button("Take it out of the case", key="gt-drop-contract"):
            with frame.refusals():
                place.desk.drop_contract(case_id)
                _fresh("The contract was taken out. The dates follow your own words again.")


def _fresh(notice: str) -> None:
    forget(st.session_state, "plan:file")
    forget(st.session_state, "plan:pasted")
    leave_notice(st.session_state, notice)
    st.rerun()
