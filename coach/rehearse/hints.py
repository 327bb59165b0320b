"""Hints: help with the next turn, given only when asked for; the goal first, a wording second."""

from collections.abc import Sequence

from coach.rehearse.rewrite import answers_to
from coach.rehearse.wording import coaching, first_that_fits
from coach.vocabulary.rehearsal import ClientState, Goal, Hint, Move, Role, Turn


def hint_for(turns: Sequence[Turn], state: ClientState, goal: Goal, slots: dict[str, str]) -> Hint:
    """What to aim for now, after the client's last line, and a way to say it."""
    content = coaching("hints")[_situation_of(turns, state)]
    entry = content.get(goal.value) or content["any"]
    wording = first_that_fits(entry["wording"], slots)
    asked = next(answers_to(state.asked, goal, slots), None)
    return Hint(goal=entry["goal"], wording=asked or wording or "")


def _situation_of(turns: Sequence[Turn], state: ClientState) -> str:
    said = sum(turn.role is Role.YOU for turn in turns)
    if said == 0:
        return "first_turn"
    last = next((turn.move for turn in reversed(turns) if turn.move), Move.OPEN)
    if not state.knows_decision and last is not Move.POUNCE_ON_HEDGE:
        return "no_decision"
    return last.value if last.value in coaching("hints") else "soften"
