"""Contract: reads the terms of a contract that matter for ending it, each with its verbatim words."""

import re
from collections.abc import Iterable

from coach.plan import duties, fees, further
from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.durations import Duration, durations
from coach.plan.ending import Kind, Reading, Right, cure_elsewhere, lasting, only_for_a_while, read_ending, words_of
from coach.plan.loose import loose_cure, loose_notice
from coach.plan.normal import normal
from coach.plan.parties import Side, read_parties
from coach.plan.periods import is_notice, is_renewal_notice
from coach.plan.terms import Reader
from coach.plan.wording import says, wording
from coach.vocabulary.plan import Contract, Term

_APPLY = (Holder.OURS, Holder.BOTH, Holder.ANYBODY)
_READERS: dict[str, Reader] = {
    "auto_renewal": duties.auto_renewal,
    "payment_days": fees.payment_days,
    "late_fee": fees.late_fee,
    "kill_or_termination_fee": fees.fee_for_ending,
    "ip_until_paid": duties.ip_until_paid,
    "confidentiality": duties.confidentiality,
    "non_disparagement": duties.non_disparagement,
    "non_solicitation": duties.non_solicitation,
    "exclusivity": duties.exclusivity,
    "transition_duty": duties.transition_duty,
    "governing_law": duties.governing_law,
    "term": further.term,
    "notice_address": further.notice_address,
    "refund": further.refund,
    "work_for_hire": further.work_for_hire,
    "unfinished_work": further.unfinished_work,
}


def read_contract(text: str, side: Side = Side.PROVIDER) -> Contract:
    """What the contract `text` says about ending it, with the rights of `side`; what it does not say is null.

    Quotes are verbatim: `text[term.start:term.end] == term.quote`. Not legal advice.
    """
    reading, cast = read(text, side)
    found = ending_terms(reading, cast)
    provider = Cast(read_parties(text), Side.PROVIDER)
    for key, reader in _READERS.items():
        answer = reader(reading, provider)
        if answer is not None:
            found[key] = _term(text, answer.value, answer.start, answer.end)
    return Contract(**found)


def read(text: str, side: Side = Side.PROVIDER) -> tuple[Reading, Cast]:
    """The rights to end the contract, and its parties as seen from `side`."""
    cast = Cast(read_parties(text), side)
    return read_ending(text, cast), cast


def _term(text: str, value: bool | int | str, start: int, end: int) -> Term:
    return Term(value=value, quote=text[start:end], start=start, end=end)


def ending_terms(reading: Reading, cast: Cast) -> dict[str, Term]:
    """The terms about ending: the right, the notice, its form, the cause, the cure and the renewal window."""
    text, found = reading.text, {}
    right = _convenience(reading)
    if right is not None:
        found["terminate_for_convenience"] = _term(text, not right.denied, right.start, right.end)
    notice = _notice(reading, right, cast)
    if notice is not None:
        period, start, end = notice
        found["notice_days"] = _term(text, period.days, start, end)
        found["notice_business_days"] = _business(reading, period, start, end)
        if "terminate_for_convenience" not in found and right is None and _stands_for_a_right(reading):
            found["terminate_for_convenience"] = _term(text, True, start, end)
    written = _in_writing(reading, right, notice, cast)
    if written is not None:
        found["notice_in_writing"] = written
    found |= _cause(reading, cast) | _renewal(reading, cast)
    return found | _in_other_words(reading, cast, found)


def _in_other_words(reading: Reading, cast: Cast, found: dict[str, Term]) -> dict[str, Term]:
    """What no grammar fits: a notice where no way out was found, a time to cure where none was."""
    text, more = reading.text, {}
    ours = reading.of(Kind.CONVENIENCE, *_APPLY) or reading.of(Kind.CONVENIENCE, *_APPLY, denied=True)
    open_right = "terminate_for_convenience" in found and found["terminate_for_convenience"].value is True
    if "notice_days" not in found and (open_right or not ours) and not reading.of(Kind.CONVENIENCE, Holder.THEIRS):
        notice = loose_notice(text, reading.units, cast)
        if notice is not None:
            more["terminate_for_convenience"] = found.get(
                "terminate_for_convenience", _term(text, True, notice.start, notice.end)
            )
            more["notice_days"] = _term(text, notice.period.days, notice.start, notice.end)
            more["notice_business_days"] = _business(reading, notice.period, notice.start, notice.end)
    if "cure_days" not in found:
        cure = loose_cure(text, reading.units, cast)
        if cure is not None:
            more["terminate_for_cause"] = found.get("terminate_for_cause", _term(text, True, cure.start, cure.end))
            more |= _cure_terms(text, cure.period, cure.start, cure.end)
    return more


