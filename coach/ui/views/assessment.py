"""Assessment: the verdict in plain words, the user's text with its quotes marked, the signs, and what to do next."""

from collections.abc import Mapping

import streamlit as st

from coach.assess.intake import SIGN, known_question
from coach.content import load_signs
from coach.desk.accounts import new_try
from coach.ui import wording
from coach.ui.citations import References, named
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape, label, shortened
from coach.ui.parts import frame
from coach.ui.parts.in_browser import tap_quotes, weights
from coach.ui.parts.second import second_reading
from coach.ui.parts.signs import about_quotes, at_a_glance, bars, possible_note, sign_card
from coach.ui.place import Place
from coach.ui.quotes import labels, marked
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.assessment import Action, Assessment, PossibleSign, Verdict
from coach.vocabulary.intake import LONGEST_TRY, SKIP, Approach, Effect, Question, Try
from coach.vocabulary.passage import Citation

_DROPPED = key("assessment", "dropped")  # the entry of the record that was taken out last
_FIRST = 3  # questions shown at once; the others on demand
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
    second_reading(place, case_id, found)
    _text(place, case_id, found)
    _signs(found, references)
    if found.verdict.action is Action.ASK:
        _intake(place, case_id, found)
        _next_steps(place, found, references)
    else:
        _next_steps(place, found, references)
        _intake(place, case_id, found)
    _fix_first(place, case_id)
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
    rows = bars(found, names)
    st.html(
        f"<h2>What stands in your own words</h2><p>{escape(at_a_glance(rows))} A longer bar is clearer in your words.</p>"
    )
    weights(rows, at_a_glance(rows), key=f"gt-weights-{case_id}")
    if case.outdated or not place.desk.is_read(case_id):
        st.html('<p class="gt-note">You changed your account since. This is what was read then.</p>')
    text = place.desk.read_text(case_id)
    st.html(
        f'<div class="gt-account" tabindex="0" role="region" aria-label="Your account">{marked(text, labels(found), names)}</div>'
        + about_quotes(found, names)
    )
    tap_quotes()


def _signs(found: Assessment, references: References) -> None:
    """The clear signs, the most severe first, under what their severity is called."""
    if not found.signs:
        return
    shown = [f"<h2>{wording.counted(len(found.signs), 'clear sign')}</h2>"]
    for number, sign in enumerate(found.signs, 1):
        if number == 1 or sign.severity != found.signs[number - 2].severity:
            shown.append(f'<h3 class="gt-group">{wording.SEVERITIES[sign.severity]}</h3>')
        shown.append(sign_card(number, sign, references))
    st.html("".join(shown))


def _intake(place: Place, case_id: str, found: Assessment) -> None:
    """What the text does not settle: answered in place, one touch each, and everything read again."""
    asks, answered = found.asks, place.desk.answers(case_id)
    st.html('<h2 id="intake">What only you can tell</h2>')
    _who_are_you(place, case_id)
    if asks:
        st.html(
            f"<p>{wording.counted(len(asks), 'question')} left, each asked because its answer could change what stands above. "
            "Answer what you like; it is read again at once.</p>"
        )
    else:
        st.html('<p class="gt-quiet">Nothing is left to ask: no answer would change the signs or the verdict.</p>')
    possible = {f"{SIGN}{sign.id}": (chr(letter), sign) for letter, sign in enumerate(found.possible, 97)}
    for question in asks[:_FIRST]:
        _ask(place, case_id, question, possible)
    if len(asks) > _FIRST:
        with st.expander(f"{len(asks) - _FIRST} more, if you like"):
            for question in asks[_FIRST:]:
                _ask(place, case_id, question, possible)
    if answered:
        with st.expander(f"Your answers ({len(answered)})"):
            for answer in answered:
                _choices(place, case_id, known_question(answer.question), answer.choice)
                st.button(
                    "Take this answer back",
                    key=f"gt-take-back-{answer.question}",
                    type="tertiary",
                    on_click=_take_back,
                    args=(place, case_id, answer.question),
                )
    _more_words(place, case_id)


def _ask(place: Place, case_id: str, question: Question, possible: Mapping[str, tuple[str, PossibleSign]]) -> None:
    """A question, and under a sign that is not settled the words that point to it."""
    with st.container(border=True):
        if question.id in possible:
            st.html(possible_note(*possible[question.id]))
        _choices(place, case_id, question)


def _choices(place: Place, case_id: str, question: Question, chosen: str | None = None) -> None:
    texts = {choice.id: choice.text for choice in question.choices} | {SKIP: "I would rather not say"}
    name = key("assessment", "answer", case_id, question.id, chosen or "open")
    ids = list(texts)
    st.radio(
        label(question.text),
        ids,
        index=ids.index(chosen) if chosen in ids else None,
        format_func=texts.__getitem__,
        horizontal=True,
        key=name,
        on_change=_answer,
        args=(place, case_id, question.id, name),
    )


