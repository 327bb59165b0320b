"""Settings: the engine, what would leave the machine, privacy, the look, where everything lies, and taking or deleting it all."""

import streamlit as st

from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape
from coach.ui.parts import frame
from coach.ui.parts.cases import take_in
from coach.ui.parts.in_browser import choose_look
from coach.ui.parts.settings.engine import engine
from coach.ui.parts.settings.leaving import leaving
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice

_SCOPE = "settings"


def render(place: Place) -> None:
    """Draw the page."""
    st.html("<h1>Settings and privacy</h1>")
    engine(place)
    leaving(place)
    st.html(f"<h2>Your privacy, in plain words</h2>{bullets(map(escape, wording.PRIVACY), style='gt-list')}")
    st.html("<h2>How it looks</h2>")
    choose_look("Light or dark?", wording.LOOKS, _pages(place))
    st.html(
        "<h2>Where your data lies</h2>"
        f"<p>Your cases, rehearsals, messages and files: <code>{escape(place.desk.location)}</code></p>"
        f"<p>The search index, which can be built again at any time: <code>{escape(str(place.desk.index_dir))}</code></p>"
    )
    _take_along(place)
    _delete_all(place)
    st.html('<p class="gt-quiet">What you read in this app is coaching, not legal or medical advice.</p>')


def _pages(place: Place) -> list[str]:
    """The paths of all pages; the first one stands at the root, too."""
    return ["", *place.pages]


def _take_along(place: Place) -> None:
    st.html(
        "<h2>Take it along</h2><p>One .zip file with every case, to be read and to be imported again, and the words of "
        "your own files. What you import is put beside what is here; nothing is replaced.</p>"
    )
    st.download_button(
        "Export everything",
        data=place.desk.everything,
        file_name="good-terms.zip",
        mime="application/zip",
        key="gt-export-all",
        on_click="ignore",
    )
    take_in(place, _SCOPE)


def _delete_all(place: Place) -> None:
    """Everything goes, after the words were typed that say so."""
    st.html(
        "<h2>Delete everything</h2><p>All cases, archived ones too, with their rehearsals and messages, and the files you "
        f"added to the library. There is no way back. Type <b>{wording.DELETE_ALL}</b> if you mean it.</p>"
    )
    with st.form("gt-delete-all", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input("Your confirmation", key=key(_SCOPE, "sure"), placeholder=wording.DELETE_ALL)
        sent = st.form_submit_button("Delete everything for good")
    if not sent:
        return
    if typed.strip().lower() != wording.DELETE_ALL:
        frame.refusal("Nothing was deleted.", f"Type “{wording.DELETE_ALL}” into the box if you mean it.")
        return
    with frame.refusals():
        place.desk.delete_everything()
        for scope in (_SCOPE, "situation", "draft", "library", "leaving", "guide"):
            forget(st.session_state, scope)
        leave_notice(st.session_state, "Everything was deleted.")
        place.go(Step.SITUATION, case=None, rehearsal=None)
