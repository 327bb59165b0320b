"""A talk on the page: its turns with feedback, and the look back at the end."""

import re

import streamlit as st

from coach.desk.rehearsals import Talk
from coach.ui import wording
from coach.ui.citations import References
from coach.ui.markup import bullets, escape, lines
from coach.ui.parts.in_browser import curve
from coach.ui.place import Place
from coach.vocabulary.rehearsal import (
    Answer,
    Debrief,
    DebriefItem,
    Feedback,
    OwnGoal,
    PrepCard,
    Role,
    Turn,
    TurningPoint,
)

_PACE, _LONGEST = 30, 3_000  # milliseconds from one word or gap to the next, and for a whole answer
_SIGNS = {Answer.YES: "✓", Answer.NO: "→", Answer.NOT_RELEVANT: "·"}

_MOODS = {"trust": "trust in you", "heat": "heat", "resolve": "will to keep things as they were"}


def sources(place: Place, talk: Talk) -> References:
    """The passages that the feedback on a talk rests on."""
    named = (turn.feedback.passage for turn in talk.turns if turn.feedback and turn.feedback.passage)
    return References(place.desk.citations(named), place.desk.source_title)


def prep(card: PrepCard) -> str:
    """What to hold on to, and a weak and a strong opening side by side."""
    rules = bullets((escape(rule) for rule in card.rules), kind="ol", style="gt-list")
    strong = "✓ Clear and kind, from your draft" if card.from_draft else "✓ Clear and kind"
    openings = (("→ Easy to talk round", card.weak_opening), (strong, card.strong_opening))
    shown = "".join(
        f'<div><p class="gt-eyebrow">{title}</p><p class="gt-better">“{escape(said)}”</p></div>'
        for title, said in openings
        if said
    )
    return f'{rules}<div class="gt-openings">{shown}</div>'


def own_goal(card: PrepCard, name: str) -> str:
    """The one thing the user wants to watch in themselves, chosen from the card; empty for none."""
    chosen = st.selectbox(
        "One goal of your own",
        card.goals,
        index=None,
        placeholder="Choose one thing to watch",
        key=name,
    )
    return chosen or ""


def turn_bubble(turn: Turn, client: str, references: References | None, spoken: bool = False) -> str:
    """One utterance, and, with the sources, what the coach says of it; `spoken`, a client's words come one by one."""
    mine = turn.role is Role.YOU
    who = "You" if mine else escape(client)
    words = _one_by_one(turn.text) if spoken and not mine else lines(turn.text)
    heard = ' role="status"' if spoken and not mine else ""
    bubble = (
        f'<div class="gt-turn gt-{turn.role}"><p class="gt-who">{who}</p><div class="gt-bubble"{heard}>{words}</div>'
    )
    noted = _feedback(turn.feedback, references) if mine and references is not None and turn.feedback else ""
    if turn.degraded_because:
        noted = f'<p class="gt-quiet gt-small" role="status">Said by the built-in engine. {escape(turn.degraded_because)}</p>'
    return f"{bubble}</div>{noted}"


def waiting(line: str, client: str) -> str:
    """The user's line, and that the client is thinking about it."""
    mine = turn_bubble(Turn(role=Role.YOU, text=line), client, None)
    dots = '<span class="gt-dots" aria-hidden="true"><i></i><i></i><i></i></span>'
    return f'{mine}<p class="gt-thinking" role="status" id="gt-now">{escape(client)} is thinking {dots}</p>'


