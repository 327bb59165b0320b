"""Feedback: what the coach says about one user turn. Most turns are fine; otherwise one point and the sentence said better."""

import random
from collections.abc import Callable
from dataclasses import replace

from coach.rehearse.better import Check, better, touches
from coach.rehearse.cues import found
from coach.rehearse.moment import Moment
from coach.rehearse.reading import read
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import ActId, AgendaItem, Feedback, Goal, Heard, Tone

TOO_LONG = 110  # words in one turn
SAME_AGAIN = 2  # earlier turns that said the same, from which on it is no firmness any more
FEWEST_WORDS = 3
DECISION_DUE = 2  # the user turn by which the decision should have been said

_STRENGTHS = (
    ActId.STATE_DECISION,
    ActId.SET_BOUNDARY,
    ActId.ACKNOWLEDGE_FEELINGS,
    ActId.NAME_NEW_TERMS,
    ActId.OFFER_HANDOVER,
    ActId.REASON_FACTS,
    ActId.REPEAT_DECISION,
    ActId.ANSWER_QUESTION,
    ActId.NAME_DATE,
    ActId.CITE_CONTRACT,
    ActId.CONCEDE,
    ActId.PROPOSE_RESET,
    ActId.GOODBYE,
    ActId.APOLOGISE,
    ActId.THANK,
    ActId.ASK,
    ActId.GREET,
)
_ISSUES = (
    ActId.INSULT,
    ActId.THREATEN,
    ActId.GIVE_IN,
    ActId.REASON_PERSON,
    ActId.BLAME,
    ActId.OVER_APOLOGISE,
    ActId.HEDGE_DECISION,
    ActId.BARGAIN,
    ActId.DODGE,
    ActId.LECTURE,
    ActId.OVER_EXPLAIN,
)


# A reproach to the user needs more than the listener's word: something in the words must show it.
_SHOWS: dict[ActId, tuple[str, ...]] = {
    ActId.BLAME: ("blame", "person", "insult", "lecture"),
    ActId.REASON_PERSON: ("person", "insult", "blame"),
    ActId.LECTURE: ("lecture", "insult", "person"),
    ActId.BARGAIN: ("bargain", "hedge"),
    ActId.GIVE_IN: ("give_in", "concede", "future"),
}


Hear = Callable[[str], Heard]


def feedback_on(moment: Moment, hear: Hear, chance: random.Random, check: Check | None = None) -> Feedback:
    """What to say about the turn. A rewording is offered only if the turn with it in has no fault any more, as `hear`
    listens to it and as `check` reads it as a message."""
    issue, quote = issue_of(moment)
    strength = _strength(moment, chance)
    if issue is None:
        return Feedback(good=True, strength=strength)
    words = coaching("feedback")["issues"][issue]
    said = better(issue, quote, moment, lambda turn, wording: _passes(turn, wording, issue, moment, hear, check))
    return Feedback(
        good=False,
        strength=strength if _has_strength(moment) else None,
        goal=words["goal"],
        point=words["lesson_for_reset"] if issue == "lecture" and moment.goal is Goal.RESET else words["point"],
        quote=said.quote if said else quote,
        better=said.wording if said else None,
        passage=words.get("passage"),
    )


def _passes(turn: str, wording: str, issue: str, moment: Moment, hear: Hear, check: Check | None) -> bool:
    """Whether a turn with `wording` put back into it has lost the fault and got no other where the wording stands."""
    heard = hear(turn)
    reading = read(turn, heard, moment.client_line, moment.asked)
    left, quote = issue_of(replace(moment, text=turn, reading=reading))
    if left == issue or (left is not None and touches(quote or turn, wording)):
        return False
    decides = issue in ("hedge_decision", "no_decision") and not is_firm(heard)
    return not decides and not (check and any(touches(fault, wording) for fault in check(turn)))


