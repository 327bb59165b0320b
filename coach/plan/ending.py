"""Ending: the rights to end a contract as it states them - whose, for what, after which notice or time to cure."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from coach.plan.actors import Act, Cast, Holder
from coach.plan.clauses import Unit, units
from coach.plan.durations import Duration, durations
from coach.plan.normal import normal
from coach.plan.periods import cure_in, is_notice, is_renewal_notice, lasting_cure
from coach.plan.rows import by_party, rows
from coach.plan.wording import fragment, says, wording

_SHORT_REMARK = 70  # characters of "The same goes for you."
_LONGEST_QUOTE = 700  # characters: a list item is quoted with what leads into it up to this length
_ELSEWHERE = re.compile(r"\b(?:in accordance with|pursuant to|as (?:provided|set (?:out|forth)|permitted|specified)|under (?:this )?(?:clause|section|article|paragraph)|by the terms)\b", re.I)  # fmt: skip
_BEFORE_A_DAY = re.compile(
    r"\b(?:before|prior to|until|within the first|in the first|during the (?:first|initial|minimum))\b", re.I
)
_FOR_A_WHILE = re.compile(
    r"\b(?:during|within|in|throughout) (?:(?:the|that|this|its|such|an?) )?(?:[\w-]+ )?(?:trial|probation(?:ary)?)\b|\b(?:during|within|in|throughout) (?:(?:the|that|this|its|such) )?(?:(?:first|trial|initial|opening|probation\w*|introductory|test|pilot) (?:\(?\w+\)? ){0,3}(?:days?|weeks?|months?|period|phase)|(?:that|this|such) (?:first |trial )?(?:month|week|period|phase|time))\b",
    re.I,
)
_LATER = re.compile(r"\b(?:thereafter|after that|afterwards|from then on|after (?:this|that|the) (?:trial|first|initial|time|period|month)|once (?:the|that) (?:trial|first))\b", re.I)  # fmt: skip
_FROM_THEN_ON = re.compile(r"['’]?s?['’]?\s*(?:(?:written |prior )*notice )?(?:thereafter|after that|afterwards|from then on|later on|in later years)\b", re.I)  # fmt: skip
_IF_NOT = re.compile(
    r"\bif (?:it|they|he|she|that|this|he or she|nothing) (?:does|do|has|have|is|are|still)\b[^,.;]{0,20}?\b(?:not|changed)\b|\bfailing (?:which|this|that)\b|\bif (?:that|this|the period) (?:passes|fails|lapses)",
    re.I,
)
_ONE_ORDER = re.compile(
    r"\s+(?:(?:any|an|a|each|the|one or more|all|such|individual|particular|specific|relevant|applicable|affected|given|single|of) ){1,3}(?:sows?|statements? of work|work orders?|task orders?|purchase orders?|order forms?|call-?offs?|work packages?|assignments?|milestones?)\b(?!,? (?:and|or)(?: all of)? (?:this|the) (?:agreement|contract))",
    re.I,
)  # ending a part, not the contract
_EXCEPT = re.compile(r"\b(?:except|other than|save|unless|but only)\b", re.I)
_NOT_BEFORE = re.compile(r"\b(?:not (?:to )?expir\w+ before|no earlier than|not earlier than|not before|after)\b", re.I)
_OR_AT_ONCE = re.compile(
    r",?\s+or\s+(?:immediately|forthwith|at once|right away|with immediate effect|without notice)\b", re.I
)
_LISTS_REASONS = re.compile(
    r"\b(?:for|if|where|when|following(?: (?!notice)\w+){0,3}|circumstances|reasons|events|cases)\s*:", re.I
)
_AT_WILL = re.compile(
    r"\b(?:agreement|engagement|contract|arrangement|relationship|it|services)\b.{0,30}\bis (?:terminable )?at[- ]will\b",
    re.I,
)


class Kind(StrEnum):
    CONVENIENCE = "convenience"
    CAUSE = "cause"
    RENEWAL = "renewal"


class Right(NamedTuple):
    """One stated right (or its denial): the words are `text[start:end]`; periods as `Duration`s of those words."""

    kind: Kind
    holder: Holder
    denied: bool
    start: int
    end: int
    unit: Unit
    notice: Duration | None = None
    cure: Duration | None = None
    words: str = ""


class Reading(NamedTuple):
    """A contract's sentences, and the rights found in them in their order."""

    text: str
    units: list[Unit]
    rights: list[Right]

    def of(self, kind: Kind, *holders: Holder, denied: bool = False) -> list[Right]:
        """The rights of `kind` that one of `holders` has (or is denied)."""
        return [
            right for right in self.rights if right.kind is kind and right.denied == denied and right.holder in holders
        ]


