"""Replacing: a concrete sentence for the one a finding is about, which keeps the matter and loses the sting."""

import re
from collections.abc import Callable, Iterator

from coach.situation import FactKind
from coach.write.checks.agreed import earliest, notice_days, payment_days
from coach.write.checks.edit import edits, kept_demand, matter_of
from coach.write.checks.facts import facts_in
from coach.write.checks.findings import HOSTILE, Hit
from coach.write.checks.reading import Message, known
from coach.write.checks.reword import on_matter
from coach.write.checks.rulebook import Rule, Topic, rulebook
from coach.write.grammar import bare_date, dated, in_voice, listed, possessive
from coach.write.kinds import Aim

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?: \d{{4}})?|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|the end of (?:the|this|next) (?:month|week|quarter|year)|(?:the )?end of {_MONTHS}|the \d{{1,2}}(?:st|nd|rd|th))"
_ENDS = re.compile(rf"\b(?:on|by|until|till|is|at|effective|from|after|as of|through|ends?) ({DAY})", re.I)
_STARTS = re.compile(rf"\b(?:from|starting|as of|effective|beginning) ({DAY})", re.I)
_ESSENTIAL = frozenset({"decision", "date", "handover", "money", "thanks"})
_MOST_ESSENTIAL = 6
_EDITED = frozenset({*HOSTILE, "hedged_decision", "oversharing", "over_apology", "bargaining_opener", "promise_not_meant", "admission_of_liability", "must_stay_out"})  # fmt: skip
_GRAVE = 3  # severity
_LEADS = ("hedged_decision", "oversharing", "promise_not_meant", "admission_of_liability")
_FREE = frozenset({"bargaining_opener", "hedged_decision"})  # the condition is what is wrong with them
_CARRIED = frozenset({"decision", "date", "handover", "money"})
_LEFT_OUT = frozenset({"threat", "insult", "defamation_risk"})  # of which nothing but a demand is worth another word
_ANSWERED = frozenset({"payment", "hours"})  # topics on which even those get one
_DATED = re.compile(rf"\b{_MONTHS}\b|\d", re.I)
_ON_WHAT = re.compile(
    r"\b(?:about|on|with|for|regarding) (?:the|your|our|these|those) ([a-z][^,.;!?]{2,40}?)(?= (?:and|or|if|when|whenever|any|after|until|for|by|in|at)\b|[,.;!?]|$)",
    re.I,
)
_ONE_PERSON = re.compile(r"\b(?:i|me|my)\b", re.I)
_SHY = re.compile(r"\b(?:i|we) (?:could|might|may)\b", re.I)
_OR = re.compile(r"\b(?:or|either|else|otherwise)\b", re.I)  # in what is left of a threat
_LEAST_LEFT = 2  # sentences
_AT_ONCE = 2  # wordings judged together


Judge = Callable[[list[str]], list[str]]


def suggestions(message: Message, hits: list[Hit], judge: Judge) -> list[str | None]:
    """A replacement for each hit (None where only the writer can know, "" where the sentence is best left out).

    The sentence itself is edited if what remains of it can stand; else what it asks for is kept; else a line on its matter
    takes its place. No line is offered twice. `judge` says which of some wordings raise nothing.
    """
    used: set[str] = set()
    found: list[str | None] = []
    by_span: dict[tuple[int, int], str | None] = {}
    plural = _speaks_as_firm(message)
    for hit in hits:
        span = (hit.start, hit.end)
        if hit.start < hit.end and span in by_span and hit.rule.id not in ("too_long", "unclear_subject"):
            found.append(by_span[span])
            continue
        leading = _leading(hit, hits)
        text = _of_own_words(message, leading, hits, judge)
        if text and plural and hit.sentence and not _ONE_PERSON.search(hit.sentence.straight):
            text = in_voice(text, plural)
        if text is None:
            text = _suggestion(message, leading, hits, used, plural)
        if text:
            used.add(text)
        by_span[span] = text
        found.append(text)
    return found


def _leading(hit: Hit, hits: list[Hit]) -> Hit:
    """Of several findings on one sentence the one whose wording cures them all best: an attack first, then what is weak."""
    if hit.sentence is None or hit.rule.severity == _GRAVE:
        return hit
    here = [other for other in hits if (other.start, other.end) == (hit.start, hit.end)]
    return next((other for name in _LEADS for other in here if other.rule.id == name), hit)


