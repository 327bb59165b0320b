"""Settings: who reads the words, what leaves the machine, and where everything lies."""

import streamlit as st

from coach.ui.markup import escape
from coach.ui.place import Place


def render(place: Place) -> None:
    """Draw the page."""
    reader = place.desk.reader()
    st.html("<h1>Settings and privacy</h1>")
    st.html(
        f'<section class="gt-card"><h2 class="gt-title">Who reads your words</h2><p><b>{escape(reader.name)}</b></p>'
        f"<p>{escape(reader.meaning)}</p></section>"
        '<section class="gt-card"><h2 class="gt-title">What leaves this machine</h2>'
        f"<p>{escape(reader.leaves)}</p><p>The page itself loads nothing from anywhere else: no fonts, no "
        "counters, no usage figures. It listens to this machine only.</p></section>"
        '<section class="gt-card"><h2 class="gt-title">Where it lies</h2>'
        f"<p>Your cases, rehearsals and messages: <code>{escape(place.desk.location)}</code></p>"
        f"<p>The search index, which is only a cache: <code>{escape(str(place.desk.index_dir))}</code></p>"
        "<p>Deleting a case on the Situation page deletes it for good. Deleting the folder deletes everything.</p></section>"
    )
    st.html(
        '<p class="gt-quiet">Light and dark follow your system. '
        "What you read here is coaching, not legal or medical advice.</p>"
    )
