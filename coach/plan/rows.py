"""Rows: terms in shorthand - a label and its value, or a period a party - as key terms, tables and short notes give them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coach.plan.actors import Cast, Holder, Mention
from coach.plan.durations import Duration, durations

_MOST_WORDS = 26  # of a row; a longer one is a sentence
_LABEL = re.compile(r"\W{0,3}(?P<label>[A-Za-z][^:\t|.;]{2,58}?)\s*(?::|\t|\||=|\s[-–—]\s)\s*(?P<value>.+)$", re.DOTALL)
_ENDING = re.compile(
    r"\b(?:notice(?: period| to (?:end|quit|terminate|leave|cancel))?|terminat\w+|cancell?ation|cancel\w*|ending|exit|stopping|leaving|quitting|convenience|break clause)\b",
    re.I,
)
_CAUSE = re.compile(r"\b(?:cause|breach|default)\b", re.I)
_CURE = re.compile(r"\b(?:cur(?:e|ing)|remed(?:y|ial)|rectif\w+|put (?:\w+ )?right|grace)\b", re.I)
_OTHER = re.compile(
    r"\b(?:rates?|prices?|fees?|charges?|pay\w*|absence|holidays?|leave of|change|visit|meeting|session|lesson|booking|renew\w*|opt[- ]?out|extension|address|deposit|refund|reschedul\w+|single|individual|assignments?|non-solicit\w*|confiden\w+|contact|e-?mail)\b",
    re.I,
)
_NONE = re.compile(r"\W*(?:none|no|not (?:available|allowed|permitted|possible)|excluded|n/?a|nil)\b", re.I)
_SENTENCE = re.compile(r"\b(?:shall|may|will|must|can|if|where|unless|when)\b", re.I)
_JOINED_BEFORE = re.compile(r"[\s,:(–—-]*(?:(?:up)?on|with|gives?|giving|is|:|must give|needs?|after|-)?[\s:]*(?:at least |not less than |a |an |minimum )?$", re.I)  # fmt: skip
_JOINED_AFTER = re.compile(r"['’]?s?['’]?\s*(?:(?:written |prior )*notice\s*)?(?:[(,]|(?:if )?(?:by|for|from|to be given by|given by|on the part of|when|as)\b)\s*$", re.I)  # fmt: skip


_VALUE_ENDS = re.compile(r"['’]?s?['’]?\s*(?:(?:written |prior )*notice\b)?\s*(?:$|[.,;(]|(?:either|both|each|by|for|from|on)\b)", re.I)  # fmt: skip


class Row(NamedTuple):
    """What a row states: `holder`s notice, or the time to cure; `denied` where the value says there is none."""

    holder: Holder
    period: Duration | None
    cure: bool = False
    denied: bool = False


def rows(words: str, heading: str, cast: Cast) -> Iterator[Row]:
    """The rights a row of shorthand states; nothing if `words` are a sentence or about something else.

    A value without a label ("60 days, either party") takes the last part of its `heading` for one.
    """
    words = re.sub(r"^\(?\w{1,3}[).]\s+", "", words)
    title = heading.split(" / ")[-1]
    match = _LABEL.match(words)
    if match is None and title and _opens_with_a_value(words, cast):
        match = _LABEL.match(f"{title}: {words}")
    if match is None or len(words.split()) > _MOST_WORDS or _OTHER.search(match["label"]):
        return
    label, value = match["label"], match["value"]
    if _CAUSE.fullmatch(label.strip()) and _ENDING.search(heading):
        label = f"termination for {label}"
    periods = list(durations(value))
    if cast.mentions(label) and periods and _ENDING.search(heading):
        yield from (Row(holder, period) for holder, period in by_party(words, cast))
        return
    if _CURE.search(label) and not _ENDING.search(label) and periods and not _SENTENCE.search(value):
        yield Row(Holder.BOTH, periods[0], cure=True)
    elif _CAUSE.search(label) and _ENDING.search(label) and "without" not in label.lower():
        if periods and (_CURE.search(value) or not _SENTENCE.search(value)):
            yield Row(_one_holder(value, cast), periods[0], cure=True)
    elif _ENDING.search(label) and not _SENTENCE.search(value):
        if _NONE.match(value) and re.search(r"convenience|without|terminat|cancel", label, re.I):
            yield Row(Holder.BOTH, None, denied=True)
        elif not _CAUSE.search(value):
            yield from _notices(label, value, periods, cast)


def _opens_with_a_value(words: str, cast: Cast) -> bool:
    period = next(durations(words), None)
    if period is None:
        return False
    mention = next(iter(cast.mentions(words)), None)
    if mention is not None and mention.start <= 4:
        return _JOINED_BEFORE.match(words[mention.end : period.start]) is not None
    return period.start <= 4 and _VALUE_ENDS.match(words[period.end :]) is not None


def _notices(label: str, value: str, periods: list[Duration], cast: Cast) -> Iterator[Row]:
    shares = by_party(value, cast)
    if shares:
        yield from (Row(holder, period) for holder, period in shares)
    elif periods and not _OTHER.search(value):
        yield Row(_one_holder(f"{label} {value}".replace("'s", ""), cast), periods[0])


def _one_holder(value: str, cast: Cast) -> Holder:
    """Whoever the value names first; both where it names nobody."""
    holders = {mention.holder for mention in cast.mentions(value)}
    return holders.pop() if len(holders) == 1 else Holder.BOTH


def by_party(text: str, cast: Cast) -> list[tuple[Holder, Duration]]:
    """Each period with the party it stands beside: "by the Client, 15 days; by the Contractor, 30", "7 days (customer)"."""
    found: list[tuple[Holder, Duration]] = []
    mentions = [mention for mention in cast.mentions(text) if mention.holder in (Holder.OURS, Holder.THEIRS)]
    for period in durations(text):
        beside = _beside(text, period, mentions)
        if beside is not None:
            found.append((beside.holder, period))
    return found


def _beside(text: str, period: Duration, mentions: list[Mention]) -> Mention | None:
    for mention in mentions:
        if mention.start >= period.end and _JOINED_AFTER.match(text[period.end : mention.start]):
            return mention
    for mention in reversed(mentions):
        if mention.end <= period.start and _JOINED_BEFORE.match(text[mention.end : period.start]):
            return mention
    return None
