"""What the user said well in rehearsals of the case, to be put into the message with one click."""

import streamlit as st

from coach.ui.markup import escape, lines
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import forget
from coach.vocabulary.draft import Draft, RehearsedLine


def rehearsed(place: Place, case_id: str, draft: Draft) -> None:
    """The lines that worked and fit this message; nothing where there are none."""
    with frame.refusals():
        found = place.desk.rehearsed(case_id, draft)
        if not found:
            return
        st.html("<h2>What worked when you rehearsed it</h2><p>Your own words, if you want them in the message.</p>")
        for number, line in enumerate(found):
            _line(place, case_id, draft, number, line)


def _line(place: Place, case_id: str, draft: Draft, number: int, line: RehearsedLine) -> None:
    with st.container(border=True):
        st.html(
            f'<div class="gt-finding"><p><span class="gt-tag">{escape(line.does)}</span></p>'
            f"<blockquote><p>“{lines(line.line)}”</p></blockquote></div>"
        )
        if line.in_text:
            st.html('<p class="gt-quiet gt-small">It is in the message.</p>')
        elif st.button("Put it in", key=f"gt-put-in-{number}"):
            with frame.refusals():
                place.desk.put_in(case_id, draft, line)
                forget(st.session_state, "draft")
                st.rerun()