def _convenience(reading: Reading) -> Right | None:
    """Our right to end it without a reason: one with a notice before one without, any before a denial."""
    rights = reading.of(Kind.CONVENIENCE, *_APPLY)
    rights.sort(key=lambda right: (right.holder is not Holder.OURS, right.notice is None, "notice" not in right.words))
    denials = reading.of(Kind.CONVENIENCE, Holder.OURS, Holder.BOTH, Holder.ANYBODY, denied=True)
    theirs = reading.of(Kind.CONVENIENCE, Holder.THEIRS)
    if rights and denials and all(right.holder is Holder.ANYBODY for right in rights) and theirs:
        return denials[0]
    return next(iter(rights or denials), None)


def _notice(reading: Reading, right: Right | None, cast: Cast) -> tuple[Duration, int, int] | None:
    """The notice we must give: in the right's own words, as a defined notice period, in its section, or standing alone."""
    if right is not None and right.denied:
        return None
    if right is not None and right.notice:
        return right.notice, right.start, right.end
    if right is not None:
        return _defined_period(reading, right) or _notice_near(reading, right, cast)
    if reading.of(Kind.CONVENIENCE, Holder.THEIRS) or reading.of(Kind.RENEWAL, *_APPLY):
        return _notice_for_cause(reading)
    return _notice_alone(reading, cast) or _notice_for_cause(reading)


def _defined_period(reading: Reading, right: Right) -> tuple[Duration, int, int] | None:
    """ "Notice Period" used in the right, and given its length elsewhere."""
    if not re.search(r"\bnotice period\b|\bperiod of notice\b", right.words, re.I):
        return None
    for unit in reading.units:
        words = normal(reading.text[unit.start : unit.end])
        match = re.search(r"\bnotice period\b[\"')]*\s*(?:means?|shall mean|is|shall be|:|=|\t|of)", words, re.I)
        period = next((d for d in durations(words) if match and d.start >= match.end() - 1), None)
        if period:
            return period, unit.start, unit.end
    return None


def _notice_near(reading: Reading, right: Right, cast: Cast) -> tuple[Duration, int, int] | None:
    """A notice that another sentence of the section asks for, of both or of us."""
    for unit in _near(reading, right.unit):
        words = words_of(reading.text, unit)
        period = _plain_notice(words, cast)
        if period:
            return period, unit.start, unit.end
    return None


def _near(reading: Reading, unit: Unit) -> Iterable[Unit]:
    """`unit` itself, the sentences after it in its section, then those before it, at most four away."""
    here = reading.units.index(unit)
    around = [unit, *reading.units[here + 1 : here + 5], *reversed(reading.units[max(0, here - 3) : here])]
    return [other for other in around if other.section == unit.section]


def _plain_notice(words: str, cast: Cast) -> Duration | None:
    """The notice `words` ask of us or of both for ending, and not for anything else."""
    bare = wording("convenience").sub(" ", words)
    bare = wording("not_cause").sub(" ", bare)
    both = says("both_ways", words)
    conditional = says("condition", wording("not_condition").sub(" ", bare)) or words.rstrip().endswith(":")
    if (
        conditional
        or says("cause", bare)
        or says("not_convenience", bare)
        or says("renew", words)
        or says("not_notice_of", words)
    ):
        return None
    holders = [mention.holder for mention in cast.mentions(words)]
    if both:
        holders = []
    if holders and holders[0] is Holder.THEIRS and Holder.BOTH not in holders and Holder.OURS not in holders:
        return None
    if not both and any(act.holder is Holder.THEIRS for act in cast.acts(words, None)):
        return None
    if only_for_a_while(words):
        return None
    if not both and {Holder.OURS, Holder.THEIRS} == set(holders):
        words = _own_part(words, cast)
    stated = (d for d in durations(words) if is_notice(words, d) and not is_renewal_notice(words, d))
    return lasting(words, next(stated, None))


