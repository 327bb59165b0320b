"""Write: a message of the wanted kind and tone, an editor with findings, versions, and ways to take it away."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from coach.errors import CoachError
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import label
from coach.ui.parts import frame
from coach.ui.parts.findings import difference, findings
from coach.ui.parts.in_browser import copy_button, while_typing
from coach.ui.parts.rehearsed import rehearsed
from coach.ui.parts.second import not_taken
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.draft import Draft, DraftKind, DraftLength, DraftTone

_GOALS = ("exit", "reset", "other")


def render(place: Place) -> None:
    """Draw the page."""
    case_id = place.address.case
    if case_id is None:
        frame.empty(
            place,
            "What is the message about?",
            "It is written from your account, so tell what happens first.",
            Step.SITUATION,
            "Tell what happens",
        )
        return
    st.html("<h1>Put it in writing</h1>")
    kind, tone, length = _choose(place, case_id)
    draft = place.desk.editing(case_id, kind)
    if draft is None:
        st.html(
            '<p class="gt-quiet">It is written from what you told, and only from that. What you did not say stays a '
            "named blank, such as [end date], for you to fill in.</p>"
        )
        if st.button("Write it", type="primary", key="gt-write"):
            _write(place, case_id, kind, tone, length)
        return
    if (tone, length) != (draft.tone, draft.length):
        _other_way(place, case_id, draft, tone, length)
    blanks = place.desk.blanks(f"{draft.subject}\n{draft.body}")
    with st.container(key="gt-sheet"):
        with st.container(key="gt-page"):
            _fill(place, case_id, kind, blanks)
            _editor(place, case_id, draft)
            _take_away(place, case_id, draft)
        with st.container(key="gt-margin"):
            findings(place, case_id, draft, blanks)
            rehearsed(place, case_id, draft)
    _versions(place, case_id, draft, tone, length)


def _choose(place: Place, case_id: str) -> tuple[DraftKind, DraftTone, DraftLength]:
    kinds = sorted(place.desk.kinds(case_id), key=lambda one: _GOALS.index(one.goal))
    names = {one.id: one.label for one in kinds}
    ids = [one.id for one in kinds]
    if st.session_state.get(key("write", "kind", case_id), ids[0]) not in ids:  # the account was told anew
        forget(st.session_state, key("write", "kind"))
    left, right, last = st.columns([3, 2, 2], vertical_alignment="top")
    kind = left.selectbox(
        "What do you need?",
        ids,
        index=ids.index(place.desk.fitting_kind(case_id)),
        format_func=lambda wanted: names[wanted],
        key=key("write", "kind", case_id),
    )
    written = place.desk.editing(case_id, kind)
    tone = right.segmented_control(
        "In which tone?",
        list(DraftTone),
        default=written.tone if written else DraftTone.NEUTRAL,
        required=True,
        format_func=wording.TONES.__getitem__,
        key=key("write", "tone", case_id, kind),
    )
    length = last.segmented_control(
        "How long?",
        list(DraftLength),
        default=written.length if written else DraftLength.NORMAL,
        required=True,
        format_func=wording.LENGTHS.__getitem__,
        key=key("write", "length", case_id, kind),
    )
    return kind, tone, length


def _other_way(place: Place, case_id: str, draft: Draft, tone: DraftTone, length: DraftLength) -> None:
    """Another tone or length was chosen than the message has: offer to write it so."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="gt-other-way"
    ):
        st.html(
            f"<p>What stands here is {wording.TONES[draft.tone].lower()} and of {wording.LENGTHS[draft.length].lower()} length. "
            "What you changed in it is kept as a version.</p>"
        )
        way = f"{wording.TONES[tone].lower()}, {wording.LENGTHS[length].lower()}"
        if st.button(f"Write it anew: {way}", type="primary", key="gt-write-so"):
            _write(place, case_id, draft.kind, tone, length)


def _write(place: Place, case_id: str, kind: DraftKind, tone: DraftTone, length: DraftLength) -> None:
    with frame.refusals():
        place.desk.draft(case_id, kind, tone, length)
        forget(st.session_state, "draft")
        st.rerun()


