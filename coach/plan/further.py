"""Further terms: how long the contract runs, refunds, where notices go, and who owns what is made or left unfinished."""

import re

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.durations import durations
from coach.plan.ending import Reading
from coach.plan.periods import is_notice, is_renewal_notice
from coach.plan.terms import Found, each, headed
from coach.plan.wording import says, wording

_MOST_WORDS = 14  # of a value: the quote holds the rest
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
_UNTIL_A_DAY = re.compile(rf"\b(?:until|through|to|ends?(?: on)?|ending(?: on)?|expir\w+(?: on)?|terminates? on|end date)\b[\s:]*(?:and including )?(?P<day>{_DAY})", re.I)  # fmt: skip


def term(reading: Reading, cast: Cast) -> Found | None:
    """How long the contract runs, in its words: "twelve (12) months", "until 31 December 2026", "month to month"."""
    for unit, words in each(reading):
        context = f"{unit.heading} {words}"
        if not says("term_stated", context) or says("not_the_term", words):
            continue
        value = _length(words) or _until(words) or _open_ended(words)
        if value:
            return Found(value, unit.start, unit.end)
    return None


def _length(words: str) -> str | None:
    for period in durations(words):
        before, after = words[: period.start], words[period.end :]
        if period.days < 28 or is_notice(words, period) or is_renewal_notice(words, period):
            continue
        if says("further_term_before", before[-60:]) or re.match(r"\W*(?:notice|before|prior|after)\b", after, re.I):
            continue
        if says("runs_for_before", before[-70:]) or wording("term_after").match(after):
            return words[period.start : period.end].strip()
    return None


def _until(words: str) -> str | None:
    match = _UNTIL_A_DAY.search(words)
    return f"until {match['day']}" if match else None


def _open_ended(words: str) -> str | None:
    match = wording("open_ended").search(words)
    return match[0].strip() if match else None


def refund(reading: Reading, cast: Cast) -> Found | None:
    """What is given back, or that nothing is, in the contract's words."""
    for unit, words in each(reading):
        if says("not_a_refund", words):
            continue
        match = wording("refunds").search(words)
        if match:
            return Found(_short(match[0]), unit.start, unit.end)
    return None


def notice_address(reading: Reading, cast: Cast) -> Found | None:
    """Where, or by which way, notices must go, in the contract's words."""
    for unit, words in each(reading):
        about = re.search(r"\bnotices?\b", words, re.I) or headed(unit, r"\bnotices?\b")
        if not about or says("not_notice_of", words):
            continue
        match = wording("goes_to").search(words)
        if match:
            return Found(_short(match["where"] or match["where2"]), unit.start, unit.end)
    return None


def work_for_hire(reading: Reading, cast: Cast) -> Found | None:
    """True where what is made belongs to the customer from the start, paid or not."""
    for unit, words in each(reading):
        paid_first = says("once_paid", re.sub(r"\bwhether or not [^.;]*", "", words))
        if says("theirs_from_the_start", words) and not paid_first:
            return Found(True, unit.start, unit.end)
    return None


def unfinished_work(reading: Reading, cast: Cast) -> Found | None:
    """Who has the work that is not finished when it ends: "yours", "theirs", or "theirs once paid"."""
    for unit, words in each(reading):
        context = f"{unit.heading} {words}"
        if not (says("unfinished", words) and says("at_the_end", context) and says("has_it", words)):
            continue
        value = _whose(unit, words, cast)
        if value:
            return Found(value, unit.start, unit.end)
    return None


def _whose(unit: Unit, words: str, cast: Cast) -> str | None:
    if says("once_paid", words) or re.search(r"\bunless\b[^.;]{0,40}\bpa(?:y|ys|id)\b", words, re.I):
        return "theirs once paid"
    match = wording("has_it").search(words)
    mentions = cast.mentions(words)
    if match is None or not mentions:
        return None
    receives = re.match(r"(?:deliver|hand|transfer|pass|assign|belong|vest|.*property of)", match[0], re.I)
    after = [mention for mention in mentions if mention.start >= match.end()]
    before = [mention for mention in mentions if mention.end <= match.start()]
    chosen = after[0] if receives and after else before[-1] if before else None
    if chosen is None or chosen.holder not in (Holder.OURS, Holder.THEIRS):
        return None
    return "yours" if chosen.holder is Holder.OURS else "theirs"


def _short(words: str) -> str:
    parts = words.strip(" ,.;:").split()
    return " ".join(parts) if len(parts) <= _MOST_WORDS else " ".join(parts[:_MOST_WORDS]) + " …"
