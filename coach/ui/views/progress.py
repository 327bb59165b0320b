"""Progress: how one's skills have gone over all talks and drills, measured against one's own past only."""

from collections.abc import Sequence

import streamlit as st

from coach.desk.rehearsals import Practice
from coach.ui import wording
from coach.ui.journey import Step
from coach.ui.markup import escape, label
from coach.ui.parts import frame
from coach.ui.parts.progress import figures, numbered, skill
from coach.ui.place import Place
from coach.ui.session import key
from coach.vocabulary.drill import SkillProgress

_EVERY = ""  # stands for all cases
_RECENT = 10


def render(place: Place) -> None:
    """Draw the page."""
    every = place.desk.practice()
    if not every:
        _nothing_yet(place)
        return
    st.html(
        "<h1>How your practice goes</h1><p>Of what each talk called for, the share that you did. It is measured against your own "
        "earlier talks and nobody else's; a hard client will pull a line down, and that is no failure.</p>"
    )
    case_id = _which(every)
    kept = [one for one in every if case_id in (None, one.case_id)]
    st.html(figures(kept))
    _skills(place, case_id, kept)
    _talks(place, kept)


def _nothing_yet(place: Place) -> None:
    here = place.address.case is not None
    frame.empty(
        place,
        "Nothing to show yet",
        "After your first rehearsal or drill, you will see here how clear, fair, attentive and firm you were, and how it changes.",
        Step.REHEARSE if here else Step.SITUATION,
        "Rehearse the talk" if here else "Tell what happens",
    )


def _which(every: Sequence[Practice]) -> str | None:
    """The case looked at; None for all of them."""
    names = {one.case_id: one.case for one in every}
    if len(names) < 2:
        return None
    chosen = st.selectbox(
        "Which case?",
        [_EVERY, *names],
        format_func=lambda one: names[one] if one else "All cases",
        key=key("progress", "case"),
    )
    return chosen or None


def _skills(place: Place, case_id: str | None, kept: Sequence[Practice]) -> None:
    found = [one for one in place.desk.progress(case_id) if one.points]
    numbers, names = numbered(found), {one.when: one.title for one in kept}
    st.html("<h2>Skill by skill</h2>")
    for left in range(0, len(found), 2):
        for column, one in zip(st.columns(2, gap="medium"), found[left : left + 2], strict=False):
            with column, st.container(border=True, height="stretch"):
                skill(one, numbers, names)
                _drill(place, one, kept)


def _drill(place: Place, one: SkillProgress, kept: Sequence[Practice]) -> None:
    """Two minutes on a skill that is weak or slips."""
    drill = next((drill for drill in place.desk.drills() if drill.id == one.due), None)
    if drill and st.button(f"Two minutes: {drill.title}", key=f"gt-due-{drill.id}"):
        with frame.refusals():
            case_id = place.address.case or kept[-1].case_id
            place.go(Step.REHEARSE, case=case_id, rehearsal=place.desk.start_drill(case_id, drill.id))


def _talks(place: Place, kept: Sequence[Practice]) -> None:
    st.html("<h2>Talk by talk</h2>")
    newest = list(reversed(kept))
    for one in newest[:_RECENT]:
        _talk(place, one)
    if len(newest) > _RECENT:
        with st.expander(f"Earlier ones ({len(newest) - _RECENT})"):
            for one in newest[_RECENT:]:
                _talk(place, one)


def _talk(place: Place, one: Practice) -> None:
    how = "a drill" if one.drill else f"{wording.GOALS[one.goal].lower()} · {wording.ENDINGS[one.ended].title.lower()}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            f"<p><b>{escape(one.title)}</b> · did {one.score:.0%} of what it called for<br>"
            f'<span class="gt-quiet gt-small">{one.when:%-d %B, %H:%M} · {escape(one.case)} · {how}</span></p>'
        )
        if st.button("Look at it", key=f"gt-practice-{one.id}", help=label(one.title)):
            place.go(Step.REHEARSE, case=one.case_id, rehearsal=one.id)
