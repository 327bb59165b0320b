"""Rehearse: the set-up, the talk, and the look back; which one is drawn follows from the address and the store."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from coach.desk.rehearsals import Setup, Talk, new_seed
from coach.store.values import RehearsalSummary
from coach.ui import portraits, wording
from coach.ui.citations import References
from coach.ui.journey import Step
from coach.ui.markup import escape, label, lines
from coach.ui.parts import frame, personas
from coach.ui.parts.in_browser import bring_into_view
from coach.ui.parts.runs import branches, compare
from coach.ui.parts.talk import look_back, own_goal, prep, sources, turn_bubble, waiting
from coach.ui.place import Place
from coach.ui.session import key, leave_notice
from coach.vocabulary.assessment import Action
from coach.vocabulary.drill import Drill
from coach.vocabulary.rehearsal import Channel, Ending, Goal, PrepCard, Role

_HINT = key("rehearse", "hint")
_CARD = key("rehearse", "card")  # what the card was made of, and the card
_UNSAID = key("rehearse", "unsaid")  # a line that could not be stored
_NEW = key("rehearse", "new")  # a talk, and the index from which its turns have not been shown yet
_DIFFICULTIES = (1, 2, 3)
_RECENT = 4  # rehearsals shown at once


def render(place: Place) -> None:
    """Draw the page."""
    if place.address.case is None:
        frame.empty(
            place,
            "Whom do you want to rehearse with?",
            "The simulated client takes its part from your account, so tell what happens first.",
            Step.SITUATION,
            "Tell what happens",
        )
    elif place.address.rehearsal is None:
        _set_up(place, place.address.case)
    else:
        talk = place.desk.talk(place.address.rehearsal)
        if talk.ended is None:
            _talk(place, talk)
        else:
            _look_back(place, talk)


def _set_up(place: Place, case_id: str) -> None:
    st.html(
        "<h1>Say it once where it costs nothing</h1><p>The client is made up from your account. They push back and remember "
        "what you said; nobody is watching, and every line can be taken back.</p>"
    )
    facing, settings = st.columns([6, 5], vertical_alignment="top")
    with settings:
        goal = _choice(
            "What do you want from the talk?", list(Goal), _likely_goal(place, case_id), wording.GOALS, case_id
        )
        persona = personas.chosen(place, case_id, goal)
        fits = persona == place.desk.fitting_persona(case_id, goal)
        difficulty = _choice("How hard should they make it?", list(_DIFFICULTIES), 2, wording.DIFFICULTIES, case_id)
        st.html(f'<p class="gt-quiet gt-small">{wording.DIFFICULTY_MEANINGS[difficulty]}</p>')
        channel = _choice("Where do you talk?", list(Channel), Channel.MEETING, wording.CHANNELS, case_id)
        feedback = _choice(
            "When do you want feedback?", list(wording.FEEDBACK_TIMES), "each", wording.FEEDBACK_TIMES, case_id
        )
    with facing:
        st.html(personas.card(next(one for one in place.desk.personas(goal) if one.id == persona), fits))
        start = st.container()
        with st.expander("Before you start: three rules, a first sentence, a goal of your own"):
            card = _prep_card(place, case_id, persona, goal)
            st.html(prep(card))
            chosen = own_goal(card, key("rehearse", "own-goal", case_id, goal))
        if start.button("Start the talk", type="primary", key="gt-start", width="stretch"):
            with frame.refusals(), start, st.spinner("They are on their way …"):
                setup = Setup(
                    persona=persona,
                    goal=goal,
                    channel=channel,
                    difficulty=difficulty,
                    seed=new_seed(),
                    feedback_each=feedback == "each",
                    own_goal=chosen,
                )
                place.go(Step.REHEARSE, rehearsal=place.desk.start_rehearsal(case_id, setup))
    personas.faces(place, case_id, goal)
    _drills(place, case_id)
    _earlier(place, case_id)


def _prep_card(place: Place, case_id: str, persona: str, goal: Goal) -> PrepCard:
    """The card to prepare with; made again only when the case or the choice has changed."""
    inputs = (case_id, persona, goal, place.desk.case(case_id).updated_at)
    made_of, card = st.session_state.get(_CARD) or (None, None)
    if card is None or made_of != inputs:
        card = place.desk.prep_card(case_id, persona, goal)
        st.session_state[_CARD] = (inputs, card)
    return card


def _choice(question: str, ids: list[Any], default: Any, names: Mapping[Any, str], case_id: str) -> Any:
    """One of a few, always chosen."""
    return st.segmented_control(
        question,
        ids,
        default=default,
        required=True,
        format_func=names.__getitem__,
        key=key("rehearse", "set-up", question, case_id),
    )


def _drills(place: Place, case_id: str) -> None:
    """Two minutes on one skill; those the record asks for come first, with how the skills have gone so far."""
    skills = place.desk.progress(case_id)
    due = {one.due: one.skill.label for one in skills if one.due}
    drills = sorted(place.desk.drills(), key=lambda drill: drill.id not in due)
    st.html(
        "<h2>Two minutes on one thing</h2><p>Short drills: three lines of a client, and one thing to get right in each answer.</p>"
    )
    for drill in drills:
        if drill.id in due:
            _drill(place, case_id, drill, "would help you now")
    others = [drill for drill in drills if drill.id not in due]
    with st.expander("Other drills" if due else f"{len(others)} drills to choose from"):
        for drill in others:
            _drill(place, case_id, drill)
    if any(one.points for one in skills) and st.button("See how your practice goes", key="gt-to-progress"):
        place.go("progress")


def _drill(place: Place, case_id: str, drill: Drill, why: str = "") -> None:
    tag = f'<span class="gt-tag">{why}</span>' if why else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"gt-row-{drill.id}"):
        st.html(
            f'<p><b>{escape(drill.title)}</b> {tag}<br><span class="gt-quiet gt-small">{escape(drill.aim)}</span></p>'
        )
        if st.button("Start", key=f"gt-drill-{drill.id}", help=label(drill.title)):
            with frame.refusals():
                place.go(Step.REHEARSE, rehearsal=place.desk.start_drill(case_id, drill.id))


def _likely_goal(place: Place, case_id: str) -> Goal:
    found = place.desk.assessment(case_id)
    leaving = found is not None and found.verdict.action in (Action.EXIT, Action.EXIT_NOW)
    return Goal.EXIT if leaving else Goal.RESET


def _earlier(place: Place, case_id: str) -> None:
    kept = list(reversed(place.desk.rehearsals(case_id)))
    if not kept:
        return
    st.html("<h2>Earlier rehearsals</h2>")
    names = {persona.id: persona.name for goal in Goal for persona in place.desk.personas(goal)}
    for one in kept[:_RECENT]:
        _earlier_one(place, one, names)
    if len(kept) > _RECENT:
        with st.expander(f"Older ones ({len(kept) - _RECENT})"):
            for one in kept[_RECENT:]:
                _earlier_one(place, one, names)


def _earlier_one(place: Place, one: RehearsalSummary, names: Mapping[str, str]) -> None:
    setup = Setup.model_validate(one.setup)
    said = wording.counted(one.turns // 2, "line") + " of yours"
    drill = next((drill.title for drill in place.desk.drills() if drill.id == setup.drill), None)
    what = (
        escape(drill)
        if drill
        else f"{escape(names.get(setup.persona, setup.persona))}</b>, {wording.GOALS[setup.goal].lower()}<b>"
    )
    how = wording.ENDINGS[Ending(one.ended)].title.lower() if one.ended else "still open"
    branch = " · another version" if one.parent_id else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            f"<p><b>{what}</b><br>"
            f'<span class="gt-quiet gt-small">{one.started_at:%-d %B, %H:%M} · {said} · {how}{branch}</span></p>'
        )
        if st.button("Look at it" if one.ended else "Go on", key=f"gt-rehearsal-{one.id}"):
            place.go(Step.REHEARSE, rehearsal=one.id)


def _talk(place: Place, talk: Talk) -> None:
    drill = next((one for one in place.desk.drills() if one.id == talk.setup.drill), None)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(_drill_head(talk, drill) if drill else _talk_head(talk))
        _end(place, talk)
    _lines(place, talk, sources(place, talk) if talk.setup.feedback_each else None)
    _try_again(place, talk)
    coming = st.container()
    if drill is None:
        _hint(place, talk)
    _input(place, talk, coming)
    _used(place)
    if drill is None and talk.parent:
        with st.expander("Versions of this talk"):
            branches(place, talk.id)


def _talk_head(talk: Talk) -> str:
    return (
        f'<div class="gt-with">{portraits.portrait(talk.persona.id)}<div><h1 class="gt-plain">Talking to {escape(talk.client)}</h1>'
        f'<p class="gt-quiet gt-small">{escape(talk.persona.name)} · {wording.GOALS[talk.setup.goal]} · '
        f"{wording.CHANNELS[talk.setup.channel]} · {wording.DIFFICULTIES[talk.setup.difficulty]}</p></div></div>"
    )


def _drill_head(talk: Talk, drill: Drill) -> str:
    line = sum(turn.role is Role.CLIENT for turn in talk.turns)
    return (
        f'<h1 class="gt-plain">{escape(drill.title)}</h1><p>{escape(drill.aim)}</p>'
        f'<p class="gt-quiet gt-small">Line {line} of {len(drill.rounds)}</p>'
    )


def _end(place: Place, talk: Talk) -> None:
    """End it and look back; where nothing was said yet, there is only the way out."""
    if len(talk.turns) < 2:
        if st.button("Back to the set-up", key="gt-set-up"):
            place.go(Step.REHEARSE, rehearsal=None)
    elif st.button("End it here", key="gt-finish"):
        with frame.refusals():
            place.desk.finish(talk.id)
            st.rerun()


def _input(place: Place, talk: Talk, coming: DeltaGenerator) -> None:
    """The line to say next, and one that could not be said."""
    said = st.chat_input("What do you say?", key=key("rehearse", "say", talk.id), max_chars=5_000)
    if said:
        _say(place, talk, said, coming)
    _unsaid(place, talk, coming)
    st.html('<div id="gt-end"></div>')
    bring_into_view("gt-end", block="end", again=len(talk.turns))


def _lines(place: Place, talk: Talk, references: References | None) -> None:
    """What was said; with the sources, also what the coach says of it. An answer that is new is written word by word."""
    rehearsal, new = st.session_state.pop(_NEW, None) or (None, 0)
    for index, turn in enumerate(talk.turns):
        st.html(turn_bubble(turn, talk.client, references, spoken=rehearsal == talk.id and index >= new))
        if turn.role is Role.YOU and not talk.setup.drill:
            _take_back(place, talk, index)
    if references:
        st.html(references.panels())


def _say(place: Place, talk: Talk, line: str, coming: DeltaGenerator) -> None:
    """Say it, and show it while the answer is made; comes back only when it could not be said, and then the line is kept."""
    st.session_state[_UNSAID] = (talk.id, line)
    with coming:
        said = st.empty()
        said.html(waiting(line, talk.client))
        bring_into_view("gt-now", block="end", again=len(talk.turns))
    with frame.refusals():
        place.desk.say(talk.id, line)
        st.session_state.pop(_UNSAID)
        st.session_state.pop(_HINT, None)
        st.session_state[_NEW] = (talk.id, len(talk.turns))
        st.rerun()
    said.empty()


def _try_again(place: Place, talk: Talk) -> None:
    """Where the model failed at the client's last line: have it said anew."""
    if talk.turns and talk.turns[-1].degraded_because and st.button("Try again", key="gt-try-again"):
        with frame.refusals():
            place.desk.say_again(talk.id)
            st.rerun()