def _answer(place: Place, case_id: str, question: str, name: str) -> None:
    choice = st.session_state.get(name)
    if choice is not None:
        frame.kept(lambda: place.desk.answer(case_id, question, choice), "Taken into account, and read again.")


def _take_back(place: Place, case_id: str, question: str) -> None:
    frame.kept(
        lambda: place.desk.take_back(case_id, question), "Your answer was taken back, and everything read again."
    )
    forget(st.session_state, key("assessment", "answer", case_id, question))


def _who_are_you(place: Place, case_id: str) -> None:
    speakers = place.desk.speakers(case_id)
    if not speakers:
        return
    name = key("assessment", "me", case_id)
    with st.container(border=True):
        st.radio(
            "Your account holds a conversation. Which of them are you?",
            speakers,
            index=None,
            horizontal=True,
            key=name,
            on_change=lambda: frame.kept(
                lambda: place.desk.i_am(case_id, st.session_state[name]), "Read again, with your words kept apart."
            ),
        )


def _more_words(place: Place, case_id: str) -> None:
    with st.form("gt-more-words", border=False):
        words = st.text_area(
            "Anything to add in your own words?",
            key=key("assessment", "more", case_id),
            height=90,
            placeholder="It goes to the end of your account, and all of it is read again.",
        )
        sent = st.form_submit_button("Add and read again")
    if sent:
        with frame.refusals():
            place.desk.add_words(case_id, words)
            forget(st.session_state, key("assessment", "more"))
            leave_notice(st.session_state, "Your words were added, and everything was read again.")
            st.rerun()


def _fix_first(place: Place, case_id: str) -> None:
    """What was tried before an exit, and what came of it: the verdict reads it."""
    tries = place.desk.tries(case_id)
    st.html(
        '<h2 id="tried">What you have tried</h2><p>Repair comes before an exit: your own part, a plain talk, another way '
        "to talk, a fresh agreement. Note what you did and what came of it; the verdict counts it.</p>"
    )
    for number, entry in enumerate(tries):
        with st.container(horizontal=True, vertical_alignment="center", key=f"gt-try-{number}"):
            when = f"{entry.when:%-d %B %Y}: " if entry.when else ""
            st.html(
                f"<p>{when}{escape(entry.what)}<br>"
                f'<span class="gt-quiet gt-small">{wording.APPROACHES[entry.approach]} · {wording.EFFECTS[entry.effect]}</span></p>'
            )
            st.button("Remove", key=f"gt-drop-try-{number}", on_click=_drop_try, args=(place, case_id, number, entry))
    _dropped_try(place, case_id)
    with st.expander("Note something you tried", expanded=False):
        _new_try(place, case_id)


def _drop_try(place: Place, case_id: str, number: int, entry: Try) -> None:
    """Take an entry out, and remember it, so that it can be put back."""

    def drop() -> None:
        place.desk.drop_try(case_id, number)
        st.session_state[_DROPPED] = (case_id, number, entry)

    frame.kept(drop, "Taken out of the record, and read again.")


def _dropped_try(place: Place, case_id: str) -> None:
    case, number, entry = st.session_state.get(_DROPPED) or (None, 0, None)
    if entry is None or case != case_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="gt-dropped-try"):
        st.html(f'<p class="gt-quiet">Removed: {escape(shortened(entry.what))}</p>')
        st.button("Put it back", key="gt-restore-try", on_click=_restore_try, args=(place, case_id, number, entry))


def _restore_try(place: Place, case_id: str, number: int, entry: Try) -> None:
    def restore() -> None:
        place.desk.restore_try(case_id, number, entry)
        st.session_state.pop(_DROPPED, None)

    frame.kept(restore, "It is in the record again, and everything was read again.")


def _new_try(place: Place, case_id: str) -> None:
    """A form for one entry; what was typed stays in it until it is in the record."""
    with st.form("gt-new-try", border=False):
        what = st.text_input(
            "What did you do?",
            placeholder="Asked for one list of changes a week",
            max_chars=LONGEST_TRY,
            key=key("assessment", "try", case_id, "what"),
        )
        approach = st.selectbox(
            "What kind of repair was it?",
            list(Approach),
            format_func=wording.APPROACHES.__getitem__,
            key=key("assessment", "try", case_id, "approach"),
        )
        effect = st.radio(
            "What came of it?",
            list(Effect),
            format_func=wording.EFFECTS.__getitem__,
            horizontal=True,
            key=key("assessment", "try", case_id, "effect"),
        )
        when = st.date_input(
            "When? (you may leave it empty)",
            value=None,
            max_value="today",
            key=key("assessment", "try", case_id, "when"),
        )
        sent = st.form_submit_button("Add to the record")
    if sent:
        with frame.refusals():
            place.desk.record_try(case_id, new_try(what, effect, approach, when))
            forget(st.session_state, key("assessment", "try"))
            leave_notice(st.session_state, "Noted, and everything was read again.")
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
