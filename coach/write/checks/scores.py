"""Scores: sendable, respect and direct as smooth functions of the findings and of what else a message shows."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from coach.write.checks.appraisal import Marks, appraised
from coach.write.checks.findings import HOSTILE, SPOKEN_TO, Hit
from coach.write.checks.reading import Message, Sentence
from coach.write.checks.rulebook import Weight, rulebook
from coach.write.kinds import Aim

_REPEATED = 0.45  # of a rule's weight for each doubling of its findings
_SOFT = 0.7  # of a rule's weight for what a head suspects without reporting it
_HOSTILE = 2.0  # what a surely hostile sentence takes from sendable and respect, though no rule names it
_WEAK = 1.4  # what a surely weak one takes from sendable and direct
_GRAVE = 3  # severity of a finding that is put right first
_ATTACKED = -1.2  # log-odds (23 %) above which sendable and respect do not rise beside an attack
_BEND = 1.5  # log-odds over which a mark bends to its limit
_GRAVELY = -0.1  # log-odds (48 %) above which sendable does not rise beside any grave finding
_NEARLY_SURE = 0.8  # probability from which a head's finding counts as one of words
_HALF = 0.5
_COSTS = 0.2  # log-odds from which a finding is given as a reason
_DOUBT = 0.3  # probability below which a suspicion counts for nothing


class Scores(NamedTuple):
    """Three numbers 0-1 and the sentences that explain them."""

    sendable: float
    respect: float
    direct: float
    reasons: tuple[str, ...]


def score(message: Message, hits: list[Hit]) -> Scores:
    """The scores of a message: by the rules alone, or, where its sentences were read, appraised as a whole."""
    marks = by_rules(message, hits)
    if message.read:
        seen = appraised(message, hits, marks)
        marks = _no_better_than(marks, seen) if _attacks(hits) > 1 else seen
    marks = _capped(marks, hits)
    sendable, respect, direct = map(_odds, marks)
    return Scores(sendable, respect, direct, _reasons(message, hits, sendable, respect, direct))


def by_rules(message: Message, hits: list[Hit]) -> Marks:
    """What findings and suspicions leave of each score."""
    taken = _taken(hits)
    soft = _suspected(message, hits)
    shouting = _shouting(message.text)
    clear = _clarity(message)
    warmth = 0.35 * message.has("thanks") + 0.25 * message.has("courtesy")
    return Marks(
        sendable=1.5
        + 0.35 * clear
        + 0.6 * warmth
        - taken.sendable
        - soft.sendable
        - 1.2 * shouting
        - 0.9 * _aimless(message),
        respect=2.1 + warmth - taken.respect - soft.respect - 1.6 * shouting - 0.25 * _curt(message),
        direct=0.6 + clear - taken.direct - soft.direct,
    )


def _attacks(hits: list[Hit]) -> int:
    """How many sentences attack in so many words."""
    return len({hit.start for hit in hits if hit.by_words and hit.rule.id in HOSTILE and hit.rule.severity == _GRAVE})


def _no_better_than(rules: Marks, seen: Marks) -> Marks:
    """What was appraised, but for an attack that a long text around it hides."""
    return seen._replace(sendable=min(seen.sendable, rules.sendable), respect=min(seen.respect, rules.respect))


def _capped(marks: Marks, hits: list[Hit]) -> Marks:
    """No message with an attack in it may go out or is respectful, however good the rest; nor may one with another grave
    finding pass for fine."""
    graves = [hit for hit in hits if hit.rule.severity == _GRAVE and (hit.by_words or hit.sure >= _NEARLY_SURE)]
    if any(hit.rule.id in HOSTILE for hit in graves):
        return marks._replace(sendable=_below(_ATTACKED, marks.sendable), respect=_below(_ATTACKED, marks.respect))
    return marks._replace(sendable=_below(_GRAVELY, marks.sendable)) if graves else marks


def _below(most: float, mark: float) -> float:
    """A mark that comes near `most` and never reaches it; of two, the better one stays the better."""
    return most - _BEND * math.log1p(math.exp((most - mark) / _BEND))


def _odds(x: float) -> float:
    return round(1 / (1 + math.exp(-x)), 4)


def _taken(hits: list[Hit]) -> Weight:
    """What the findings take: each rule once, and less for every further finding of it."""
    strongest: dict[str, float] = {}
    counts = Counter(hit.rule.id for hit in hits if hit.rule.id != "blank_left_open") + Counter({"blank_left_open": 1})
    for hit in hits:
        strongest[hit.rule.id] = max(strongest.get(hit.rule.id, 0.0), hit.sure)
    total: dict[str, float] = defaultdict(float)
    for name, sure in strongest.items():
        more = sure * (1 + _REPEATED * math.log2(counts[name]))
        for field, weight in rulebook().rules[name].weight.model_dump().items():
            total[field] += weight * more
    return Weight(sendable=total["sendable"], respect=total["respect"], direct=total["direct"])


def _suspected(message: Message, hits: list[Hit]) -> Weight:
    """What the heads suspect in sentences of rules that were not reported."""
    if not message.read:
        return Weight(sendable=0, respect=0, direct=0)
    reported = {hit.rule.id for hit in hits}
    total: dict[str, float] = defaultdict(float)
    for name, rule in rulebook().rules.items():
        if not rule.head or name in reported or message.aim not in rule.aims:
            continue
        most = max(
            _near(rule.by_topic, sentence) * _earnest(rule.by_topic, one) * one.get(rule.head, 0.0)
            for sentence, one in _pairs(message)
        )
        for field, weight in rule.weight.model_dump().items():
            total[field] += weight * _SOFT * max(0.0, (most - _DOUBT) / (1 - _DOUBT))
    total["sendable"] = max(total["sendable"], _HOSTILE * _most("hostile", message), _WEAK * _most("weak", message))
    total["respect"] = max(total["respect"], _HOSTILE * _most("hostile", message))
    total["direct"] = max(total["direct"], _WEAK * _most("weak", message))
    return Weight(sendable=total["sendable"], respect=total["respect"], direct=total["direct"])


def _most(head: str, message: Message) -> float:
    """The strongest suspicion of a head over the sentences, 0-1, doubts taken off."""
    personal = head == "hostile"
    most = max(_near(personal, s) * _earnest(personal, one) * one.get(head, 0.0) for s, one in _pairs(message))
    return max(0.0, (most - _DOUBT) / (1 - _DOUBT))


def _pairs(message: Message) -> Iterator[tuple[Sentence, dict[str, float]]]:
    return zip(message.sentences, message.read, strict=True)


def _earnest(personal: bool, read: dict[str, float]) -> float:
    """Words of thanks or understanding are taken as meant, unless a rule has seen otherwise."""
    return 1 - 0.8 * max(0.0, read.get("courtesy", 0.0) - 0.2) if personal else 1.0


def _near(personal: bool, sentence: Sentence) -> float:
    """How much a suspicion counts: what is meant personally is mostly said to the reader."""
    return 1.0 if not personal or SPOKEN_TO.search(sentence.straight) else 0.45


def _shouting(text: str) -> float:
    """0-1: capitals and exclamation marks."""
    words = [word for word in text.split() if len(word) > 3 and word.isalpha()]
    capitals = sum(word.isupper() for word in words) / len(words) if words else 0.0
    marks = text.count("!!") + max(0, text.count("!") - 2) + text.count("?!")
    return min(1.0, 4 * capitals * (len(words) > 3) + 0.2 * marks)


def _aimless(message: Message) -> bool:
    """Whether it neither ends nor asks for anything."""
    return message.aim is Aim.OTHER and not message.has("request") and not message.has("reset")


def _curt(message: Message) -> float:
    """0-1: no greeting, no thanks and hardly a word."""
    bare = not message.has("courtesy") and not message.has("thanks")
    return max(0.0, 1 - message.words / 40) if bare else 0.0


def _clarity(message: Message) -> float:
    """How plainly the message says what it is for, in log-odds."""
    if message.aim is Aim.EXIT:
        clear = 1.2 * message.decides + 0.5 * _early(message) + 0.4 * message.has("date") + 0.3 * message.has("firm")
    elif message.aim is Aim.RESET:
        clear = (
            0.5 * message.has("request")
            + 0.5 * message.has("date")
            + 0.3 * min(2, sum("reset" in s.signals for s in message.sentences))
        )
    else:
        clear = 0.4 * message.has("request") + 0.7 * message.has("date") + 0.3 * message.has("firm") - 0.9
        clear += 1.2 * _most("decision", message) + 0.8 * _most("terms", message) if message.read else 0.0
    clear -= 0.5 * max(0.0, math.log2(max(1, message.words) / 150))
    if message.read:
        clear -= 1.0 * max(one.get("long_winded", 0.0) for one in message.read)
    return clear


def _early(message: Message) -> bool:
    """Whether the decision stands among the first three sentences."""
    return any("decision" in s.signals and not s.conditional for s in message.sentences[:4])


def _reasons(message: Message, hits: list[Hit], sendable: float, respect: float, direct: float) -> tuple[str, ...]:
    """A reason for each score, which never praises what a finding is about."""
    yes_direct = "direct_reset" if message.aim is Aim.RESET else "direct_yes"
    return (
        _reason(hits, "sendable", sendable, "sendable_yes"),
        _reason(hits, "respect", respect, "respect_yes"),
        _reason(hits, "direct", direct, yes_direct),
    )


def _reason(hits: list[Hit], field: str, score: float, praise: str) -> str:
    """Praise only without a finding that costs this score; else the findings; else that the whole leaves a doubt."""
    words = rulebook().reasons
    named = _named(hits, field)
    if named:
        return str(words[f"{field}_no" if score < _HALF else f"{field}_nearly"]).format(rules=named)
    return str(words[praise] if score >= _HALF else words[f"{field}_doubt"])


def _named(hits: list[Hit], field: str) -> str:
    """The rules that take most from a score, in words."""
    costs = {hit.rule.id: getattr(hit.rule.weight, field) for hit in hits}
    worst = sorted((name for name, cost in costs.items() if cost >= _COSTS), key=lambda name: -costs[name])[:3]
    return ", ".join(rulebook().reasons["names"][name] for name in worst)