def read_ending(text: str, cast: Cast) -> Reading:
    """Every right to end the contract `text`, whoever holds it."""
    found = units(text)
    leads = {unit.lead for unit in found if unit.lead}
    rights: list[Right] = []
    for unit in found:
        if (unit.start, unit.end) not in leads:
            stated = list(_rights(text, unit, cast, rights, _sentence_before(text, found, unit)))
            stated = [*_shares(text, unit, cast), *stated] or list(_in_rows(text, unit, cast))
            rights.extend(
                right._replace(holder=Holder.BOTH) if _both_ways(text, found, unit) else right for right in stated
            )
    return Reading(text, found, rights)


def _sentence_before(text: str, found: list[Unit], unit: Unit) -> str:
    """What the sentence before says, where this one leans on it: "… has 20 days to put it right. If it does not, …"."""
    words = normal(text[unit.start : unit.end])
    here = found.index(unit)
    if here == 0 or found[here - 1].section != unit.section or not _IF_NOT.match(words):
        return ""
    return normal(text[found[here - 1].start : found[here - 1].end])


def _both_ways(text: str, found: list[Unit], unit: Unit) -> bool:
    """Whether a sentence, or the short one behind it, gives the other side the same: "and so can I", "The same goes for you."."""
    if says("both_ways", normal(text[unit.start : unit.end])):
        return True
    following = next((other for other in found if other.start >= unit.end), None)
    if following is None or following.section != unit.section or following.end - following.start > _SHORT_REMARK:
        return False
    return says("both_ways", normal(text[following.start : following.end]))


def words_of(text: str, unit: Unit) -> str:
    """What a unit says, after the words that lead into it where those are about ending."""
    own = normal(text[unit.start : unit.end])
    lead = normal(text[unit.lead[0] : unit.lead[1]]) if unit.lead else ""
    opens = (
        says("end_verb", lead)
        or says("end_noun", lead)
        or re.search(rf"\b{fragment('may')}\b[^.;]{{0,60}}$", lead, re.I)
    )
    if opens and re.search(r"\bnotice(?: periods?)?(?: as follows)?\s*:$", lead, re.I) and "notice" not in own.lower():
        own = f"{own.rstrip(' .;,')} notice"
    return f"{lead} {own}" if opens else own


def quote_of(text: str, unit: Unit) -> tuple[int, int]:
    """The span to quote: with the lead where it stands just before, else the unit alone."""
    if unit.lead and unit.lead[1] <= unit.start and unit.end - unit.lead[0] <= _LONGEST_QUOTE:
        between = text[unit.lead[1] : unit.start]
        if says("end_verb", normal(text[slice(*unit.lead)])) and not re.search(r"\w{4}", between):
            return unit.lead[0], unit.end
    return unit.start, unit.end


def _rights(text: str, unit: Unit, cast: Cast, earlier: list[Right], before: str) -> Iterator[Right]:
    words = words_of(text, unit)
    context = f"{before} {words}"
    start, end = quote_of(text, unit)
    inherited: Holder | None = None
    for segment in _segments(words, cast):
        yield from _same_right(
            segment, unit, (start, end), cast, [r for r in earlier if r.unit.section == unit.section]
        )
        for act in cast.acts(segment, inherited):
            inherited = act.holder
            for right in _classified(segment, act, context, unit, (start, end)):
                earlier = [*earlier, right]
                yield right
    if _AT_WILL.search(words):
        yield Right(Kind.CONVENIENCE, Holder.ANYBODY, False, start, end, unit, words=words)


