"""Findings: runs the rules over a message; what is there and should not be, and what should be there and is not."""

import re
from typing import NamedTuple

from coach.situation import FactKind, Relation
from coach.write.case import digital
from coach.write.checks.agreed import conflicts
from coach.write.checks.reading import Message, Sentence
from coach.write.checks.rulebook import Rule, rulebook
from coach.write.kinds import Aim, Form
from coach.write.leaves_out import left_out, must_stay_out

HOSTILE = (
    "insult",
    "threat",
    "character_diagnosis",
    "blame",
    "guilt",
    "sarcasm",
    "passive_aggression",
    "lecture",
    "defamation_risk",
)
MOST_PER_SENTENCE = 3
_AGREED = 0.5  # what the general head must say, too, before a single one is believed without words
_LEANS = 0.2  # what a single head must say before the general one is believed
_GENERAL = ("hostile", "weak", "")
_NEITHER = frozenset({"oversharing", "admission_of_liability"})
_EARNEST = 0.6  # probability of thanks or understanding from which no head alone reports a sting
SPOKEN_TO = re.compile(r"\b(?:you|your|yours|yourself|u|ur)\b", re.I)


class Hit(NamedTuple):
    """A rule that holds for `text[start:end]`; `sure` 0-1; an absence has an empty span at the end."""

    rule: Rule
    start: int
    end: int
    sure: float
    sentence: Sentence | None = None
    by_words: bool = True
    about: str = ""  # which of the rule's replacements answers it, where the rule covers several matters
    says: str = ""  # the words of the contract it goes against
    why: str = ""  # instead of the rule's own, where the rule covers several matters


def find(message: Message) -> list[Hit]:
    """All hits in the order of the text."""
    hits: list[Hit] = []
    conflicting = rulebook().rules["contract_conflict"]
    for i, sentence in enumerate(message.sentences):
        hits += _on_sentence(message, sentence, message.read[i] if message.read else {})
    hits += _apologies(message, hits)
    hits += [hit for find_one in (_subject, _blanks, _too_long) for hit in find_one(message)]
    hits += [
        Hit(conflicting, one.sentence.start, one.sentence.end, 1.0, one.sentence, about=one.about, says=one.says)
        for one in conflicts(message)
    ]
    hits += _stays_out(message, hits)
    hits += _absences(message, hits)
    return sorted(hits, key=lambda hit: (hit.start, -hit.rule.severity))


def _on_sentence(message: Message, sentence: Sentence, read: dict[str, float]) -> list[Hit]:
    rules = [rule for rule in rulebook().rules.values() if message.aim in rule.aims and rule.id != "blank_left_open"]
    found = [Hit(rule, sentence.start, sentence.end, 1.0, sentence) for rule in rules if _by_words(rule, sentence)]
    if not found and read:
        found = _by_reader(rules, message, sentence, read)
    ranked = sorted(found, key=lambda hit: (-hit.rule.severity, -hit.sure))
    return ranked[:MOST_PER_SENTENCE]


def _by_words(rule: Rule, sentence: Sentence) -> bool:
    book = rulebook()
    if not any(pattern.search(sentence.straight) for pattern in book.patterns[rule.id]):
        return False
    return rule.id not in book.unless or not book.unless[rule.id].search(sentence.straight)


def _by_reader(rules: list[Rule], message: Message, sentence: Sentence, read: dict[str, float]) -> list[Hit]:
    """What the heads report where no words do.

    A head alone is believed if the general one (hostile, weak) leans to it, too; where the general one is sure, the
    likeliest of its rules is reported.
    """
    found = []
    able = [rule for rule in rules if rule.head and _may_be(rule, message, sentence, read)]
    for general in _GENERAL:
        likely = max((r for r in able if _general(r) == general), key=lambda r: read.get(r.head or "", 0), default=None)
        if likely is None or likely.head is None:
            continue
        surely = (
            read.get(general, 0.0) >= message.sure.get(general, 1.0)
            and read.get(likely.head, 0.0) >= _LEANS
            and (general != "weak" or message.aim is Aim.EXIT)
        )
        alone = read.get(likely.head, 0.0) >= message.sure.get(likely.head, 1.0)
        if surely or (alone and (not general or read.get(general, 0.0) >= _AGREED)):
            sure = max(read.get(likely.head, 0.0), read.get(general, 0.0))
            found.append(Hit(likely, sentence.start, sentence.end, sure, sentence, by_words=False))
    return found


def _general(rule: Rule) -> str:
    """The general head a rule belongs to; empty for what is neither hostile nor weak."""
    if rule.by_topic:
        return "hostile"
    return "" if rule.id in _NEITHER else "weak"


