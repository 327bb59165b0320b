"""Loose: a notice or a time to cure in words no grammar of clauses fits, from what stands around a period; used last."""

import re
from itertools import pairwise
from typing import NamedTuple

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.durations import Duration, durations
from coach.plan.normal import normal
from coach.plan.periods import is_notice
from coach.plan.wording import says, wording

_CLAUSES = re.compile(
    r";\s+|,\s+(?:and|but|while|whereas)\s+|\s+(?:and|but)\s+(?=(?:the )?[A-Z]|\d|I\b|we\b|you\b)", re.I
)
_ENDING = re.compile(
    r"\b(?:finish\w*|laps(?:e|es|ed)|let go|call(?:s|ing)? time|g(?:i|a)ve(?:s|ing)? up|withdrawal|no longer (?:wants?|wish\w*|needs?)|quit\w*|stop\w*|leav(?:e|es|ing)|ends?|ended|ending|terminat\w+|cancel\w*|part(?:ing)? (?:ways|company)|be(?:'m| am|ing)? off|move on)\b",
    re.I,
)
_ENDING_TITLE = re.compile(
    r"\b(?:notice|terminat\w+|cancel\w*|ending|ends|exit|leaving|stopping|end of (?:the|this))\b", re.I
)
_TOLD = re.compile(
    r"\b(?:notice|warning|heads[- ]?up|tells?|told|says?|let\b[^.;]{0,25}\bknow|inform\w*|notif\w+|give|gives|writes?|written|writing|e-?mail\w*|letter|in advance|ahead|beforehand|later)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:pa(?:y|ys|id|yments?|yable)|invoic\w+|refund\w*|deposits?|sessions?|lessons?|visits?|records?|warrant\w+|backups?|meet\w*|holidays?|absence|respon\w+|repl\w+|quer\w+|deliver\w+|revis\w+|approv\w+|survive\w*|confidential\w*|insurance|interest|charged?|dispute\w*|negotiat\w+|single|individual|assignments?|workshops?|bookings?|events?|trial|probation\w*|during|delete\w*|fees?|prices?|rates?|changed?|subcontract\w*|leave of|planned|return\w*|export\w*|suspend\w*)\b",
    re.I,
)
_NOT_HERE = re.compile(
    r"\b(?:within|for|in the (?:first|last)|every|up to|than|first)\s+(?:the |a |an )?(?:first |next |last )?$", re.I
)
_STANDS_ALONE = re.compile(r"['’]?s?['’]?\s*(?:(?:clear|written|prior|advance) )*(?:notice|warning)?\s*(?:$|[.,;(]|(?:to (?:end|terminate|leave|stop|cancel)|of (?:termination|cancellation)|by|in writing|either|from|on both)\b)", re.I)  # fmt: skip
_LONGEST_CURE = 180  # days
_SHORT_REMARK = 70  # characters of "We would do the same for you."
_ASKED = r"(?:notices?|notif\w+|remind\w*|demand\w*|warn\w*|complain\w*|letter|asked|told|tell\w*|point\w* out|request\w*|chas\w+|nudg\w+|grace)"
_AFTER_ASKING = re.compile(rf"['’]?s?['’]?\s*(?:(?:after|from|of|following|since)\b[^.;]{{0,70}}?\b{_ASKED}\b|(?:written |prior )*notice\b[^.;]{{0,25}}\b(?:opportunity|chance|time) to\b|grace\b)", re.I)  # fmt: skip
_BEFORE_IT_ASKED = re.compile(
    rf"\b{_ASKED}\b[^.;]{{0,30}}\b(?:has|have|allow\w*|giv\w+|grant\w*|of|for|within|in|and)(?: a| the| them| it| him| her)?(?: further| period of)*\s*$|\bthen has (?:a (?:further|period of) )?$|\b(?:in|on|after) those\s*$",
    re.I,
)


_NAMES_THE_ONE_IN_BREACH = re.compile(
    r"\b(?:guilty|defaulting|breaching|offending|other) (?:party|side)\b|\bat fault\b", re.I
)


class Loose(NamedTuple):
    """A period with whom it concerns, and the span of the words that state it."""

    holder: Holder
    period: Duration
    start: int
    end: int


