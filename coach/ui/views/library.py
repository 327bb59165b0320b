"""Library: search, read a passage in its article, see where it was cited, and the user's own files."""

from collections.abc import Sequence

import streamlit as st

from coach.desk.shelves import Citing
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape, label, prose, shortened
from coach.ui.parts import frame
from coach.ui.parts.in_browser import bring_into_view
from coach.ui.place import Place
from coach.ui.session import key, leave_notice
from coach.ui.wording import counted
from coach.vocabulary.passage import Passage

_KINDS = ["txt", "md", "html", "eml", "pdf", "docx"]
_QUERY = key("library", "query")
_FIRST = "Preparing the library. This happens once."
_UPLOADS = key("library", "uploads")


def render(place: Place) -> None:
    """Draw the page."""
    st.html(
        "<h1>Library</h1><p>What all advice here rests on: five articles on difficult clients, a playbook, the warning "
        "signs, and whatever you add yourself.</p>"
    )
    _search(place)
    _browse(place)
    _own_files(place)


def _search(place: Place) -> None:
    with st.form("gt-search", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        query = st.text_input("What do you want to know?", key=_QUERY, placeholder="How do I answer when they beg?")
        st.form_submit_button("Search", type="primary")
    if not query:
        return
    with frame.refusals():
        bar = st.empty()
        found = place.desk.search(query, lambda done, total: _progress(bar, _FIRST, done, total))
        bar.empty()
        cited = place.desk.cited()
        for passage in found:
            _result(place, passage, cited.get(passage.id, ()))


def _progress(bar: st.delta_generator.DeltaGenerator, text: str, done: int, total: int) -> None:
    bar.progress(done / total if total else 1.0, text)


def _result(place: Place, passage: Passage, cited: Sequence[Citing]) -> None:
    with st.container(border=True):
        st.html(
            f'<p class="gt-eyebrow">{escape(place.desk.source_title(passage.source))}</p>'
            f'<h2 class="gt-title">{escape(passage.title)}</h2>{prose(passage.text)}'
        )
        if st.button("Read it where it stands", key=f"gt-read-{passage.id}", type="tertiary"):
            _read(place, passage.source, passage.id)
        _cited(place, passage.id, cited, "found")


def _cited(place: Place, passage_id: str, cited: Sequence[Citing], where: str) -> None:
    """Where the passage was cited, each a way there; of a case's rehearsals the last one."""
    places = {(one.case_id, one.rehearsal is None): one for one in cited}
    if not places:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"gt-cited-{where}-{passage_id}"):
        st.html('<span class="gt-quiet gt-small">Cited in</span>')
        for number, one in enumerate(places.values()):
            words = f"{shortened(one.case, 30)}, {'rehearsal' if one.rehearsal else 'assessment'}"
            if st.button(label(words), key=f"gt-cited-{where}-{passage_id}-{number}", type="tertiary"):
                step = Step.REHEARSE if one.rehearsal else Step.ASSESSMENT
                place.go(step, case=one.case_id, rehearsal=one.rehearsal)


def _browse(place: Place) -> None:
    with st.expander("Everything to read", expanded=not st.session_state.get(_QUERY)):
        for group, sources in place.desk.sources():
            st.html(f'<h2 class="gt-title">{escape(group)}</h2>')
            for source in sources:
                if st.button(
                    label(source.title), key=f"gt-source-{source.key}", type="tertiary", help=label(source.about)
                ):
                    _read(place, source.key)


@st.dialog("From the library", width="medium")
def _read(place: Place, source: str, wanted: str | None = None) -> None:
    """An article or document from beginning to end, opened at the wanted passage."""
    st.html(f'<h2 class="gt-title">{escape(place.desk.source_title(source))}</h2>')
    cited = place.desk.cited()
    for number, passage in enumerate(place.desk.passages(source)):
        here = ' class="gt-here" id="gt-wanted"' if passage.id == wanted else ""
        st.html(
            f"<section{here} data-number='{number}'><h3>{escape(passage.title)}</h3>{prose(passage.text)}</section>"
        )
        _cited(place, passage.id, cited.get(passage.id, ()), "read")
    if wanted:
        bring_into_view("gt-wanted")


def _own_files(place: Place) -> None:
    st.html(
        "<h2>Your own files</h2><p>Contracts, guidelines, articles you trust: they are found by the search above.</p>"
    )
    with st.form("gt-add", border=False, clear_on_submit=True):
        uploads = st.file_uploader("Add files", type=_KINDS, accept_multiple_files=True, key=_UPLOADS)
        sent = st.form_submit_button("Add to the library")
    if sent and uploads:
        with frame.refusals():
            _add(place, [(upload.name, upload.getvalue()) for upload in uploads])
    documents = place.desk.documents()
    if not documents:
        st.html('<p class="gt-quiet">Nothing of yours is in the library yet.</p>')
    for document in documents:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            passages = counted(document.passages, "passage")
            with st.container():
                if st.button(label(document.name), key=f"gt-open-{document.key}", type="tertiary", help="Read it"):
                    _read(place, document.key)
                st.html(f'<p class="gt-quiet gt-small">{passages}</p>')
            with st.popover("Remove"):
                st.html("<p>The file on your disk stays where it is.</p>")
                if st.button("Remove it from the library", key=f"gt-remove-{document.key}"):
                    place.desk.remove_document(document.key)
                    leave_notice(st.session_state, f"“{shortened(document.name)}” was removed.")
                    st.rerun()


def _add(place: Place, files: list[tuple[str, bytes]]) -> None:
    bar = st.empty()
    report = place.desk.add_documents(files, lambda done, total: _progress(bar, "Reading …", done, total))
    bar.empty()
    if report.added:
        st.html(f'<p class="gt-note gt-done" role="status">{counted(len(report.added), "file")} added.</p>')
    if report.failures:
        failed = bullets(f"<b>{escape(one.name)}</b>: {escape(one.reason)}" for one in report.failures)
        st.html(f'<div class="gt-note gt-refusal" role="alert"><p><b>Not added:</b></p>{failed}</div>')