def _one_by_one(text: str) -> str:
    """`text` with every word in an element that appears a little after the one before it."""
    pieces = re.findall(r"\S+|\s+", text)
    step = min(_PACE, _LONGEST // max(len(pieces), 1))
    return "".join(
        lines(piece)
        if piece.isspace()
        else f'<span class="gt-word" style="animation-delay:{number * step}ms">{escape(piece)}</span>'
        for number, piece in enumerate(pieces)
    )


def _feedback(feedback: Feedback, references: References) -> str:
    said = [f"<p><b>✓ Good as it is.</b> {escape(feedback.strength or '')}</p>"] if feedback.good else []
    if not feedback.good:
        said = [f"<p><b>✓</b> {escape(feedback.strength)}</p>"] if feedback.strength else []
        said += [f"<p><b>→ {escape(feedback.goal)}</b></p>"] if feedback.goal else []
        said += (
            [f"<p>{escape(feedback.point)}{references.button(feedback.passage or '')}</p>"] if feedback.point else []
        )
        if feedback.better:
            instead = f"<p>Instead of “{escape(feedback.quote)}”:</p>" if feedback.quote else "<p>For example:</p>"
            said.append(f'{instead}<p class="gt-better">“{escape(feedback.better)}”</p>')
    return (
        f'<aside class="gt-feedback{" gt-good" if feedback.good else ""}" aria-label="Feedback">{"".join(said)}</aside>'
    )


def look_back(place: Place, talk: Talk, debrief: Debrief) -> None:
    """What the talk turned on, the scorecard with its quotes, how the client was, and what to try next."""
    points = (("worse", debrief.turning_for_worse), ("better", debrief.turning_for_better))
    shown = "".join(_turning(way, point, debrief.turning_better) for way, point in points if point)
    if shown:
        st.html(shown)
    if debrief.own_goal:
        st.html(_own_goal(debrief.own_goal))
    if debrief.next:
        tries = bullets((escape(one) for one in debrief.next), style="gt-list")
        st.html(f"<h2>For the next time</h2>{tries}")
    st.html(f"<h2>What you did</h2>{_scorecard(place, debrief)}")
    _curve(talk, debrief)


def _turning(way: str, point: TurningPoint, better: str | None) -> str:
    """A line that turned it, with how the client was before and after it."""
    moods = ((mood, getattr(point.before, name), getattr(point.after, name)) for name, mood in _MOODS.items())
    moved = "; ".join(f"{mood} from {before:.0f} to {after:.0f}" for mood, before, after in moods)
    instead = f'<p>Said better:</p><p class="gt-better">“{escape(better)}”</p>' if better and way == "worse" else ""
    return (
        f'<section class="gt-card"><h2 class="gt-title">The line it turned on, for the {way}</h2>'
        f"<blockquote><p>“{lines(point.line)}”</p></blockquote><p>{escape(point.note)}</p>"
        f'<p class="gt-quiet gt-small">Of 100: {moved}.</p>{instead}</section>'
    )


def _own_goal(goal: OwnGoal) -> str:
    answer = f"{_SIGNS[goal.answer]} {wording.ANSWERS[goal.answer]}" if goal.answer else ""
    return f'<p><b>Your own goal:</b> {escape(goal.text)} <span class="gt-quiet gt-small">{answer}</span></p>'


def _scorecard(place: Place, debrief: Debrief) -> str:
    order = (Answer.NO, Answer.YES, Answer.NOT_RELEVANT)
    items = sorted(debrief.items, key=lambda item: order.index(item.answer))
    return f'<ul class="gt-score">{"".join(_item(place, item) for item in items)}</ul>'


def _item(place: Place, item: DebriefItem) -> str:
    quote = f"<blockquote><p>“{lines(item.quote)}”</p></blockquote>" if item.quote else ""
    note = f'<p class="gt-quiet gt-small">{escape(item.note)}</p>' if item.note else ""
    return (
        f'<li class="gt-{item.answer}"><span class="gt-answer" aria-hidden="true">{_SIGNS[item.answer]}</span><div>'
        f"<p><b>{escape(place.desk.item_label(item.id))}</b> "
        f'<span class="gt-quiet gt-small">{wording.ANSWERS[item.answer]}</span></p>{quote}{note}</div></li>'
    )


def _curve(talk: Talk, debrief: Debrief) -> None:
    """How the client was after each of their turns."""
    states = [turn.state for turn in talk.turns if turn.role is Role.CLIENT and turn.state]
    if len(states) < 3:
        return
    st.html(f"<h2>How {escape(talk.client)} took it</h2>")
    drawn = {
        "trust in you": [state.trust for state in states],
        "heat": [state.heat for state in states],
        "will to keep things as they were": [state.resolve for state in states],
    }
    changes = ", ".join(f"{name} from {values[0]:.0f} to {values[-1]:.0f}" for name, values in drawn.items())
    answers = [index for index, turn in enumerate(talk.turns) if turn.role is Role.CLIENT and turn.state]
    points = (("worse", debrief.turning_for_worse), ("better", debrief.turning_for_better))
    turns = [
        (answers.index(point.turn + 1), f"where it turned for the {way}", way)
        for way, point in points
        if point and point.turn + 1 in answers
    ]
    summary = f"Over {len(states)} lines of theirs, of 100: {changes}."
    curve(drawn, summary, key=f"gt-curve-{talk.id}", turns=turns)