def _in_rows(text: str, unit: Unit, cast: Cast) -> Iterator[Right]:
    """The rights a row of shorthand states: "Notice | 60 days, either party", "Termination for cause: 30-day cure"."""
    words = normal(text[unit.start : unit.end])
    for row in rows(words, unit.heading, cast):
        kind = Kind.CAUSE if row.cure else Kind.CONVENIENCE
        yield Right(
            kind,
            row.holder,
            row.denied,
            unit.start,
            unit.end,
            unit,
            notice=None if row.cure else row.period,
            cure=row.period if row.cure else None,
            words=words,
        )


def _shares(text: str, unit: Unit, cast: Cast) -> Iterator[Right]:
    """A notice each: "terminable by the Consultant upon sixty days and by the Client upon thirty", or in a list under its lead."""
    words = words_of(text, unit)
    listed = unit.lead is not None and re.search(r"\bnotice\b", words, re.I) is not None
    parties = by_party(words, cast)
    if not parties or not (listed or len({holder for holder, _ in parties}) > 1):
        return
    bare = wording("not_cause").sub(" ", wording("convenience").sub(" ", words))
    about = (says("end_verb", words) or says("end_noun", words)) and re.search(r"\bnotice\b|\bupon\b", words, re.I)
    if not about or says("cause", bare) or says("not_convenience", words) or says("not_notice_of", words):
        return
    if any(is_renewal_notice(words, period) for _, period in parties):
        return
    start, end = quote_of(text, unit)
    for holder, period in parties:
        yield Right(Kind.CONVENIENCE, holder, False, start, end, unit, notice=period, words=words)


