"""Debrief: the scorecard of a whole talk, from its words alone; code answers fourteen yes/no items, each with its quote."""

import random
from collections.abc import Mapping, Sequence

from coach.rehearse.account import Account, listen_through
from coach.rehearse.facts import latest_date
from coach.rehearse.feedback import Moment, feedback_on
from coach.rehearse.items import answer_items
from coach.rehearse.listener import Listener
from coach.rehearse.turning import Turning, turning_of
from coach.rehearse.wording import case_slots, coaching
from coach.vocabulary.rehearsal import Answer, Debrief, DebriefItem, Goal, Turn

NEXT = 3


def debrief(
    turns: Sequence[Turn], goal: Goal, listener: Listener, *, slots: Mapping[str, str] | None = None
) -> Debrief:
    """What the talk shows: fourteen items, the line that turned it, three things to try next.

    Only the texts and the roles of `turns` are read, so a rehearsal and a real call are judged alike.
    """
    account = listen_through(turns, listener)
    items = answer_items(account, goal)
    turning = turning_of(account)
    known = slots if slots is not None else case_slots({}, latest_date(mine.text for mine in account.mine))
    return Debrief(
        items=items,
        turning_turn=turning.turn if turning else None,
        turning_line=turning.line if turning else None,
        turning_better=_better(turning, account, goal, listener, known) if turning and not turning.better else None,
        turning_note=turning.note if turning else "",
        next=_next(items),
        score=_score(items),
    )


def _score(items: Sequence[DebriefItem]) -> float:
    counted = [item.answer is Answer.YES for item in items if item.answer is not Answer.NOT_RELEVANT]
    return round(sum(counted) / len(counted), 3) if counted else 0.0


def _next(items: Sequence[DebriefItem]) -> tuple[str, ...]:
    """Advice on the items answered no, the weightiest first; when there are fewer than three, something to stretch for."""
    content = coaching("debrief")
    missed = {item.id.value for item in items if item.answer is Answer.NO}
    advice = [content["items"][item]["next"] for item in content["order"] if item in missed]
    return tuple([*advice, *content["stretch"]][:NEXT])


def _better(turning: Turning, account: Account, goal: Goal, listener: Listener, slots: Mapping[str, str]) -> str | None:
    """What could have been said in place of the line that turned it for the worse."""
    mine = next(mine for mine in account.mine if mine.turn == turning.turn)
    asked = next((theirs.line.asks_about for theirs in reversed(account.theirs) if theirs.turn < mine.turn), None)
    moment = Moment(mine.text, mine.reading, turning.before, goal, asked, slots)
    return feedback_on(moment, listener.hear, random.Random(0)).better
