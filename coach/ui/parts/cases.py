"""The cases: the list with what can be done with each, the switch in the head of every page, and the way in for files."""

from functools import partial

import streamlit as st

from coach.desk.keeping import CASE_FORMS
from coach.store.values import Case, CaseSummary
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import escape, label, shortened
from coach.ui.parts import refusing
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice

_RECENT = 6  # cases shown at once
_SWITCHED = 12  # cases offered in the head of a page


def switch(place: Place, case: Case | None, here: str) -> None:
    """The name of the case, and the way to another one without leaving the page."""
    others = [one for one in place.desk.cases() if case is None or one.id != case.id]
    if case is None and not others:
        return
    with st.popover(label(shortened(case.name, 34)) if case else "Choose a case", help="Switch to another case"):
        if case is not None and case.archived:
            st.html('<p class="gt-quiet gt-small">This case is archived.</p>')
        if others:
            st.html('<p class="gt-quiet gt-small">Your other cases</p>')
        for one in others[:_SWITCHED]:
            name = f"{shortened(one.name, 40)} · {one.updated_at:%-d %B}"
            if st.button(label(name), key=f"gt-switch-{one.id}", width="stretch"):
                place.go(here, case=one.id, rehearsal=None)
        if len(others) > _SWITCHED:
            st.html('<p class="gt-quiet gt-small">Older ones stand on the Situation page.</p>')
        if st.button("Start a new case", key="gt-switch-new", type="tertiary"):
            begin_anew(place)


def begin_anew(place: Place) -> None:
    """Go to an empty box."""
    forget(st.session_state, "situation")
    place.go(Step.SITUATION, case=None, rehearsal=None)


def listed(place: Place) -> None:
    """Every case with what can be done with it, the archived ones apart; nothing where there is none."""
    cases, archived = place.desk.cases(), place.desk.cases(archived=True)
    if not cases and not archived:
        return
    st.html("<h2>Your cases</h2>")
    for case in cases[:_RECENT]:
        _case(place, case)
    if len(cases) > _RECENT:
        with st.expander(f"Older cases ({len(cases) - _RECENT})"):
            for case in cases[_RECENT:]:
                _case(place, case)
    if archived:
        with st.expander(f"Archived cases ({len(archived)})"):
            for case in archived:
                _case(place, case)


def _case(place: Place, case: CaseSummary) -> None:
    states = (
        ("read", case.assessed),
        ("rehearsed", case.rehearsed),
        ("written", case.written),
        ("planned", case.planned),
    )
    state = ", ".join(word for word, so in states if so) or "not read yet"
    here = ' <span class="gt-tag">open now</span>' if case.id == place.address.case else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"gt-case-{case.id}"):
        with st.container():
            st.html(
                f"<p><b>{escape(case.name)}</b>{here}<br>"
                f'<span class="gt-quiet gt-small">{case.updated_at:%-d %B %Y} · {state}</span></p>'
            )
        if st.button("Open", key=f"gt-open-{case.id}", help=f"Open {label(case.name)}"):
            place.go(Step.ASSESSMENT if case.assessed else Step.SITUATION, case=case.id, rehearsal=None)
        with st.popover("More", help=f"Rename, archive, export or delete {label(case.name)}"):
            _change(place, case)


def _change(place: Place, case: CaseSummary) -> None:
    """Rename a case, put it away or take it back, take it along as a file, or delete it after a second yes."""
    with st.form(f"gt-rename-{case.id}", border=False):
        new = st.text_input("Name", value=case.name, key=f"gt-name-{case.id}")
        if st.form_submit_button("Rename"):
            with refusing.refusals():
                place.desk.rename(case.id, new)
                st.rerun()
    _put_away(place, case)
    for form, mime in CASE_FORMS.items():
        st.download_button(
            wording.CASE_FILES[form],
            data=partial(place.desk.case_file, case.id, form),
            file_name=place.desk.file_name(case.name, form),
            mime=mime,
            key=f"gt-export-{form}-{case.id}",
            on_click="ignore",
            width="stretch",
        )
    sure = st.checkbox("Delete it for good, with everything in it", key=f"gt-sure-{case.id}")
    if st.button("Delete", key=f"gt-delete-{case.id}", disabled=not sure):
        with refusing.refusals():
            place.desk.delete(case.id)
            leave_notice(st.session_state, f"“{shortened(case.name)}” was deleted.")
            if case.id == place.address.case:
                begin_anew(place)
            st.rerun()


def _put_away(place: Place, case: CaseSummary) -> None:
    words = "Bring it back" if case.archived else "Archive it"
    if st.button(words, key=f"gt-archive-{case.id}", width="stretch"):
        with refusing.refusals():
            if case.archived:
                place.desk.bring_back(case.id)
                leave_notice(st.session_state, f"“{shortened(case.name)}” is among your cases again.")
            else:
                place.desk.archive(case.id)
                leave_notice(st.session_state, f"“{shortened(case.name)}” is archived. Nothing of it is lost.")
            st.rerun()


def take_in(place: Place, scope: str) -> None:
    """A box for exported files; what was taken in is said, and what could not be is said too."""
    upload = st.file_uploader(
        "An exported case (.json), or everything (.zip)", ["json", "zip"], key=key(scope, "import")
    )
    if upload is not None and st.button("Import it", type="primary", key=f"gt-import-{scope}"):
        with refusing.refusals(), st.spinner("Taking it in …"):
            taken = place.desk.take_in(upload.name, upload.getvalue())
            forget(st.session_state, scope)
            leave_notice(st.session_state, wording.taken_in(len(taken.cases), len(taken.documents), len(taken.known)))
            place.go(Step.SITUATION if taken.first else "library", case=taken.first, rehearsal=None)
