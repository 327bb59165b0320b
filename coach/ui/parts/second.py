"""What a model added to a page: its second reading of an account, and a text of its own that was not taken."""

import streamlit as st

from coach.assess.second import about
from coach.ui.markup import bullets, escape, lines
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget, leave_notice
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.draft import Draft


def second_reading(place: Place, case_id: str, found: Assessment) -> None:
    """What a model saw in the same text, or why there is none and a way to ask it again."""
    if found.second:
        said = bullets(escape(one) for one in about(found.second))
        st.html(f'<section class="gt-card gt-sides"><h2>A second reading</h2>{said}</section>')
        failed = found.second.unread_because
    else:
        failed = found.degraded_because
    if found.degraded_because:
        st.html(f'<p class="gt-note" role="status">{escape(found.degraded_because)}</p>')
    if failed and st.button("Ask the model again", key="gt-ask-again"):
        with frame.refusals():
            place.desk.assess(case_id)
            st.rerun()


def not_taken(place: Place, case_id: str, draft: Draft) -> None:
    """Why the built-in engine wrote the message, and what the model wrote, to be judged and taken all the same."""
    if draft.degraded_because:
        st.html(f'<p class="gt-note" role="status">{escape(draft.degraded_because)}</p>')
    beside = draft.beside
    if beside is None:
        return
    with st.expander("What the model wrote, and why it was not taken"):
        subject = f"<p><b>Subject:</b> {escape(beside.subject)}</p>" if beside.subject else ""
        st.html(
            f"{bullets(escape(one) for one in beside.wrong)}<blockquote>{subject}<p>{lines(beside.body)}</p></blockquote>"
        )
        if st.button(
            "Take it all the same", key="gt-take-beside", help="What stands in the editor is kept as a version."
        ):
            with frame.refusals():
                place.desk.take_beside(case_id, draft.kind)
                forget(st.session_state, "draft")
                leave_notice(st.session_state, "The model's text is in the editor. Look at what was wrong with it.")
                st.rerun()