def issue_of(moment: Moment) -> tuple[str | None, str | None]:
    """The one thing that matters most, and the words it is about."""
    heard, reading = moment.heard, moment.reading
    if reading.abusive:
        return "abuse", heard.quote(ActId.INSULT, ActId.THREATEN, ActId.BLAME) or moment.text
    for act in _ISSUES:
        if heard.has(act) and _counts(act, moment):
            return act.value, heard.quote(act)
    decided = moment.before.knows_decision or reading.firm or heard.has(ActId.NAME_NEW_TERMS, ActId.PROPOSE_RESET)
    if not decided and moment.before.turns_heard + 1 >= DECISION_DUE:
        return "no_decision", moment.text
    if _leaves_unanswered(moment):
        return "no_answer", moment.text
    if heard.has(ActId.ACKNOWLEDGE_FEELINGS) and not reading.specific and _is_empty(moment):
        return "empty_empathy", heard.quote(ActId.ACKNOWLEDGE_FEELINGS)
    if reading.words > TOO_LONG:
        return "too_long", None
    if reading.echoes >= SAME_AGAIN and _keeps_something_back(moment):
        return "same_again", moment.text
    return None, None


def _leaves_unanswered(moment: Moment) -> bool:
    """Whether a question met a bare word, or words that were said before."""
    asked, reading = moment.asked, moment.reading
    if asked is None or asked in reading.addresses or asked is AgendaItem.IS_FINAL:
        return False
    return reading.words < FEWEST_WORDS or reading.echoes > 0


def _keeps_something_back(moment: Moment) -> bool:
    """Whether the client still lacks what another turn could give them."""
    before = moment.before
    told = before.knows_terms if moment.goal is Goal.RESET else before.knows_handover
    return not (before.knows_reason and told and before.acknowledgements)


def _counts(act: ActId, moment: Moment) -> bool:
    """Whether an act is a fault here: a decision kept beside it takes the edge off the milder ones."""
    if act is ActId.GIVE_IN:
        return moment.reading.gives_in
    if act is ActId.BARGAIN and found("tells_a_limit", moment.heard.quote(act) or ""):
        return False
    shown_by_tone = moment.heard.tone is Tone.HOSTILE
    if (
        act in _SHOWS
        and not shown_by_tone
        and not any(found(cue, moment.heard.quote(act) or "") for cue in _SHOWS[act])
    ):
        return False
    if act is ActId.DODGE:
        return moment.asked is not None and moment.asked not in moment.reading.addresses
    return True


def _is_empty(moment: Moment) -> bool:
    quote = moment.heard.quote(ActId.ACKNOWLEDGE_FEELINGS) or ""
    return found("empty_empathy", quote) is not None and not moment.heard.has(ActId.OFFER_HANDOVER)


def _has_strength(moment: Moment) -> bool:
    return moment.heard.tone is not Tone.HOSTILE and moment.heard.has(*_STRENGTHS[:11])


def _strength(moment: Moment, chance: random.Random) -> str | None:
    options = coaching("feedback")["strengths"]
    for act in _STRENGTHS:
        key = "acknowledge_specific" if act is ActId.ACKNOWLEDGE_FEELINGS else act.value
        firm = act not in (ActId.REPEAT_DECISION, ActId.STATE_DECISION) or moment.reading.firm
        if moment.heard.has(act) and firm and (act is not ActId.ACKNOWLEDGE_FEELINGS or moment.reading.specific):
            return str(chance.choice(options[key]))
    return str(chance.choice(options["plain"])) if moment.heard.tone is not Tone.HOSTILE else None


def is_firm(heard: Heard) -> bool:
    """Whether a wording states a decision or new terms, and nothing in it is soft."""
    decided = heard.has(ActId.STATE_DECISION, ActId.REPEAT_DECISION, ActId.NAME_NEW_TERMS, ActId.PROPOSE_RESET)
    return decided and not heard.has(ActId.HEDGE_DECISION, ActId.GIVE_IN, ActId.BARGAIN)