def _segments(words: str, cast: Cast) -> list[str]:
    """A sentence cut where somebody else begins to have a right."""
    may = rf"(?:{fragment('may')}|{fragment('must')})"
    joint = re.compile(
        r";\s*(?:and |or |but )?|,?\s+(?:and|but|while|whereas|although|however|except that|provided(?:,? however,?)? that)\s+|\s+\((?=(?:where|if|when|in case|unless)\b)",
        re.I,
    )
    cuts = [0]
    for match in joint.finditer(words):
        if _opens_with_a_case(words[match.end() :], cast, may):
            cuts.append(match.end())
            continue
        following = words[match.end() : match.end() + 60]
        starts = [m for m in cast.mentions(following) if m.start <= 4]
        if starts and re.match(rf"[\s,]*(?:\w+ly,? |also )?{may}\b", following[starts[0].end :], re.I):
            cuts.append(match.end())
    return [words[a:b] for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _opens_with_a_case(words: str, cast: Cast, may: str) -> bool:
    """ "… and in case of non-payment the Contractor may …": a new right behind its own condition."""
    case = re.match(r"(?:only )?(?:if|where|in (?:the )?(?:case|event)|should|when|upon|unless|for|during)\b[^.;]{3,140}", words, re.I)  # fmt: skip
    if case is None:
        return False
    for mention in cast.mentions(case[0]):
        if re.match(
            rf"[\s,]*(?:\w+ly,? |also )?{may}\b[^.;]{{0,60}}?{fragment('end_verb')}", words[mention.end :], re.I
        ):
            return not says("end_verb", words[: mention.start])
    return False


def _same_right(segment: str, unit: Unit, quote: tuple[int, int], cast: Cast, earlier: list[Right]) -> Iterator[Right]:
    """ "Contractor has the same right (on 45 days' notice)" after somebody else's right."""
    match = wording("same_right").search(segment)
    stated = [right for right in reversed(earlier) if not right.denied]
    if match is not None and stated and says("cause", segment):
        owners = [mention for mention in cast.mentions(segment) if mention.end <= match.start()]
        if owners:
            cure = cure_in(segment) or stated[0].cure
            yield Right(Kind.CAUSE, owners[-1].holder, False, *quote, unit, cure=cure, words=segment)
        return
    model = next((right for right in stated if right.kind is Kind.CONVENIENCE), None)
    if model is None:
        return
    if match is None:
        yield from _own_notice(segment, unit, quote, cast)
        return
    owners = [mention for mention in cast.mentions(segment) if mention.end <= match.start()]
    owners = owners or [
        mention
        for mention in cast.mentions(segment)
        if re.fullmatch(r"\s*to\s*", segment[match.end() : mention.start])  # "a like right is granted to Consultant"
    ]
    if owners:
        notice = next((d for d in durations(segment) if is_notice(segment, d)), model.notice)
        yield Right(Kind.CONVENIENCE, owners[-1].holder, False, *quote, unit, notice=notice, words=segment)


def _own_notice(segment: str, unit: Unit, quote: tuple[int, int], cast: Cast) -> Iterator[Right]:
    """ "… and Contractor agrees to give 30 days' notice" after somebody else's right, in the same sentence."""
    giver = next(iter(cast.mentions(segment)), None)
    gives = rf"\s+(?:{fragment('must')})\s+(?:also )?(?:give|provide|serve)\b"
    if giver is None or giver.start > 4 or says("end_verb", segment) or says("cause", segment):
        return
    notice = _notice_in(segment)
    if notice and re.match(gives, segment[giver.end :], re.I):
        yield Right(Kind.CONVENIENCE, giver.holder, False, *quote, unit, notice=notice, words=segment)


def _classified(segment: str, act: Act, words: str, unit: Unit, quote: tuple[int, int]) -> Iterator[Right]:
    """The rights one "may terminate" states: for convenience, for cause, or at a renewal date."""
    after = segment[act.end : act.end + 40]
    if re.match(rf"\s+(?:the |your |any |such |all |its |this |an? )*{fragment('other_ending')}", after, re.I):
        return
    if _ONE_ORDER.match(segment[act.end :]):
        return
    sudden = _OR_AT_ONCE.search(segment, act.end)
    if sudden and not act.denied:
        tail = segment[sudden.end() :]
        if says("cause", tail) and not says("not_convenience", tail):
            yield Right(Kind.CAUSE, act.holder, False, *quote, unit, cure=cure_in(tail), words=words)
        segment = segment[: sudden.start()]
    strong = says("convenience", segment) or (
        "convenience" in unit.heading.lower() and "cause" not in unit.heading.lower()
    )
    bare = wording("convenience").sub(" ", segment)
    bare = wording("not_cause").sub(" ", bare)
    cause = says("cause", bare) or (not strong and _headed_for_cause(unit.heading))
    cause = cause or (not strong and unit.lead is not None and _LISTS_REASONS.search(segment) is not None)
    unmet = not cause and _IF_NOT.search(segment) is not None and says("cause", words)
    cause = cause or unmet
    notice = _notice_in(segment)
    if act.denied:
        yield from _denial(segment, act, cause, strong, words, unit, quote)
        return
    if says("mutual_consent", segment) and (notice is None or "only with" in segment.lower()):
        return
    if act.duty and (notice is None or cause):
        return
    condition = says("condition", wording("not_condition").sub(" ", bare))
    if cause and not says("not_convenience", bare):
        yield Right(
            Kind.CAUSE,
            act.holder,
            False,
            *quote,
            unit,
            notice=notice,
            cure=cure_in(segment) or (cure_in(words) if unmet else None),
            words=segment,
        )
    if not cause and _at_renewal(segment, strong):
        yield Right(
            Kind.RENEWAL, act.holder, False, *quote, unit, notice=_renewal_period(segment) or notice, words=segment
        )
    elif _without_reason(segment, bare, strong, cause or condition, notice):
        yield Right(Kind.CONVENIENCE, act.holder, False, *quote, unit, notice=notice, words=segment)


def _notice_in(segment: str) -> Duration | None:
    """The notice a right asks for: the lasting one where a first time has its own."""
    stated = [d for d in durations(segment) if is_notice(segment, d)]
    later = _LATER.search(segment)
    later_on = [d for d in stated if later and d.start > later.start()]
    return lasting(segment, next(iter(later_on or stated), None))


def lasting(words: str, notice: Duration | None) -> Duration | None:
    """The notice of the time after the first one, where a sentence gives both: "3 months in the first year and 6 thereafter"."""
    if notice is None:
        return None
    for period in durations(words):
        if period.start > notice.end and _FROM_THEN_ON.match(words[period.end :]):
            return period
    return notice


def _without_reason(segment: str, bare: str, strong: bool, conditional: bool, notice: Duration | None) -> bool:
    """Whether a right needs no reason, and is not merely a pointer to another clause."""
    if says("not_convenience", bare) or (conditional and not strong):
        return False
    if only_for_a_while(segment, notice):
        return False
    return strong or notice is not None or says("any_time", segment) or _ELSEWHERE.search(segment) is None


def only_for_a_while(words: str, notice: Duration | None = None) -> bool:
    """Whether `words` speak of a trial or first time alone, before the lasting terms."""
    first = _FOR_A_WHILE.search(words)
    return first is not None and not _LATER.search(words) and (notice is None or first.start() < notice.start)


def _denial(
    segment: str, act: Act, cause: bool, strong: bool, words: str, unit: Unit, quote: tuple[int, int]
) -> Iterator[Right]:
    exception = _EXCEPT.search(segment)
    if exception and says("cause", segment[exception.end() :]):
        yield Right(Kind.CAUSE, act.holder, False, *quote, unit, cure=cure_in(words), words=words)
    if exception or strong or not (cause or _BEFORE_A_DAY.search(segment[act.end :])):
        yield Right(Kind.CONVENIENCE, act.holder, True, *quote, unit, words=segment)


def _headed_for_cause(heading: str) -> bool:
    last = heading.split(" / ")[-1].lower()
    return (
        bool(re.search(r"\b(?:for cause|breach|default|(?:late|non-?|overdue|failed|or failed) ?payments?)\b", last))
        and "convenience" not in last
        and "without" not in last
    )


def _at_renewal(segment: str, strong: bool) -> bool:
    """Whether the right exists only at the end of a term or on an anniversary."""
    date = wording("renewal_date").search(segment)
    if date is None or strong or _NOT_BEFORE.search(segment[max(0, date.start() - 30) : date.start() + 12]):
        return False
    return "only" in segment.lower() or not says("any_time", segment)


def _renewal_period(segment: str) -> Duration | None:
    return next((d for d in durations(segment) if is_renewal_notice(segment, d)), None)


def cure_elsewhere(reading: Reading, right: Right, cast: Cast) -> tuple[Duration, Unit] | None:
    """A cure period that a neighbouring sentence of the same section gives the other side, or either."""
    for unit in reading.units:
        if unit.section != right.unit.section or (unit.start, unit.end) == (right.unit.start, right.unit.end):
            continue
        words = normal(reading.text[unit.start : unit.end])
        if not re.search(r"\b(?:cure|remedy|rectify|correct|put right|fix|grace)\b", words, re.I):
            continue
        defined = re.match(
            r"\W*(?:cure|remedy|grace) period\b\W*(?:means?|shall mean|is|shall be|will be)\b", words, re.I
        )
        period = lasting_cure(words) if defined else cure_in(words)
        holders = {mention.holder for mention in cast.mentions(words)}
        if (
            period
            and holders != {Holder.OURS}
            and not any(act.holder is Holder.THEIRS for act in cast.acts(words, None))
        ):
            return period, unit
    return None