def loose_notice(text: str, units: list[Unit], cast: Cast) -> Loose | None:
    """The notice for ending it without a reason that either party or we must give, where the words around a period say so."""
    for unit in units:
        words = normal(text[unit.start : unit.end])
        if next(durations(words), None) is None:
            continue
        after = next((normal(text[other.start : other.end]) for other in units if other.start >= unit.end), "")
        title = unit.heading.split(" / ")[-1]
        titled = _ENDING_TITLE.search(title) is not None and not _OTHER.search(title) and len(words.split()) <= 14
        for begin, stop in _clauses(words):
            clause = words[begin:stop]
            bare = wording("not_cause").sub(" ", clause)
            ends_here = _ENDING.search(clause) is not None or says("end_noun", clause)
            if (
                not (ends_here or titled)
                or says("renewal_date", clause)
                or says("cause", bare)
                or says("renew", clause)
                or says("not_convenience", clause)
            ):
                continue
            if says("mutual_consent", clause) or says("not_may", clause):
                continue
            for period in durations(clause):
                if not _is_told(clause, period) or _NOT_HERE.search(clause[: period.start]):
                    continue
                if not (ends_here or _STANDS_ALONE.match(clause[period.end :])):
                    continue
                shared = says("both_ways", words) or (len(after) < _SHORT_REMARK and says("both_ways", after))
                holder = Holder.BOTH if shared else _giver(words, begin, period, cast)
                if holder is not Holder.THEIRS:
                    return Loose(holder, period, unit.start, unit.end)
    return None


def _clauses(words: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _CLAUSES.finditer(words)), len(words)]
    return [(a, b) for a, b in pairwise(cuts) if words[a:b].strip()]


def _is_told(clause: str, period: Duration) -> bool:
    told = _TOLD.search(clause)
    return told is not None and _OTHER.search(clause) is None


def _giver(sentence: str, begin: int, period: Duration, cast: Cast) -> Holder:
    """Who has to tell: the first named before the period in its clause, else in its sentence; both where it names both or nobody."""
    mentions = [mention for mention in cast.mentions(sentence) if mention.end <= begin + period.start]
    named = [mention for mention in mentions if mention.start >= begin] or mentions
    holders = {mention.holder for mention in named}
    if (
        not named
        or Holder.BOTH in holders
        or ({Holder.OURS, Holder.THEIRS} <= holders and re.search(r"\bor\b", sentence))
    ):
        return Holder.BOTH
    return named[0].holder


def loose_cure(text: str, units: list[Unit], cast: Cast) -> Loose | None:
    """The time the other side, or either, has to put a breach right before it is ended, told over up to three sentences."""
    for number, unit in enumerate(units):
        words = normal(text[unit.start : unit.end])
        asked = [period for period in durations(words) if _is_asked(words, period)]
        if not asked or says("not_notice_of", words) or says("renew", words):
            continue
        near = [other for other in units[max(0, number - 2) : number + 2] if other.section == unit.section]
        around = " ".join(normal(text[other.start : other.end]) for other in near)
        bare = wording("not_cause").sub(" ", wording("convenience").sub(" ", around))
        if not says("cause", bare) or not (_ENDING.search(around) or says("end_verb", around)):
            continue
        here = (
            says("cause", words)
            or says("cure", words)
            or _ENDING.search(words)
            or _NAMES_THE_ONE_IN_BREACH.search(words)
        )
        if here and not _their_right(words, around, cast):
            return Loose(Holder.BOTH, asked[0], unit.start, unit.end)
    return None


def _is_asked(words: str, period: Duration) -> bool:
    """Whether `period` runs from a notice, a reminder or the like, and is no notice of ending itself."""
    before, after = words[: period.start], words[period.end :]
    if period.days > _LONGEST_CURE or (is_notice(words, period) and not says("cure", words)):
        return False
    if re.match(r"['’]?s?\s*(?:past due|overdue|late|in arrears|old|or more|before|prior to)\b", after, re.I):
        return False
    return bool(_AFTER_ASKING.match(after) or _BEFORE_IT_ASKED.search(before[-90:]))


def _their_right(words: str, around: str, cast: Cast) -> bool:
    """Whether it is we who are in breach, or they who may end it."""
    fault = wording("cause").search(words)
    at_fault = [mention.holder for mention in cast.mentions(words) if fault and mention.end <= fault.start()]
    for acts in (cast.acts(words, None), cast.acts(around, None)):
        holders = {act.holder for act in acts}
        if Holder.THEIRS in holders and not holders & {Holder.OURS, Holder.BOTH}:
            return True
    return (
        bool(at_fault) and at_fault[0] is Holder.OURS and Holder.THEIRS not in at_fault and Holder.BOTH not in at_fault
    )