def _own_part(words: str, cast: Cast) -> str:
    """What a sentence says of us, where it tells us and them apart: "Client gives two months and the Consultant gives one"."""
    mentions = cast.mentions(words)
    for this, following in zip(mentions, [*mentions[1:], None], strict=True):
        part = words[this.start : following.start if following else len(words)]
        if this.holder is Holder.OURS and any(True for _ in durations(part)):
            return part
    return words


def _notice_alone(reading: Reading, cast: Cast) -> tuple[Duration, int, int] | None:
    """A notice stated without "may terminate": "Notice period: 30 days", "either of us gives two weeks' notice"."""
    for unit in reading.units:
        words = words_of(reading.text, unit)
        period = _plain_notice(words, cast)
        if period is None or re.match(r'"?notice period"?\s*(?:means|shall mean)', words, re.I):
            continue
        another_right = re.search(r"\b(?:may|can|could|(?:is|are) entitled to)\b(?! (?:serve|give) (?:[\w()'-]+ ){0,6}?notice\b)", words, re.I)  # fmt: skip
        context = words if another_right else f"{unit.heading} {words}"
        about_ending = (
            says("end_verb", context)
            or says("end_noun", context)
            or re.search(r"does(?: not|n't) work out|\bnotice\s*[:\t]", words, re.I)
        )
        if about_ending:
            return period, unit.start, unit.end
    return None


def _notice_for_cause(reading: Reading) -> tuple[Duration, int, int] | None:
    """The notice of our right for cause, where that is the only door and no time to cure is given with it."""
    rights = reading.of(Kind.CAUSE, *_APPLY)
    if any(right.cure and (right.notice is None or right.notice.days == right.cure.days) for right in rights):
        return None
    return next(((right.notice, right.start, right.end) for right in rights if right.notice), None)


def _stands_for_a_right(reading: Reading) -> bool:
    return not reading.of(Kind.CONVENIENCE, Holder.THEIRS) and not any(
        right.notice for right in reading.of(Kind.CAUSE, *_APPLY)
    )


def _business(reading: Reading, period: Duration, start: int, end: int) -> Term:
    """Whether the notice counts business days: its own words, else a definition for the whole contract."""
    if not period.business:
        for unit in reading.units:
            if says("days_are_business", normal(reading.text[unit.start : unit.end])):
                return _term(reading.text, True, unit.start, unit.end)
    return _term(reading.text, period.business, start, end)


def _in_writing(
    reading: Reading, right: Right | None, notice: tuple[Duration, int, int] | None, cast: Cast
) -> Term | None:
    """The form of notice: as our right to end it says, as a clause on all notices says, as the other rights say."""
    text = reading.text
    spans = [(right.start, right.end)] if right and not right.denied else []
    spans += [notice[1:]] if notice else []
    for start, end in spans:
        words = normal(text[start:end])
        if says("oral", words):
            return _term(text, False, start, end)
        if says("written", words):
            return _term(text, True, start, end)
    for unit in reading.units:
        words = normal(text[unit.start : unit.end])
        if says("all_notices", words):
            return _term(text, True, unit.start, unit.end)
    for other in (*reading.of(Kind.CAUSE, *_APPLY), *reading.of(Kind.RENEWAL, *_APPLY)):
        if says("written", other.words) or says("written", normal(text[other.start : other.end])):
            return _term(text, True, other.start, other.end)
    for unit in reading.units:
        words = normal(text[unit.start : unit.end])
        named = cast.mentions(words)
        ours = any(mention.holder in (Holder.OURS, Holder.BOTH) for mention in named[:1])
        if ours and says("end_noun", words) and re.search(r"\bwritten notice\b|\bnotice in writing\b", words, re.I):
            return _term(text, True, unit.start, unit.end)
    return None


