"""Feedback: what the coach says about one user turn. Most turns are fine; otherwise one point and the sentence said better."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coach.rehearse import rewrite
from coach.rehearse.cues import found
from coach.rehearse.reading import Reading
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import ActId, AgendaItem, ClientState, Feedback, Goal, Heard, Tone

TOO_LONG = 110  # words in one turn
DECISION_DUE = 2  # the user turn by which the decision should have been said

_STRENGTHS = (
    ActId.REPEAT_DECISION,
    ActId.SET_BOUNDARY,
    ActId.ACKNOWLEDGE_FEELINGS,
    ActId.STATE_DECISION,
    ActId.ANSWER_QUESTION,
    ActId.NAME_NEW_TERMS,
    ActId.OFFER_HANDOVER,
    ActId.REASON_FACTS,
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


@dataclass(frozen=True)
class Moment:
    """A user turn with what the coach knows around it."""

    text: str
    reading: Reading
    before: ClientState
    goal: Goal
    asked: AgendaItem | None = None
    slots: Mapping[str, str] = field(default_factory=dict)

    @property
    def heard(self) -> Heard:
        return self.reading.heard


Hear = Callable[[str], Heard]


def feedback_on(moment: Moment, hear: Hear, chance: random.Random) -> Feedback:
    """What to say about the turn. `hear` listens to a rewording, which is offered only if it no longer has the fault."""
    issue, quote = _issue(moment)
    strength = _strength(moment, chance)
    if issue is None:
        return Feedback(good=True, strength=strength)
    words = coaching("feedback")["issues"][issue]
    return Feedback(
        good=False,
        strength=strength if _has_strength(moment) else None,
        goal=words["goal"],
        point=words["lesson_for_reset"] if issue == "lecture" and moment.goal is Goal.RESET else words["point"],
        quote=quote,
        better=_better(issue, quote, moment, hear),
        passage=words.get("passage"),
    )


def _issue(moment: Moment) -> tuple[str | None, str | None]:
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
    if heard.has(ActId.ACKNOWLEDGE_FEELINGS) and not reading.specific and _is_empty(moment):
        return "empty_empathy", heard.quote(ActId.ACKNOWLEDGE_FEELINGS)
    if reading.words > TOO_LONG:
        return "too_long", None
    return None, None


def _counts(act: ActId, moment: Moment) -> bool:
    """Whether an act is a fault here: a decision kept beside it takes the edge off the milder ones."""
    if act is ActId.GIVE_IN:
        return moment.reading.gives_in
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


def _better(issue: str, quote: str | None, moment: Moment, hear: Hear) -> str | None:
    goal, slots = moment.goal, moment.slots
    if issue == "hedge_decision" and quote:
        return rewrite.firmer(quote, goal, slots, lambda text: is_firm(hear(text)), moment.before.turns_heard)
    if issue == "blame" and quote:
        return rewrite.factual(quote, goal)
    if issue == "dodge":
        return rewrite.answer_to(moment.asked, goal)
    if issue == "empty_empathy":
        return rewrite.noticing(moment.asked, slots)
    if issue == "over_explain":
        reasons = (act.quote for act in moment.heard.acts if act.id is ActId.REASON_FACTS)
        return rewrite.briefer(reasons) or rewrite.templated(issue, goal, slots)
    key = _TEMPLATE_OF.get(issue)
    return rewrite.templated(key, goal, slots) if key else None


_TEMPLATE_OF = {
    "abuse": "insult",
    "insult": "insult",
    "threaten": "threaten",
    "give_in": "keep",
    "reason_person": "person",
    "over_apologise": "sorry",
    "bargain": "hold",
    "lecture": "lecture",
    "no_decision": "no_decision",
}


def is_firm(heard: Heard) -> bool:
    """Whether a wording states a decision or new terms, and nothing in it is soft."""
    decided = heard.has(ActId.STATE_DECISION, ActId.REPEAT_DECISION, ActId.NAME_NEW_TERMS, ActId.PROPOSE_RESET)
    return decided and not heard.has(ActId.HEDGE_DECISION, ActId.GIVE_IN, ActId.BARGAIN)
