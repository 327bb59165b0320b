"""The guide: one question at a time; every answer stands in the account the moment it is typed."""

from collections.abc import Callable

import streamlit as st

from coach.desk.guide import OpenQuestion
from coach.errors import CoachError
from coach.ui import wording
from coach.ui.markup import escape, label, lines
from coach.ui.parts.in_browser import while_typing
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.ui.wording import counted
from coach.vocabulary.intake import SKIP

_SCOPE = "guide"
_AT = key(_SCOPE, "at")
_CASE = key(_SCOPE, "case")  # whose answers stand in the boxes

Adopt = Callable[[str], None]


def guide(place: Place, case_id: str | None, adopt: Adopt) -> bool:
    """Ask the next question; `adopt` is told of the case that the first answer opens. Whether the account is to be read now."""
    _load(place, case_id)
    questions = place.desk.open_questions()
    at = min(st.session_state[_AT], len(questions))
    total = len(questions) + 1
    with st.container(border=True, key="gt-guide"):
        st.html(f'<p class="gt-eyebrow">Question {at + 1} of {total}. Skip what you do not want to answer.</p>')
        st.progress((at + 1) / total, width="stretch")
        if at < len(questions):
            _ask(place, questions[at], adopt)
        else:
            _quick(place, case_id)
        ready = _moves(place, case_id, at, len(questions))
    while_typing("gt-guide")
    _so_far(place, case_id)
    return ready


def was_begun(place: Place, case_id: str | None) -> bool:
    """Whether the account of this case is being told by answering questions."""
    return bool(place.desk.told(case_id))


def _load(place: Place, case_id: str | None) -> None:
    """Begin at the first question without an answer, whenever another case is told."""
    if st.session_state.get(_CASE, "") == (case_id or "") and _AT in st.session_state:
        return
    forget(st.session_state, _SCOPE)
    told = place.desk.told(case_id)
    names = [question.id for question in place.desk.open_questions()]
    st.session_state[_AT] = next((n for n, name in enumerate(names) if name not in told), len(names))
    st.session_state[_CASE] = case_id or ""


def _ask(place: Place, question: OpenQuestion, adopt: Adopt) -> None:
    st.html(f"<h2>{escape(question.ask)}</h2><p>{escape(question.help)}</p>")
    name = key(_SCOPE, "answer", question.id)
    if name not in st.session_state:
        st.session_state[name] = place.desk.told(st.session_state[_CASE] or None).get(question.id, "")
    st.text_area(
        label(question.ask),
        key=name,
        height=130,
        label_visibility="collapsed",
        placeholder=f"For example: {question.example}",
        on_change=_keep,
        args=(place, question.id, name, adopt),
    )


def _keep(place: Place, question: str, name: str, adopt: Adopt) -> None:
    words = st.session_state.get(name)
    if words is None:  # the page was left before its words arrived
        leave_notice(st.session_state, wording.MAYBE_LOST)
        return
    try:
        before = st.session_state[_CASE] or None
        case_id = place.desk.tell(before, question, words)
        if case_id and case_id != before:
            st.session_state[_CASE] = case_id
            adopt(case_id)
    except CoachError as error:
        leave_notice(st.session_state, f"{error} {error.hint}")


def _quick(place: Place, case_id: str | None) -> None:
    """The questions that take one touch; they are kept with the case."""
    st.html("<h2>And a few that take one touch</h2>")
    if case_id is None:
        st.html('<p class="gt-quiet">Answer one of the questions before first, so that there is something to read.</p>')
        return
    given = {answer.question: answer.choice for answer in place.desk.answers(case_id)}
    for question in place.desk.quick_questions():
        texts = {choice.id: choice.text for choice in question.choices} | {SKIP: "I would rather not say"}
        ids, name = list(texts), key(_SCOPE, "quick", question.id)
        st.radio(
            label(question.text),
            ids,
            index=ids.index(given[question.id]) if given.get(question.id) in ids else None,
            format_func=texts.__getitem__,
            horizontal=True,
            key=name,
            on_change=lambda asked=question.id, name=name: place.desk.note_answer(
                case_id, asked, st.session_state[name]
            ),
        )


def _moves(place: Place, case_id: str | None, at: int, last: int) -> bool:
    with st.container(horizontal=True, vertical_alignment="center"):
        ready = False
        if at < last:
            st.button("Next question", type="primary", key="gt-guide-next", on_click=_go, args=(at + 1,))
        else:
            ready = st.button("Read my account", type="primary", key="gt-read", disabled=case_id is None)
        if at > 0:
            st.button("Back", key="gt-guide-back", on_click=_go, args=(at - 1,))
        if 0 < at < last and case_id is not None:
            ready = st.button("That is all, read it", key="gt-guide-enough") or ready
    return ready


def _go(at: int) -> None:
    st.session_state[_AT] = at


def _so_far(place: Place, case_id: str | None) -> None:
    text = place.desk.text(case_id) if case_id else ""
    if text.strip():
        st.html(
            f'<h2>Your account so far</h2><p class="gt-quiet gt-small">{counted(len(text.split()), "word")}</p>'
            f'<div class="gt-account" tabindex="0" role="region" aria-label="Your account so far">{lines(text)}</div>'
        )
