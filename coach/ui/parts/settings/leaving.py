"""What would leave: the words of the case, or any others, as a model would get them."""

import re
from contextlib import suppress

import streamlit as st

from coach.desk.engines import Leaving
from coach.errors import NotFound
from coach.ui.markup import escape, lines
from coach.ui.parts import frame
from coach.ui.place import Place
from coach.ui.session import key
from coach.ui.wording import counted

_PLACEHOLDER = re.compile(r"\b([A-Z]+_\d+)\b")


def leaving(place: Place) -> None:
    """Show a text as it would be sent. Nothing is sent for it."""
    st.html(
        "<h2>See what a model would get</h2><p>The words of your case, or any others that you put here. This only shows it; "
        "nothing is sent.</p>"
    )
    name = key("leaving", "text", place.address.case or "none")
    if place.address.case and name not in st.session_state:
        with suppress(NotFound):
            st.session_state[name] = place.desk.text(place.address.case)
    text = st.text_area("Words to look at", key=name, height=140, placeholder="Mr Dray of Dray & Sons owes me $3,850.")
    if st.button("Show what would be sent", key="gt-show-leaving"):
        with frame.refusals(), st.spinner("Replacing names and amounts …"):
            _show(place.desk.leaving(text or ""))


def _show(found: Leaving) -> None:
    hidden = [pair for pair in found.hidden if pair[1] in found.text]
    if not found.in_force:
        st.html(
            '<p class="gt-note">No model is in use, so none of this is sent. A model elsewhere would get it like this.</p>'
        )
    elif not found.redacted:
        st.html('<p class="gt-note">Nothing is hidden from the model in use.</p>')
    st.html(
        f"<h3>Your words</h3><p>{counted(len(hidden), 'thing')} replaced; each comes back as it was in what you are shown.</p>"
        f'<div class="gt-account" tabindex="0" role="region" aria-label="Your words as they would be sent">{_marked(found.text)}</div>'
    )
    if hidden:
        rows = "".join(
            f'<tr><td data-of="Sent">{escape(placeholder)}</td><td data-of="Stands for">{escape(words)}</td></tr>'
            for words, placeholder in hidden
        )
        st.html(
            '<table class="gt-table"><thead><tr><th scope="col">What is sent</th><th scope="col">What it stands for</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )
    if found.request:
        with st.expander("The whole request for the client's first line in a rehearsal"):
            for role, content in found.request:
                st.html(
                    f'<h3>{escape(role.capitalize())}</h3><div class="gt-account" tabindex="0" role="region" '
                    f'aria-label="Message: {escape(role)}">{_marked(content)}</div>'
                )


def _marked(text: str) -> str:
    """`text` as HTML with its placeholders marked."""
    return _PLACEHOLDER.sub(r'<mark class="gt-hidden">\1</mark>', lines(text))