def _may_be(rule: Rule, message: Message, sentence: Sentence, read: dict[str, float]) -> bool:
    """What a head alone may report: not on drafts' stage directions, and nothing personal that is not said to the reader."""
    if sentence.text.startswith("(") or len(sentence.text.split()) < 4:
        return False
    if rule.by_topic:
        return SPOKEN_TO.search(sentence.straight) is not None and read.get("courtesy", 0.0) < _EARNEST
    if rule.id == "bargaining_opener" and message.declines:
        return False
    if rule.id == "over_apology":
        return re.search(r"\b(?:i|we)\b", sentence.straight, re.I) is not None
    if rule.id == "hedged_decision":
        return "decision" in sentence.signals or message.aim is Aim.EXIT
    return True


def _apologies(message: Message, hits: list[Hit]) -> list[Hit]:
    """From the third apology on, each is one too many."""
    rule = rulebook().rules["over_apology"]
    counted = re.compile(rule.counted or "", re.I)
    seen, found = 0, []
    taken = {hit.start for hit in hits if hit.rule is rule}
    for sentence in message.sentences:
        seen += len(counted.findall(sentence.straight))
        if seen > rule.most and counted.search(sentence.straight) and sentence.start not in taken:
            found.append(Hit(rule, sentence.start, sentence.end, 0.8, sentence))
    return found


def _subject(message: Message) -> list[Hit]:
    rule, subject = rulebook().rules["unclear_subject"], message.subject
    if subject is None:
        return []
    line = subject[1].strip()
    shouting = len(line) > 8 and line.isupper()
    if shouting or len(line.split()) > 14 or re.match(rule.vague or "$^", line, re.I):
        start = subject.start() + len(subject[0]) - len(subject[0].lstrip())
        return [Hit(rule, start, subject.end(), 1.0)]
    return []


def _blanks(message: Message) -> list[Hit]:
    rule = rulebook().rules["blank_left_open"]
    seen: set[str] = set()
    found = []
    for pattern in rulebook().patterns[rule.id]:
        for match in pattern.finditer(message.text):
            if match[0] not in seen:
                seen.add(match[0])
                found.append(Hit(rule, match.start(), match.end(), 1.0))
    return found


def _too_long(message: Message) -> list[Hit]:
    rule = rulebook().rules["too_long"]
    if not message.is_letter:
        return []
    form = "chat" if message.kind and message.kind.form is Form.CHAT else str(message.aim)
    limit = rule.words[form]
    if message.words <= limit:
        return []
    paragraphs = list(re.finditer(r"\S(?:.|\n(?!\s*\n))*\S", message.text))
    longest = max(paragraphs, key=lambda match: len(match[0]))
    return [Hit(rule, longest.start(), longest.end(), min(1.0, 0.4 + (message.words - limit) / limit))]


def _stays_out(message: Message, hits: list[Hit]) -> list[Hit]:
    """What this kind of message must leave out, where no other rule has seen it."""
    if message.kind is None or not message.kind.leaves_out:
        return []
    rule, things = rulebook().rules["must_stay_out"], left_out()
    taken = {hit.sentence.start for hit in hits if hit.sentence}
    found = []
    for one in must_stay_out(message.text, message.kind.id):
        here = [s for s in message.sentences if one.start <= s.start < one.end]
        if here and not taken & {s.start for s in here}:
            taken |= {here[0].start}
            thing = things[one.id]
            why = f"{thing.label}: {thing.why[:1].lower()}{thing.why[1:]}"
            found.append(Hit(rule, here[0].start, here[0].end, 1.0, here[0], about=one.id, why=why))
    return found


def _absences(message: Message, hits: list[Hit]) -> list[Hit]:
    if not message.is_letter or not message.sentences:
        return []
    end = len(message.text)
    return [
        Hit(rule, end, end, 1.0)
        for rule in rulebook().rules.values()
        if rule.absence and message.aim in rule.aims and _lacks(rule.absence, message, hits)
    ]


def _lacks(what: str, message: Message, hits: list[Hit]) -> bool:
    if what == "decision":
        return not message.decides and not any(hit.rule.id == "hedged_decision" for hit in hits)
    if message.declines or (what != "date" and message.kind and message.kind.form is Form.CHAT):
        return False
    if what == "money":
        return _has_open_money(message) and not message.has("money")
    if what == "handover":
        return not message.has("handover") and not message.has("settled") and _has_work_to_hand_over(message)
    return not message.has(what)


def _has_work_to_hand_over(message: Message) -> bool:
    """Whether anything stays behind: by the situation, or by what the message says the work was."""
    situation = message.situation
    if situation is not None and any(
        situation.all(kind) for kind in (FactKind.HELD, FactKind.WANTED, FactKind.PENDING)
    ):
        return True
    return digital().search(message.text if situation is None else situation.text) is not None


def _has_open_money(message: Message) -> bool:
    situation = message.situation
    if situation is None or situation.relation is Relation.PROSPECT:
        return False
    return bool(situation.all(FactKind.OPEN_INVOICE) or situation.all(FactKind.PAYMENT_TERMS))
