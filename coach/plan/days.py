"""Days: plain dates - reading them from words, counting notice in calendar days, business days or months."""

import re
from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta

from coach.plan.durations import Duration

_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_FORMS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH}\b\.?(?:,? (?P<year>\d{{4}}))?", re.IGNORECASE
    ),
    re.compile(rf"\b{_MONTH}\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<year>\d{{4}}))?", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
)
_SLASHED = re.compile(r"\b(?P<first>\d{1,2})[./](?P<second>\d{1,2})[./](?P<year>\d{4}|\d{2})\b")
_END_OF = re.compile(
    rf"\bend of (?:(?P<which>this|next|the) (?P<unit>month|quarter|year|week)|{_MONTH}(?: (?P<year>\d{{4}}))?)",
    re.IGNORECASE,
)


def read_day(words: str, today: date) -> date | None:
    """The day `words` name; without a year the next one from `today` on.

    None if they name no day, a day that does not exist (29 February 2027), or one that can be read two ways (03/04/2026).
    """
    for form in _FORMS:
        match = form.search(words)
        if match:
            groups = match.groupdict()
            month = int(groups["number"]) if groups.get("number") else _MONTHS[match["month"][:3].lower()]
            return _day(match["year"], month, int(match["day"]), today)
    return _slashed(words) or _end_of(words, today)


def _day(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _existing(int(year), month, day)
    for candidate in range(today.year, today.year + 9):
        found = _existing(candidate, month, day)
        if found and found >= today:
            return found
    return None


def _existing(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def _slashed(words: str) -> date | None:
    """12/31/2026 and 31.12.2026; a day and month that could change places are not guessed (dots are day first)."""
    match = _SLASHED.search(words)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    if "." in match[0] or first > 12 or first == second:
        return _existing(year, second, first)
    return _existing(year, first, second) if second > 12 else None


def _end_of(words: str, today: date) -> date | None:
    match = _END_OF.search(words)
    if match is None:
        return None
    if match["month"]:
        month = _MONTHS[match["month"][:3].lower()]
        year = int(match["year"]) if match["year"] else today.year + (month < today.month)
        return month_end(date(year, month, 1))
    step = 1 if match["which"].lower() == "next" else 0
    unit = match["unit"].lower()
    if unit == "week":
        return today + timedelta(days=(4 - today.weekday()) % 7 + 7 * step)
    if unit == "month":
        return month_end(add_months(today.replace(day=1), step))
    if unit == "quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        return month_end(add_months(first, 2 + 3 * step))
    return date(today.year + step, 12, 31)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_business_day(day: date, closed: Container[date] = ()) -> bool:
    """Monday to Friday and none of the days `closed`: public holidays differ from place to place, and the user names theirs."""
    return day.weekday() < 5 and day not in closed


def add_business_days(day: date, count: int, closed: Container[date] = ()) -> date:
    """The `count`-th business day after `day` (before it if negative)."""
    step = 1 if count >= 0 else -1
    for _ in range(abs(count)):
        day += timedelta(days=step)
        while not is_business_day(day, closed):
            day += timedelta(days=step)
    return day


def last_business_day(day: date, closed: Container[date] = ()) -> date:
    """`day`, or the business day before it if it falls on a weekend or a day `closed`."""
    return day if is_business_day(day, closed) else add_business_days(day, -1, closed)


def after(day: date, period: Duration, closed: Container[date] = ()) -> date:
    """When a period that starts the day after `day` is over: the day itself is not counted."""
    if period.business:
        return add_business_days(day, period.days, closed)
    return add_months(day, period.months) if period.months else day + timedelta(days=period.days)


def before(day: date, period: Duration, closed: Container[date] = ()) -> date:
    """The last day from which `period` still fits before `day`."""
    if not (period.business or period.months):
        return day - timedelta(days=period.days)
    found = add_business_days(day, -period.days, closed) if period.business else add_months(day, -period.months)
    while after(found, period, closed) > day:
        found -= timedelta(days=1)
    return found