def _speaks_as_firm(message: Message) -> bool:
    """Whether the writer says we and not I."""
    straight = " ".join(sentence.straight for sentence in message.sentences)
    said_we = len(re.findall(r"\b(?:we|our|us)\b", straight, re.I))
    return said_we > 2 * len(re.findall(r"\b(?:i|my|me)\b", straight, re.I))


def _of_own_words(message: Message, hit: Hit, hits: list[Hit], judge: Judge) -> str | None:
    """What can be kept of the writer's own words; "" where nothing needs to stay."""
    if hit.sentence is None or hit.rule.id not in _EDITED:
        return None
    words, hedged = hit.sentence.straight, hit.rule.id == "hedged_decision"
    carries = bool(hit.sentence.signals & _CARRIED)
    demand = kept_demand(words) if hit.rule.id in _LEFT_OUT else None
    facts = facts_in(words)
    if demand and (hit.rule.id == "threat" or facts <= facts_in(demand)) and judge([demand]):
        return demand
    shy = message.aim is Aim.EXIT and _SHY.search(words) is not None
    able = edits(words, firmer=hedged or shy, free=hit.rule.id in _FREE, brief=hit.rule.id in _LEFT_OUT)
    best = _first(
        [one for one in able if hit.rule.id != "threat" or not _OR.search(one)],
        judge,
        lambda edit: _decides(edit) if hedged else _carries(edit) if carries or hit.rule.id == "oversharing" else True,
    )
    about = on_matter(words, matter_of(words)) if hit.rule.by_topic and hit.rule.id != "threat" else []
    if best and (facts <= facts_in(best) or not about):
        return best
    if facts and (line := _first(about, judge)):
        return line if not best or len(facts & facts_in(line)) > len(facts & facts_in(best)) else best
    if best:
        return best
    elsewhere = _decided_elsewhere(message, hit, hits)
    if hedged:
        return "" if elsewhere and not _DATED.search(words) and _can_go(message, hits) else None
    if not hit.rule.by_topic or ("decision" in hit.sentence.signals and not hit.sentence.conditional and not elsewhere):
        return None
    topics = {topic.name for topic in _topics_of(words)}
    matter = [] if hit.rule.id in _LEFT_OUT or topics & _ANSWERED else about
    kept = judge([line for line in (kept_demand(words), *matter) if line])
    if kept:
        return kept[0]
    if topics and (hit.rule.id not in _LEFT_OUT or topics & _ANSWERED):
        return None
    return "" if _can_go(message, hits) else None


def _first(options: list[str], judge: Judge, fits: Callable[[str], bool] = bool) -> str | None:
    """The first of some wordings that fits and raises nothing; read a few at a time, as most of the first ones do."""
    able = [option for option in options if fits(option)]
    for start in range(0, len(able), _AT_ONCE):
        if found := judge(able[start : start + _AT_ONCE]):
            return found[0]
    return None


def _decides(words: str) -> bool:
    return rulebook().signals["decision"].search(words) is not None


def _carries(words: str) -> bool:
    """Whether the words carry a part of the message that must not get lost with a sting."""
    return any(rulebook().signals[name].search(words) for name in _CARRIED)


def _can_go(message: Message, hits: list[Hit]) -> bool:
    """Whether something is left when every sentence that something is said against goes."""
    faulty = {hit.start for hit in hits if hit.sentence}
    return sum(sentence.start not in faulty for sentence in message.sentences) >= _LEAST_LEFT


def _topics_of(words: str) -> list[Topic]:
    return [topic for topic in rulebook().topics if not topic.name.startswith("none") and topic.match.search(words)]


def _suggestion(message: Message, hit: Hit, hits: list[Hit], used: set[str], plural: bool) -> str | None:
    if hit.rule.id == "blank_left_open":
        return _fact_for(message, message.text[hit.start : hit.end])
    if hit.rule.id == "too_long":
        return _shortened(message, hit, hits)
    options = [
        line for option in _options(message, hit, hits) if (line := _filled(in_voice(option, plural), message, hit))
    ]
    new = [line for line in options if line not in used and line not in message.text]
    return next(iter([*new, *options]), None)


def _options(message: Message, hit: Hit, hits: list[Hit]) -> Iterator[str]:
    rule = hit.rule
    if rule.by_topic:
        if (
            hit.sentence
            and "decision" in hit.sentence.signals
            and not hit.sentence.conditional
            and not _decided_elsewhere(message, hit, hits)
        ):
            yield from _of_aim(rulebook().rules["hedged_decision"], message)
        yield from _on_topic(message, hit)
        return
    yield from rule.replace.get(hit.about, ())
    yield from _of_aim(rule, message)


