"""Afterwards: the day of the real talk, how it went and what they did, the next step with words to send, and next time."""

import streamlit as st

from coach.ui import plan_wording as words
from coach.ui.citations import References
from coach.ui.journey import Step
from coach.ui.markup import bullets, escape, lines
from coach.ui.parts import frame
from coach.ui.parts.in_browser import copy_button
from coach.ui.place import Place
from coach.ui.session import forget, key, leave_notice
from coach.vocabulary.leaving import MOST_NOTE, CheckIn, NextMove, Reaction, Went
from coach.vocabulary.plan import Advice, ExitPlan


def draw(place: Place, case_id: str, plan: ExitPlan) -> None:
    """The part as the case has it."""
    said = place.desk.check_in(case_id)
    st.html(
        '<h2 class="gt-title">How did the real talk go?</h2><p>Set the day before you have it; come back when it is over. '
        "You get the next step for what they did.</p>"
    )
    _check_in(place, case_id, said)
    moves, next_time = place.desk.next_moves(case_id, plan.dates.last_day), place.desk.next_time(case_id)
    ids = [one for move in moves for step in move.steps for one in step.passages]
    ids += [one for advice in next_time for one in advice.passages]
    references = References(place.desk.citations(ids), place.desk.source_title, prefix="after")
    if moves:
        st.html("<h2>What to do now</h2>")
    for move in moves:
        _move(place, case_id, move, references)
    _next_time(next_time, references)
    st.html(references.panels())


def _check_in(place: Place, case_id: str, said: CheckIn) -> None:
    with st.form("gt-check-in"):
        day = st.date_input(
            "Day of the talk", value=said.talk_on, key=key("after", "day", case_id), format="YYYY-MM-DD"
        )
        went = st.radio(
            "How did it go?",
            list(Went),
            index=list(Went).index(said.went) if said.went else None,
            format_func=words.WENT.__getitem__,
            horizontal=True,
            key=key("after", "went", case_id),
        )
        reactions = st.pills(
            "What did they do? Choose all that fit.",
            list(Reaction),
            selection_mode="multi",
            default=list(said.reactions),
            format_func=words.REACTIONS.__getitem__,
            key=key("after", "did", case_id),
        )
        note = st.text_area(
            "What was said? Facts with times help later.", value=said.note, key=key("after", "note", case_id),
            height=110, max_chars=MOST_NOTE,
        )  # fmt: skip
        sent = st.form_submit_button("Keep it", type="primary")
    if sent:
        with frame.refusals():
            place.desk.keep_check_in(
                case_id, CheckIn(talk_on=day, went=went, reactions=tuple(reactions or ()), note=note or "")
            )
            forget(st.session_state, "after")
            leave_notice(st.session_state, "Kept with the case.")
            st.rerun()


def _move(place: Place, case_id: str, move: NextMove, references: References) -> None:
    """One reaction: what to do, words that can be sent as they are, and the message that belongs to it."""
    with st.container(border=True, key=f"gt-move-{move.id}"):
        steps = bullets((_advice(step, references) for step in move.steps), kind="ol")
        st.html(
            f'<div class="gt-finding"><h3>{escape(move.title)}</h3>{steps}<p class="gt-eyebrow">Words you can send</p>'
            f"<blockquote><p>“{lines(move.message)}”</p></blockquote>"
            f"{f'<p class=gt-quiet>{escape(words.NOT_LEGAL_STEP)}</p>' if move.law else ''}</div>"
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            copy_button(move.message, "Copy the words", key=f"gt-copy-{move.id}")
            labels = {kind.id: kind.label for kind in place.desk.kinds(case_id)}
            if move.kind in labels and st.button(f"Write the {labels[move.kind].lower()}", key=f"gt-write-{move.id}"):
                st.session_state[key("write", "kind", case_id)] = move.kind
                place.go(Step.WRITE)


def _next_time(advice: tuple[Advice, ...], references: References) -> None:
    shown = "".join(f"<li>{_advice(one, references)}</li>" for one in advice)
    st.html(
        "<h2>With the next client, agree on this first</h2><p>The basics, and what this case taught.</p>"
        f'<ul class="gt-checks">{shown}</ul>'
    )
    copy_button("\n".join(f"☐ {one.text}" for one in advice), "Copy the checklist", key="gt-copy-next")


def _advice(one: Advice, references: References) -> str:
    return escape(one.text) + "".join(map(references.button, one.passages))
