"""Findings: runs the rules over a message; what is there and should not be, and what should be there and is not."""

import re
from typing import NamedTuple

from coach.situation import FactKind, Relation
from coach.write.checks.reading import Message, Sentence, known
from coach.write.checks.rulebook import Rule, rulebook
from coach.write.kinds import Aim, Form

MOST_PER_SENTENCE = 3
_AGREED = 0.7  # what the general head must say, too, before a single one is believed without words
_EARNEST = 0.6  # probability of thanks or understanding from which no head alone reports a sting
SPOKEN_TO = re.compile(r"\b(?:you|your|yours|yourself|u|ur)\b", re.I)
_DAYS = {"day": 1, "week": 7, "month": 30}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip
_NOTICE = re.compile(r"\b(\d+|[a-z]+)[- ](?:(?:business|working|calendar|full|clear) )?(day|week|month)s?['’]?s?['’]?(?: written)? notice\b|\bnotice(?: period)? (?:is|of) (\d+|[a-z]+)[- ](?:(?:business|working|calendar|full|clear) )?(day|week|month)", re.I)  # fmt: skip
_PAY_WITHIN = re.compile(r"\bpa(?:y|id|yment)\b[^.!?]{0,60}\bwithin (\d+|[a-z]+) (day|week)", re.I)


class Hit(NamedTuple):
    """A rule that holds for `text[start:end]`; `sure` 0-1; an absence has an empty span at the end."""

    rule: Rule
    start: int
    end: int
    sure: float
    sentence: Sentence | None = None
    by_words: bool = True


def find(message: Message) -> list[Hit]:
    """All hits in the order of the text."""
    hits: list[Hit] = []
    for i, sentence in enumerate(message.sentences):
        hits += _on_sentence(message, sentence, message.read[i] if message.read else {})
    hits += _apologies(message, hits)
    hits += [hit for find_one in (_subject, _conflict, _blanks, _too_long) for hit in find_one(message)]
    hits += _absences(message, hits)
    return sorted(hits, key=lambda hit: (hit.start, -hit.rule.severity))


def _on_sentence(message: Message, sentence: Sentence, read: dict[str, float]) -> list[Hit]:
    found = []
    for rule in rulebook().rules.values():
        if message.aim not in rule.aims or not (rule.match or rule.head) or rule.id == "blank_left_open":
            continue
        if _by_words(rule, sentence):
            found.append(Hit(rule, sentence.start, sentence.end, 1.0, sentence))
        elif (
            rule.head
            and read.get(rule.head, 0.0) >= message.sure.get(rule.head, 1.0)
            and _may_be(rule, message, sentence, read)
        ):
            found.append(Hit(rule, sentence.start, sentence.end, read[rule.head], sentence, by_words=False))
    if any(hit.by_words for hit in found):
        found = [hit for hit in found if hit.by_words]
    ranked = sorted(found, key=lambda hit: (-hit.rule.severity, -hit.sure))
    return ranked[:MOST_PER_SENTENCE]


def _by_words(rule: Rule, sentence: Sentence) -> bool:
    book = rulebook()
    if not any(pattern.search(sentence.straight) for pattern in book.patterns[rule.id]):
        return False
    return rule.id not in book.unless or not book.unless[rule.id].search(sentence.straight)


def _may_be(rule: Rule, message: Message, sentence: Sentence, read: dict[str, float]) -> bool:
    """What a head alone may report: not on drafts' stage directions, and nothing personal that is not said to the reader."""
    if sentence.text.startswith("(") or len(sentence.text.split()) < 4:
        return False
    if read.get("hostile" if rule.by_topic else "weak", 0.0) < _AGREED and rule.id != "oversharing":
        return False
    if rule.by_topic:
        return SPOKEN_TO.search(sentence.straight) is not None and read.get("courtesy", 0.0) < _EARNEST
    if rule.id == "bargaining_opener" and message.declines:
        return False
    if rule.id == "over_apology":
        return re.search(r"\bi\b", sentence.straight, re.I) is not None
    if rule.id == "hedged_decision":
        return bool({"decision", "reset"} & sentence.signals) or message.aim is not Aim.OTHER
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


def _conflict(message: Message) -> list[Hit]:
    """A notice or payment term shorter than the agreed one."""
    rule = rulebook().rules["contract_conflict"]
    agreed = known(message.situation, FactKind.NOTICE)
    own = _NOTICE.search(message.text)
    days = _days(agreed) if agreed else None
    found = []
    for sentence in message.sentences:
        stated = _NOTICE.search(sentence.straight)
        if (days and stated and (_match_days(stated) or days) < days) or (
            (days or own)
            and not stated
            and "decision" in sentence.signals
            and re.search(rule.immediate or "$^", sentence.straight, re.I)
        ):
            found.append(Hit(rule, sentence.start, sentence.end, 1.0, sentence))
    return found + _payment_conflict(message, rule)


def _payment_conflict(message: Message, rule: Rule) -> list[Hit]:
    terms = re.search(r"\d+", known(message.situation, FactKind.PAYMENT_TERMS) or "")
    if not terms:
        return []
    found = []
    for sentence in message.sentences:
        stated = _PAY_WITHIN.search(sentence.straight)
        if stated and (_number(stated[1]) or 999) * _DAYS[stated[2].lower()] < int(terms[0]):
            found.append(Hit(rule, sentence.start, sentence.end, 1.0, sentence))
    return found


def _days(period: str) -> int | None:
    match = re.search(r"(\d+|[a-z]+)[- ](?:\w+ )?(day|week|month)", period, re.I)
    number = _number(match[1]) if match else None
    return number * _DAYS[match[2].lower()] if match and number else None


def _match_days(match: re.Match[str]) -> int | None:
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    counted = _number(number)
    return counted * _DAYS[unit.lower()] if counted else None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())


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
    return not message.has(what)


def _has_open_money(message: Message) -> bool:
    situation = message.situation
    if situation is None or situation.relation is Relation.PROSPECT:
        return False
    return bool(situation.all(FactKind.OPEN_INVOICE) or situation.all(FactKind.PAYMENT_TERMS))