def _of_aim(rule: Rule, message: Message) -> Iterator[str]:
    if message.vendor:
        yield from rule.replace.get("vendor", ())
    if _owed(message):
        yield from rule.replace.get("owed", ())
    yield from rule.replace.get(str(message.aim), ())
    yield from rule.replace.get("any", ())
    if str(message.aim) not in rule.replace and "any" not in rule.replace:
        yield from rule.replace.get("other", ())


def _decided_elsewhere(message: Message, hit: Hit, hits: list[Hit]) -> bool:
    """Whether another sentence, one that nothing is said against, states the decision."""
    if any(other.rule.id == "hedged_decision" and other.start != hit.start for other in hits):
        return True  # which is offered as a decision
    faulty = {other.start for other in hits if other.sentence}
    return any(
        "decision" in s.signals and not s.conditional and s.start != hit.start and s.start not in faulty
        for s in message.sentences
    )


def _on_topic(message: Message, hit: Hit) -> Iterator[str]:
    """Lines on the matter of the sentence, starting at another line for each sentence."""
    sentence = hit.sentence.straight if hit.sentence else ""
    none = "none" if message.aim == "exit" else "none_other"
    topics = _topics_of(sentence)
    topics += [topic for topic in rulebook().topics if topic.name == none]
    for topic in topics:
        first = len(sentence) % len(topic.lines)
        yield from topic.lines[first:] + topic.lines[:first]


def _filled(line: str, message: Message, hit: Hit) -> str | None:
    """The line with its slots; None where a fact it needs is unknown."""
    sentence = hit.sentence.straight if hit.sentence else ""
    end = _ENDS.search(sentence)
    start = _STARTS.search(sentence)
    end_date = (end[1] if end else None) or known(message.situation, FactKind.END_DATE)
    days, due, soonest = notice_days(message), payment_days(message), earliest(message)
    notice = known(message.situation, FactKind.NOTICE) or (f"{days} days" if days else _stated_notice(message.text))
    values: dict[str, str | None] = {
        "dated_end": f" {dated('on', end_date)}" if end_date and (end or hit.rule.absence) else "",
        "dated_from": f" {dated('from', start[1])}" if start else "",
        "end": bare_date(end_date) if end_date else "[end date]",
        "notice": possessive(notice) if notice else None,
        "owed": _owed(message),
        "on_what": f" about the {about[1]}" if (about := _ON_WHAT.search(sentence)) else " about the hand-over",
        "payment_terms": known(message.situation, FactKind.PAYMENT_TERMS) or (f"{due} days" if due else None),
        "earliest": f"{soonest.day} {soonest:%B %Y}" if soonest else None,
    }
    names = re.findall(r"\{(\w+)\}", line)
    if any(values[name] is None for name in names):
        return None
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]] or "", line)


def _stated_notice(text: str) -> str | None:
    match = re.search(
        r"\b((?:\d+|one|two|three|six|thirty|sixty|ninety)[- ](?:days?|weeks?|months?))\b[^.!?]{0,20}notice", text, re.I
    )
    return match[1].replace("-", " ") if match else None


def _owed(message: Message) -> str | None:
    if message.situation is None or message.vendor:
        return None
    amounts = [amount.strip(" ,.;") for amount in message.situation.all(FactKind.OPEN_INVOICE)]
    return listed(amounts) if 0 < len(amounts) <= 2 else None


def _fact_for(message: Message, blank: str) -> str | None:
    """The fact a named blank stands for, where the situation holds it."""
    kind = _BLANK_FACTS.get(blank.strip("[]<>{} ").lower())
    return known(message.situation, kind) if kind else None


_BLANK_FACTS = {
    "end date": FactKind.END_DATE,
    "client name": FactKind.CLIENT,
    "contact name": FactKind.CLIENT,
    "your name": FactKind.YOU,
    "work to finish": FactKind.PENDING,
}


def _shortened(message: Message, hit: Hit, hits: list[Hit]) -> str:
    """The sentences of the paragraph that carry the message, without those something is said against."""
    faulty = {other.start for other in hits if other.sentence}
    inside = [s for s in message.sentences if hit.start <= s.start < hit.end and s.start not in faulty]
    kept = [s.text for s in inside if s.signals & _ESSENTIAL][:_MOST_ESSENTIAL]
    whole = len(kept) == len([s for s in message.sentences if hit.start <= s.start < hit.end])
    return " ".join(kept) if kept and not whole else rulebook().rules["too_long"].replace["any"][0]
