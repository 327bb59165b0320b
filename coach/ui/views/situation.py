"""Situation: the account in a box, by questions or from a file, what is still thin, examples, and the list of cases."""

from dataclasses import replace
from enum import StrEnum

import streamlit as st

from coach.errors import CoachError, NotFound
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape, label, shortened
from coach.ui.parts import frame
from coach.ui.parts.cases import begin_anew, listed, take_in
from coach.ui.parts.guide import guide, was_begun
from coach.ui.parts.in_browser import while_typing
from coach.ui.place import Place
from coach.ui.session import Address, forget, key, leave_notice

_TEXT = key("situation", "text")
_LOADED = key("situation", "loaded")  # the case whose account is in the box
_REFUSED = key("situation", "refused")  # why what was typed could not be kept
_FILE = key("situation", "file")
_WAY = key("way")  # how it was told last, for the next case
_NEW = "new"
_KINDS = ["txt", "md", "eml", "mbox", "pdf", "docx"]


class Way(StrEnum):
    """The ways to tell an account."""

    WORDS = "words"
    QUESTIONS = "questions"
    FILE = "file"


def render(place: Place) -> None:
    """Draw the page."""
    place = _load(place)
    fresh = not place.address.case and not place.desk.cases()
    st.html(
        f"{f'<p class=gt-eyebrow>{wording.TAGLINE}</p>' if fresh else ''}<h1>What is going on?</h1>"
        "<p>Tell it the way you would tell a friend: what they do, how often, what you tried, "
        f"and what you agreed. {escape(place.desk.reader().promise)}</p>"
    )
    way = _way(place)
    if way is Way.FILE:
        _upload(place)
    refused = st.session_state.pop(_REFUSED, None)
    if way is Way.QUESTIONS:
        wanted = guide(place, _case_id(place), lambda case_id: _adopt(place, case_id))
    else:
        wanted = _box(place)
    if refused:
        frame.refusal(*refused)
    elif wanted:
        _read(place)
    if way is not Way.QUESTIONS:
        _examples(place)
    listed(place)
    _others(place)


def _way(place: Place) -> Way:
    """How the account is told; a case whose questions are half answered goes on with them."""
    begun = was_begun(place, _case_id(place)) and not place.desk.is_read(_case_id(place) or "")
    name = key("situation", "way", _case_id(place) or _NEW)
    if name not in st.session_state:
        st.session_state[name] = st.session_state.get(_WAY) or (Way.QUESTIONS if begun else Way.WORDS)
    chosen = st.segmented_control(
        "How would you like to tell it?",
        list(Way),
        required=True,
        format_func=wording.WAYS.__getitem__,
        key=name,
        label_visibility="collapsed",
    )
    st.session_state[_WAY] = chosen
    return Way(chosen or Way.WORDS)


def _box(place: Place) -> bool:
    """The box for the account, how many words stand in it and what is still thin. Whether it is to be read now."""
    with st.container(key="gt-account"):
        st.text_area(
            "Your account",
            key=_TEXT,
            height=300,
            label_visibility="collapsed",
            placeholder="It started when …",
            on_change=_keep,
            args=(place,),
        )
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        wanted = st.button("Read my account", type="primary", key="gt-read")
        while_typing("gt-account", count_words=True)
    _thin(place, st.session_state.get(_TEXT) or "")
    return wanted


def _load(place: Place) -> Place:
    """Put the case's account into the box, unless it is there already; a case that is gone is said to be, and a new one begun."""
    wanted = place.address.case or _NEW
    if st.session_state.get(_LOADED) == wanted and _TEXT in st.session_state:
        return place
    text = ""
    if place.address.case:
        try:
            text = place.desk.text(place.address.case)
        except NotFound as error:
            frame.refusal(str(error), error.hint)
            place, wanted = replace(place, address=Address()), _NEW
    st.session_state[_TEXT] = text
    st.session_state[_LOADED] = wanted
    return place