def _fill(place: Place, case_id: str, kind: DraftKind, blanks: Sequence[str]) -> None:
    """Ask for what the account did not say, and put it in wherever it is missing."""
    if not blanks:
        return
    with st.form("gt-fill"):
        st.html("<p><b>This is missing, because you did not say it.</b> Fill in what you know.</p>")
        boxes = st.container(horizontal=True)
        values = {
            blank: boxes.text_input(
                label(blank.strip("[]").capitalize()), key=key("draft", "blank", case_id, kind, blank), width=220
            )
            for blank in blanks
        }
        sent = st.form_submit_button("Put it into the message")
    if sent:
        with frame.refusals():
            place.desk.fill(case_id, kind, {blank: value or "" for blank, value in values.items()})
            forget(st.session_state, "draft")
            st.rerun()


def _editor(place: Place, case_id: str, draft: Draft) -> None:
    """The message as it stands; every edit is stored."""
    not_taken(place, case_id, draft)
    with st.container(key="gt-message"):
        if draft.subject:
            _box(place, case_id, draft.kind, "subject", draft.subject)
        _box(place, case_id, draft.kind, "body", draft.body)
    while_typing("gt-message")


def _box(place: Place, case_id: str, kind: DraftKind, part: str, text: str) -> None:
    name = key("draft", part, case_id, kind)
    if name not in st.session_state:
        st.session_state[name] = text
    if part == "subject":
        st.text_input("Subject", key=name, on_change=_keep, args=(place, case_id, kind, part))
    else:
        st.text_area("Message", key=name, height="content", on_change=_keep, args=(place, case_id, kind, part))


def _keep(place: Place, case_id: str, kind: DraftKind, part: str) -> None:
    """Store an edit the moment it is made; a refusal is shown, and the words stay in the editor."""
    text = st.session_state.get(key("draft", part, case_id, kind))
    if text is None:  # the page was left before its words arrived
        leave_notice(st.session_state, wording.MAYBE_LOST)
        return
    try:
        place.desk.keep_draft(case_id, kind, **{part: text})
    except CoachError as error:
        leave_notice(st.session_state, f"{error} {error.hint}")


def _take_away(place: Place, case_id: str, draft: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_button(place.desk.whole(draft), "Copy the message", key="gt-copy")
        if place.desk.can_undo(case_id, draft.kind, draft.body) and st.button("Undo", key="gt-undo"):
            with frame.refusals():
                place.desk.undo(case_id, draft.kind, draft.body)
                forget(st.session_state, "draft")
                st.rerun()
        with st.popover("Download"):
            for form in place.desk.forms():
                st.download_button(
                    f"{wording.FILES[form.id]} (.{form.id})",
                    data=partial(place.desk.exported, draft, form.id),
                    file_name=f"{draft.kind}.{form.id}",
                    mime=form.mime,
                    key=f"gt-download-{form.id}",
                    on_click="ignore",
                    width="stretch",
                )


def _versions(place: Place, case_id: str, draft: Draft, tone: DraftTone, length: DraftLength) -> None:
    kind = draft.kind
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Keep this version", key="gt-keep-version"):
            with frame.refusals():
                number = place.desk.save_version(case_id, kind)
                leave_notice(st.session_state, f"Kept as version {number}.")
                st.rerun()
        if st.button("Write it anew", key="gt-write", help="What stands here is kept as a version first."):
            _write(place, case_id, kind, tone, length)
    kept = place.desk.versions(case_id, kind)
    if len(kept) < 2:
        return
    with st.expander(wording.counted(len(kept), "version")):
        times = {version.number: f"Version {version.number}, {version.saved_at:%-d %B, %H:%M}" for version in kept}
        wanted = st.selectbox("Look at", list(reversed(times)), format_func=times.__getitem__, key="gt-version")
        st.html('<p class="gt-quiet gt-small">From that version to what stands in the editor now:</p>')
        earlier = place.desk.version(case_id, kind, wanted)
        if earlier.subject != draft.subject:
            st.html('<p class="gt-quiet gt-small">Subject:</p>')
            st.html(difference(place.desk.changes(earlier.subject, draft.subject)))
        st.html(difference(place.desk.changes(earlier.body, draft.body)))
        if st.button("Put it back into the editor", key="gt-restore"):
            with frame.refusals():
                place.desk.restore(case_id, kind, wanted)
                forget(st.session_state, "draft")
                leave_notice(st.session_state, f"Version {wanted} is back. What stood here is kept.")
                st.rerun()
