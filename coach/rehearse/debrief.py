"""Debrief: the scorecard of a whole talk, from its words alone; code answers fourteen yes/no items, each with its quote."""

import random
from collections.abc import Mapping, Sequence

from coach.rehearse.account import Account, listen_through
from coach.rehearse.better import Check
from coach.rehearse.facts import latest_date
from coach.rehearse.feedback import feedback_on
from coach.rehearse.items import answer_items
from coach.rehearse.listener import Listener
from coach.rehearse.moment import Moment
from coach.rehearse.turning import Course, course_of
from coach.rehearse.wording import case_slots, coaching
from coach.vocabulary.rehearsal import Answer, Debrief, DebriefItem, Goal, ItemId, OwnGoal, Turn, TurningPoint

NEXT = 3


def debrief(
    turns: Sequence[Turn],
    goal: Goal,
    listener: Listener,
    *,
    slots: Mapping[str, str] | None = None,
    check: Check | None = None,
    own_goal: str = "",
) -> Debrief:
    """What the talk shows: fourteen items, the lines that turned it, three things to try next.

    The items are answered from the texts and the roles of `turns`, so a rehearsal and a real call are judged alike; how the
    client took it is read from their states where `turns` have them.
    """
    account = listen_through(turns, listener)
    items = answer_items(account, goal)
    course = course_of(account, turns, goal)
    known = slots if slots is not None else case_slots({}, latest_date(mine.text for mine in account.mine))
    turning = course.biggest
    return Debrief(
        items=items,
        turning_turn=turning.turn if turning else None,
        turning_line=turning.line if turning else None,
        turning_better=_better(course.worse, course, account, goal, listener, known, check) if course.worse else None,
        turning_note=turning.note if turning else "",
        next=_next(items),
        score=_score(items),
        turning_for_better=course.better,
        turning_for_worse=course.worse,
        curve=course.curve,
        states_real=course.real,
        own_goal=_own_goal(own_goal, items),
    )


def _own_goal(text: str, items: Sequence[DebriefItem]) -> OwnGoal | None:
    """The user's own goal, with the item that tells whether it was kept where one of the card's goals was chosen."""
    if not text:
        return None
    item = next((ItemId(one["item"]) for one in coaching("prep")["goals"] if one["goal"] == text), None)
    return OwnGoal(text=text, item=item, answer=next((one.answer for one in items if one.id is item), None))


def _score(items: Sequence[DebriefItem]) -> float:
    counted = [item.answer is Answer.YES for item in items if item.answer is not Answer.NOT_RELEVANT]
    return round(sum(counted) / len(counted), 3) if counted else 0.0


def _next(items: Sequence[DebriefItem]) -> tuple[str, ...]:
    """Advice on the items answered no, the weightiest first; when there are fewer than three, something to stretch for."""
    content = coaching("debrief")
    missed = {item.id.value for item in items if item.answer is Answer.NO}
    advice = [content["items"][item]["next"] for item in content["order"] if item in missed]
    return tuple([*advice, *content["stretch"]][:NEXT])


def _better(
    turning: TurningPoint,
    course: Course,
    account: Account,
    goal: Goal,
    listener: Listener,
    slots: Mapping[str, str],
    check: Check | None,
) -> str | None:
    """What could have been said in place of the line that turned it for the worse."""
    mine = next(mine for mine in account.mine if mine.turn == turning.turn)
    theirs = next((theirs for theirs in reversed(account.theirs) if theirs.turn < mine.turn), None)
    before = course.before[mine.turn]
    line, asked = (theirs.text, theirs.line.asks_about) if theirs else ("", None)
    moment = Moment(mine.text, mine.reading, before, goal, asked, slots, line)
    said = before.knows_decision or before.hedges > 0
    return feedback_on(
        moment, lambda text: listener.hear(text, line, decision_said=said), random.Random(0), check
    ).better