def _cause(reading: Reading, cast: Cast) -> dict[str, Term]:
    rights = reading.of(Kind.CAUSE, *_APPLY)
    if not rights:
        return {}
    rights = sorted(rights, key=_special)
    text, first = reading.text, rights[0]
    found = {"terminate_for_cause": _term(text, True, first.start, first.end)}
    for right in rights:
        if right.cure:
            return found | _cure_terms(text, right.cure, right.start, right.end)
    for right in rights:
        elsewhere = cure_elsewhere(reading, right, cast)
        if elsewhere:
            period, unit = elsewhere
            return found | _cure_terms(text, period, unit.start, unit.end)
    return found


def _cure_terms(text: str, period: Duration, start: int, end: int) -> dict[str, Term]:
    found = {"cure_days": _term(text, period.days, start, end)}
    if period.business:
        found["cure_business_days"] = _term(text, True, start, end)
    return found


def _special(right: Right) -> int:
    """0 for a right on any breach, 1 for one on a certain kind, 2 on money alone; the general one stands first."""
    words = wording("not_cause").sub(" ", right.words)
    paid = re.search(
        r"\bpay(?:s|ment|ments|able)?\b|\bpaid\b|\binvoices?\b|\bnon-?payment\b|\bunpaid\b|\bfees?\b", words, re.I
    )
    general = re.search(r"\b(?:material(?:ly)?|substantial(?:ly)?|any|serious|other|fundamental|important) (?:\w+ ){0,2}?(?:breach\w*|default|terms?|obligations?|provisions?|promises?)|\bmaterially breach|\bin breach\b|\bbreach(?:es)? (?:of )?(?:this|the|any)\b", words, re.I)  # fmt: skip
    if general and not re.search(r"\b(?:payment|confidential\w*)\b.{0,12}\bobligations?\b|breach\w* of (?:confidential|clause|section)", words, re.I):  # fmt: skip
        return 0
    return 2 if paid else 1


def _unless_told(words: str) -> Duration | None:
    """ "Renews monthly unless cancelled with five days' notice", "to stop the renewal, give two months' notice before 1 July"."""
    condition = re.search(
        r"\bunless\b|\b(?:to (?:stop|prevent|avoid)|against) (?:the |a |this |any )?(?:\w+ )?renewal\b", words, re.I
    )
    if condition is None or not says("renew", words):
        return None
    return next((d for d in durations(words) if d.start > condition.start() and is_notice(words, d)), None)


def _their_objection(words: str, period: Duration, cast: Cast) -> bool:
    """Whether only the other side may object: "unless the Company gives 15 days' notice"."""
    condition = re.search(r"\b(?:unless|if)\b", words, re.I)
    if condition is None or condition.start() > period.start:
        return False
    holders = {mention.holder for mention in cast.mentions(words[condition.start() : period.start])}
    return holders == {Holder.THEIRS}


def _renewal(reading: Reading, cast: Cast) -> dict[str, Term]:
    """The notice against a renewal: counted back from the end of a term, or from an anniversary."""
    for right in reading.of(Kind.RENEWAL, *_APPLY):
        if right.notice:
            return {"non_renewal_notice_days": _term(reading.text, right.notice.days, right.start, right.end)}
    for unit in reading.units:
        words = normal(reading.text[unit.start : unit.end])
        if (not says("renew", words) and not says("renewal_date", words)) or says("not_renewal_notice", words):
            continue
        if not (
            says("tell", words)
            or re.search(r"\b(?:elect\w*|cancel\w*|opt\w*|terminat\w*|says?|object\w*)\b", words, re.I)
        ) or says("any_time", words):
            continue
        period = next((d for d in durations(words) if is_renewal_notice(words, d)), None)
        period = period or _unless_told(words)
        if period and not _their_objection(words, period, cast):
            return {"non_renewal_notice_days": _term(reading.text, period.days, unit.start, unit.end)}
    return {}
