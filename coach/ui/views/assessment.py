"""Assessment: the verdict in plain words, the user's text with its quotes marked, the signs, and what to do next."""

import streamlit as st

from coach.content import load_signs
from coach.ui import wording
from coach.ui.citations import References, named
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape, label
from coach.ui.parts import frame
from coach.ui.parts.signs import possible_note, sign_card, tally
from coach.ui.place import Place
from coach.ui.quotes import labels, marked
from coach.ui.session import key, leave_notice
from coach.vocabulary.assessment import Action, Assessment, Verdict
from coach.vocabulary.passage import Citation

_TALKS = {Action.REPAIR, Action.EXIT, Action.EXIT_NOW}


def render(place: Place) -> None:
    """Draw the page."""
    case_id = place.address.case
    found = place.desk.assessment(case_id) if case_id else None
    if case_id is None or found is None:
        _nothing_yet(place)
        return
    references = References(_cited(place, found), place.desk.source_title)
    _verdict(found, references)
    _text(place, case_id, found)
    _signs(found, references)
    if found.verdict.action is Action.ASK:
        _possible(place, case_id, found)
        _next_steps(place, found, references)
    else:
        _next_steps(place, found, references)
        _possible(place, case_id, found)
    with st.expander(f"Sources ({len(references)})"):
        st.html(references.index())
    st.html(references.panels())


def _cited(place: Place, found: Assessment) -> tuple[Citation, ...]:
    """The passages of the assessment, and any other that one of its sentences names."""
    verdict, known = found.verdict, {citation.id for citation in found.citations}
    sentences = (*verdict.reasons, *verdict.against, *verdict.their_side, *verdict.my_part, *found.next_steps)
    return (*found.citations, *place.desk.citations(one for one in named(sentences) if one not in known))


def _nothing_yet(place: Place) -> None:
    frame.empty(
        place,
        "Nothing has been read yet",
        "Tell what happens, and you will see here which warning signs your own words hold.",
        Step.SITUATION,
        "Tell what happens",
    )


def _verdict(found: Assessment, references: References) -> None:
    verdict, headline = found.verdict, wording.VERDICTS[found.verdict.action]
    reasons = bullets((references.sentence(reason) for reason in verdict.reasons), style="gt-list")
    st.html(
        f'<section class="gt-card gt-verdict gt-{verdict.action}"><p class="gt-eyebrow">What your account points to</p>'
        f'<h1>{headline.title}</h1><p class="gt-lead">{headline.meaning}</p><h2 class="gt-sub">Why</h2>{reasons}</section>'
    )
    st.html(f'<section class="gt-card gt-sides">{_sides(verdict, references)}</section>')
    if found.degraded_because:
        st.html(f'<p class="gt-note">{escape(found.degraded_because)}</p>')


def _sides(verdict: Verdict, references: References) -> str:
    parts = (
        ("What speaks against it", verdict.against),
        ("How it may look from their side", verdict.their_side),
        ("Your own part", verdict.my_part),
    )
    return "".join(
        f"<h2>{title}</h2>{bullets(references.sentence(sentence) for sentence in sentences)}"
        for title, sentences in parts
        if sentences
    )


def _text(place: Place, case_id: str, found: Assessment) -> None:
    case = place.desk.case(case_id)
    if not found.signs and not found.possible:
        st.html("<h2>No warning sign stands in your words</h2>")
        return
    names = {sign.id: sign.name for sign in load_signs().values()}
    st.html(f"<h2>What stands in your own words</h2>{tally(found, names)}")
    if case.outdated or not place.desk.is_read(case_id):
        st.html('<p class="gt-note">You changed your account since. This is what was read then.</p>')
    text = place.desk.read_text(case_id)
    st.html(
        f'<div class="gt-account" tabindex="0" role="region" aria-label="Your account">{marked(text, labels(found), names)}</div>'
    )


def _signs(found: Assessment, references: References) -> None:
    if found.signs:
        cards = (sign_card(number, sign, references) for number, sign in enumerate(found.signs, 1))
        st.html(f"<h2>{wording.counted(len(found.signs), 'clear sign')}</h2>{''.join(cards)}")


def _possible(place: Place, case_id: str, found: Assessment) -> None:
    """What the text does not settle, with room to answer."""
    asked = [sign.question for sign in found.possible]
    others = [question for question in found.questions if question not in asked]
    if not asked and not others:
        return
    st.html(
        "<h2>What only you can tell</h2><p>Answer what you can, and leave the rest. Your answers are put at the end of "
        "your account, and all of it is read again.</p>"
    )
    with st.form("gt-answers", border=False):
        for letter, sign in enumerate(found.possible, 97):
            with st.container(border=True):
                st.html(possible_note(chr(letter), sign))
                _answer_box(case_id, sign.question)
        for question in others:
            with st.container(border=True):
                _answer_box(case_id, question)
        sent = st.form_submit_button("Add my answers and read again")
    if sent:
        with frame.refusals():
            _answer(place, case_id, [*asked, *others])


def _answer_box(case_id: str, question: str) -> None:
    st.text_area(
        label(question),
        key=key("assessment", "answer", case_id, question),
        height=68,
        placeholder="In a sentence or two",
    )


def _answer(place: Place, case_id: str, questions: list[str]) -> None:
    keys = {question: key("assessment", "answer", case_id, question) for question in questions}
    place.desk.answer(case_id, {question: st.session_state.get(name) or "" for question, name in keys.items()})
    for name in keys.values():
        st.session_state.pop(name, None)
    leave_notice(st.session_state, "Your answers were added, and everything was read again.")
    st.rerun()


def _next_steps(place: Place, found: Assessment, references: References) -> None:
    steps = bullets((references.sentence(step) for step in found.next_steps), kind="ol", style="gt-list")
    st.html(f"<h2>What to do next</h2>{steps}")
    action = found.verdict.action
    if action not in _TALKS:
        return
    with st.container(horizontal=True):
        in_writing = action is Action.EXIT_NOW
        if not in_writing and st.button("Rehearse the talk", type="primary", key="gt-to-rehearse"):
            place.go(Step.REHEARSE)
        if st.button("Write the message", type="primary" if in_writing else "secondary", key="gt-to-write"):
            place.go(Step.WRITE)
