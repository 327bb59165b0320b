"""Term length: when the present term of a contract ends and how long a further one lasts, where the contract states it."""

import re
from datetime import date, timedelta

from coach.plan.days import add_months, read_day
from coach.plan.durations import durations
from coach.plan.ending import Reading
from coach.plan.normal import normal
from coach.plan.periods import is_renewal_notice

_TERM_START = re.compile(
    r"\b(?:commenc\w+|begins?|starts?|runs?|from|effective|dated?|commencement date|start date|of)\b[^.;]{0,40}$", re.I
)
_TERM_END = re.compile(
    r"\b(?:until|to|through|ends?(?: on)?|expir\w+(?: on)?|end date|and ending(?: on)?|terminates? on)\b[\s:]*(?:and including )?$",
    re.I,
)


def term_dates(reading: Reading, today: date) -> tuple[date, int] | None:
    """The day after the stated term ends, and how many months a further term lasts (0: not stated).

    From an end date the contract names, else from a start date and a length in the same section; None if either is missing.
    """
    start = end = None
    length = again = 0
    for unit in reading.units:
        words = normal(reading.text[unit.start : unit.end])
        context = f"{unit.heading} {words}".lower()
        if re.search(r"\bterm\b|duration|commenc|period|begins?\b|runs?\b|renew|start", context):
            for match in re.finditer(
                r"\b(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?[A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2})\b",
                words,
            ):
                day = read_day(match[0], today)
                if day and end is None and _TERM_END.search(words[: match.start()]):
                    end = day
                elif day and start is None and _TERM_START.search(words[: match.start()]):
                    start = day
            stated, renewed = _lengths(words)
            length, again = length or stated, again or renewed
    if end is not None:
        return end + timedelta(days=1), again or length
    return (add_months(start, length), again or length) if start and length else None


def _lengths(words: str) -> tuple[int, int]:
    """Months of the first and of a further term, as a sentence states them; 0 where it does not."""
    first = further = 0
    for period in durations(words):
        if not period.months or is_renewal_notice(words, period):
            continue
        before_ = words[: period.start]
        if re.search(
            r"\b(?:successive|further|additional|consecutive|renew\w*|extend\w*|rolls?)\b[^.;]{0,50}$", before_, re.I
        ):
            further = further or period.months
        elif re.search(r"\b(?:term|period|for|runs?|continues?|is|of)\b[^.;]{0,30}$", before_, re.I) and not re.search(
            r"\bnotice\b", words[period.end : period.end + 30], re.I
        ):
            first = first or period.months
    if re.search(
        r"\b(?:renew|roll)\w*\b[^.;]{0,25}\b(?:monthly|every month|each month|month[- ]to[- ]month)\b", words, re.I
    ):
        further = further or 1
    return first, further
