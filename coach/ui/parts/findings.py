"""What a check found in a message: in words whether it may go out, and each finding with its replacement."""

import streamlit as st

from coach.ui import wording
from coach.ui.markup import escape, lines
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget, key
from coach.vocabulary.draft import Check, Draft, Finding

_CHECKED = key("write", "checked")  # what was checked last, and what was found


def findings(place: Place, case_id: str, draft: Draft) -> None:
    """Everything to look at before the message goes out; nothing is checked twice."""
    with frame.refusals():
        check = _check(place, case_id, draft)
        st.html(f"<h2>Before you send it</h2><p>{wording.sendable(check)}</p>")
        for number, finding in enumerate(sorted(check.findings, key=lambda one: (-one.severity, one.start))):
            _finding(place, case_id, draft, number, finding)


def _check(place: Place, case_id: str, draft: Draft) -> Check:
    text, found = st.session_state.get(_CHECKED) or (None, None)
    if found is None or text != (case_id, draft.kind, draft.body):
        text = (case_id, draft.kind, draft.body)
        found = place.desk.check(case_id, draft.kind, draft.body)
        st.session_state[_CHECKED] = (text, found)
    return found


def _finding(place: Place, case_id: str, draft: Draft, number: int, finding: Finding) -> None:
    quote = f"<blockquote><p>“{lines(finding.quote)}”</p></blockquote>" if finding.quote else ""
    way = "Instead" if finding.quote else "For example"
    instead = f'<h5>{way}</h5><p class="gt-better">“{lines(finding.suggestion)}”</p>' if finding.suggestion else ""
    with st.container(border=True):
        st.html(
            f'<div class="gt-finding"><p><span class="gt-tag gt-w{finding.severity}">'
            f"{wording.FINDING_WEIGHTS[finding.severity]}</span></p>{quote}<p>{escape(finding.message)}</p>{instead}</div>"
        )
        if finding.suggestion and st.button("Use it" if finding.quote else "Add it", key=f"gt-apply-{number}"):
            with frame.refusals():
                place.desk.apply(case_id, draft.kind, draft.body, finding)
                forget(st.session_state, "draft")
                st.rerun()