def _used(place: Place) -> None:
    """What the model took so far."""
    usage = place.desk.usage()
    if usage is not None:
        st.html(f'<p class="gt-quiet gt-small">{escape(wording.used(usage))}</p>')


def _unsaid(place: Place, talk: Talk, coming: DeltaGenerator) -> None:
    """A line that could not be said, to be said again."""
    rehearsal, line = st.session_state.get(_UNSAID) or (None, "")
    if rehearsal == talk.id:
        with st.container(border=True):
            st.html(f"<p><b>Not said yet:</b></p><blockquote><p>{lines(line)}</p></blockquote>")
            if st.button("Say it again", key="gt-say-again"):
                _say(place, talk, line, coming)


def _take_back(place: Place, talk: Talk, index: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="right", key=f"gt-back-{index}"):
        if st.button("Say this differently", key=f"gt-rewind-{index}", type="tertiary"):
            with frame.refusals():
                branch = place.desk.rewind(talk.id, index)
                leave_notice(st.session_state, "You are back before that line. The talk as it was is kept.")
                place.go(Step.REHEARSE, rehearsal=branch)


def _hint(place: Place, talk: Talk) -> None:
    with st.container(horizontal=True):
        if st.button("Give me a hint", key="gt-hint"):
            with frame.refusals(), st.spinner("Looking for one …"):
                st.session_state[_HINT] = (talk.id, len(talk.turns), place.desk.hint(talk.id))
    rehearsal, turns, hint = st.session_state.get(_HINT) or (None, 0, None)
    if hint is not None and (rehearsal, turns) == (talk.id, len(talk.turns)):
        st.html(f'<div class="gt-note" role="status"><p><b>Aim for this:</b> {escape(hint.goal)}</p></div>')
        if hint.wording:
            with st.expander("One way to say it"):
                st.html(f"<p>“{escape(hint.wording)}”</p>")