def _keep(place: Place) -> None:
    """Store what was typed, in a new case when there is none; a refusal is shown, and the words stay in the box."""
    text = st.session_state.get(_TEXT)
    if text is None:  # the page was left before its words arrived
        leave_notice(st.session_state, wording.MAYBE_LOST)
        return
    try:
        case_id = _case_id(place)
        if case_id:
            place.desk.keep_text(case_id, text)
        elif text.strip():
            _adopt(place, place.desk.open(text))
    except CoachError as error:
        st.session_state[_REFUSED] = (str(error), error.hint)


def _case_id(place: Place) -> str | None:
    """The case in the box; one that was opened a moment ago may not stand in the address of this run yet."""
    loaded = st.session_state.get(_LOADED)
    return place.address.case or (loaded if loaded != _NEW else None)


def _adopt(place: Place, case_id: str) -> None:
    """From now on the box belongs to this case."""
    st.session_state[_LOADED] = case_id
    place.note_address(case=case_id, rehearsal=None)


def _read(place: Place) -> None:
    with frame.refusals():
        case_id = _case_id(place) or place.desk.open(st.session_state[_TEXT])
        _adopt(place, case_id)
        with st.spinner("Reading your account …"):
            place.desk.assess(case_id)
        place.go(Step.ASSESSMENT, case=case_id, rehearsal=None)


def _thin(place: Place, text: str) -> None:
    """What makes an account easier to read, what of it is there, and what is asked about the rest."""
    parts, missing = place.desk.parts(text), place.desk.gaps(text)
    if not parts:
        return
    shown = "".join(
        f'<li class="gt-{"there" if part.there else "thin"}"><span aria-hidden="true">{"✓" if part.there else "○"}</span> '
        f"{escape(part.label)}<span class='gt-unseen'>: {'there' if part.there else 'not yet'}</span></li>"
        for part in parts
    )
    asked = bullets((escape(question) for question in missing), style="gt-list")
    note = f'<div class="gt-note"><p>It will be read better with an answer to this:</p>{asked}</div>' if missing else ""
    st.html(f'<ul class="gt-parts" aria-label="What your account holds">{shown}</ul>{note}')


def _examples(place: Place) -> None:
    """The worked examples; where nothing was told yet, they stand open."""
    empty = not (st.session_state.get(_TEXT) or "").strip() and not place.desk.cases()
    with st.expander("Or look at an example first" if empty else "Look at an example", expanded=empty):
        st.html('<p class="gt-quiet gt-small">Three made-up accounts. Each opens as a case of its own.</p>')
        for example in place.desk.worked_examples():
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                with st.container():
                    st.html(
                        f"<p><b>{escape(example.title)}</b><br>"
                        f'<span class="gt-quiet gt-small">Told by {escape(example.teller)}</span></p>'
                    )
                if st.button("Open it", key=f"gt-example-{example.order}", help=f"Open {label(example.title)}"):
                    place.go(Step.SITUATION, case=place.desk.open(example.text, example.title), rehearsal=None)


def _upload(place: Place) -> None:
    upload = st.file_uploader(
        "An e-mail, a letter, a chat or your notes; the words are put into the box.", type=_KINDS, key=_FILE
    )
    if upload is not None and st.button("Use this file", type="primary", key="gt-use-file"):
        with frame.refusals():
            _use_file(place, upload.name, upload.getvalue())


def _others(place: Place) -> None:
    """The ways to another case."""
    with st.container(horizontal=True):
        if place.address.case and st.button("Start a new case", key="gt-new-case"):
            begin_anew(place)
        with st.popover("Import a case"):
            take_in(place, "situation")


def _use_file(place: Place, name: str, data: bytes) -> None:
    """Put the words of a file behind what is in the box."""
    case_id = place.desk.take_file(place.address.case, name, data)
    forget(st.session_state, "situation")
    st.session_state[_WAY] = Way.WORDS
    leave_notice(st.session_state, f"The words of {shortened(name)} are in the box now.")
    place.go(Step.SITUATION, case=case_id)
