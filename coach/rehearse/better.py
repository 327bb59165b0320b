"""Better: a wording offered in place of the user's own; put back into their turn it must pass, or nothing is offered."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from coach.rehearse import rewrite
from coach.rehearse.cues import straight
from coach.rehearse.moment import Moment
from coach.sentences import sentences
from coach.vocabulary.rehearsal import ActId

MOST_TRIED = 8  # wordings; each is listened to, and the user waits for it

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
    "over_explain": "over_explain",
}

_GREETING = re.compile(
    r"((?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b(?: [A-Z]\w+){0,3})[,.!] ", re.IGNORECASE
)

Check = Callable[[str], Iterable[str]]
"""The words of a message that the checks of messages find fault with."""
Passes = Callable[[str, str], bool]
"""Whether a whole turn with this wording in it is without the fault."""


class Better(NamedTuple):
    """`wording` in place of `quote`, which stands in the turn."""

    quote: str
    wording: str


def better(issue: str, quote: str | None, moment: Moment, passes: Passes) -> Better | None:
    """The first wording that passes when it is put back: in the sentence at fault, else in place of the whole turn."""
    for target, wording in islice(_offers(issue, quote or moment.text, moment), MOST_TRIED):
        if straight(wording) != straight(target) and passes(put_back(moment.text, target, wording), wording):
            return Better(target, wording)
    return None


def _offers(issue: str, quote: str, moment: Moment) -> Iterator[Better]:
    for target in dict.fromkeys((_sentence_of(moment.text, quote), moment.text)):
        for candidate in dict.fromkeys(_candidates(issue, target, quote, moment)):
            yield Better(target, _greeted(target, candidate))


def _greeted(target: str, wording: str) -> str:
    """`wording` with the greeting that `target` begins with."""
    greeting = _GREETING.match(target)
    if greeting is None or _GREETING.match(wording):
        return wording
    joined = ", " if re.match(r"I\b", wording) else ". "
    return greeting[1] + joined + wording


def put_back(text: str, quote: str, wording: str) -> str:
    """The turn with `wording` where `quote` stood."""
    return text.replace(quote, wording, 1)


def touches(one: str, other: str) -> bool:
    """Whether two passages of a text share words: one is part of the other, or of a sentence of it."""
    return one in other or other in one


def _sentence_of(text: str, quote: str) -> str:
    """The sentence, or the run of sentences, that `quote` is in."""
    start = text.find(quote)
    if start < 0:
        return text
    spans = [span for span in sentences(text) if span.end > start and span.start < start + len(quote)]
    return text[spans[0].start : spans[-1].end] if spans else quote


def _candidates(issue: str, target: str, quote: str, moment: Moment) -> Iterator[str]:
    """Wordings for what is at fault, the user's own words first."""
    goal, slots = moment.goal, moment.slots
    if issue == "hedge_decision":
        yield from rewrite.firmer(target, goal, slots, moment.before.turns_heard)
    elif issue == "blame":
        yield from rewrite.without_blame(quote, goal)
    elif issue in ("dodge", "no_answer"):
        yield from rewrite.answers_to(moment.asked, goal, slots)
    elif issue == "empty_empathy":
        yield from rewrite.noticing(moment.asked, slots)
    elif issue == "same_again":
        yield from rewrite.with_more(target, goal, slots, moment.before)
    elif issue == "over_explain":
        yield from rewrite.briefer(act.quote for act in moment.heard.acts if act.id is ActId.REASON_FACTS)
    if issue in _TEMPLATE_OF:
        yield from rewrite.templated(_TEMPLATE_OF[issue], goal, slots)