def _look_back(place: Place, talk: Talk) -> None:
    assert talk.ended is not None
    if talk.setup.drill:
        _drill_over(place, talk)
        return
    headline = wording.ENDINGS[talk.ended]
    st.html(
        f'<section class="gt-card gt-verdict"><p class="gt-eyebrow">Your talk with {escape(talk.client)}</p>'
        f'<h1>{headline.title}</h1><p class="gt-lead">{headline.meaning}</p></section>'
    )
    with st.container(horizontal=True):
        if st.button("Write the message", type="primary", key="gt-to-write"):
            place.go(Step.WRITE, rehearsal=None)
        if st.button("Rehearse it again", key="gt-again"):
            with frame.refusals():
                place.go(Step.REHEARSE, rehearsal=place.desk.start_again(talk.id))
        if st.button("Choose another set-up", key="gt-set-up"):
            place.go(Step.REHEARSE, rehearsal=None)
    if talk.debrief is not None:
        look_back(place, talk, talk.debrief)
        compare(place, talk, talk.debrief)
    branches(place, talk.id)
    with st.expander("The whole talk, line by line"):
        _lines(place, talk, sources(place, talk))


def _drill_over(place: Place, talk: Talk) -> None:
    drill = next(one for one in place.desk.drills() if one.id == talk.setup.drill)
    said = [turn for turn in talk.turns if turn.role is Role.YOU]
    passed = sum(bool(turn.feedback and turn.feedback.good) for turn in said)
    early = len(said) < len(drill.rounds)
    title = "That holds" if passed == len(drill.rounds) else f"{passed} of {len(said)} hold"
    st.html(
        f'<section class="gt-card gt-verdict"><p class="gt-eyebrow">{escape(drill.title)}</p><h1>{title}</h1>'
        f'<p class="gt-lead">{"You ended it early. " if early else ""}{escape(drill.aim)}</p></section>'
    )
    _lines(place, talk, sources(place, talk))
    with st.container(horizontal=True):
        if st.button("Once more", type="primary", key="gt-drill-again"):
            with frame.refusals():
                place.go(Step.REHEARSE, rehearsal=place.desk.start_again(talk.id))
        if st.button("Back to the set-up", key="gt-set-up"):
            place.go(Step.REHEARSE, rehearsal=None)
