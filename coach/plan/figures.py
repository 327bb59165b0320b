"""Figures: the fees, rates, hours and debts a text states, with their words; what it does not state is not made up."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coach.plan.clauses import plain
from coach.plan.durations import durations, number
from coach.sentences import sentences
from coach.situation import Fact, FactKind, Situation
from coach.vocabulary.plan import Money

WEEKS_A_MONTH = 52 / 12
_LEAST_TOTAL = 10  # fewer hours are a morning, not the engagement
_MOST_AN_HOUR = 1_000  # an amount above it beside an hourly rate is no rate
DAYS_A_MONTH = 21

_SYMBOLS = {"$": "$", "£": "GBP", "€": "EUR", "us$": "USD", "au$": "AUD", "a$": "AUD", "ca$": "CAD", "nz$": "NZD"}
_WORDS = {"dollar": "$", "euro": "EUR", "pound": "GBP", "quid": "GBP", "usd": "USD", "eur": "EUR", "gbp": "GBP", "chf": "CHF", "aud": "AUD", "cad": "CAD", "nzd": "NZD", "franc": "CHF"}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<symbol>(?:US|AU|A|CA|NZ)?[$£€])\s?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>k\b|m\b|thousand\b|million\b)?"
    r"|(?P<before>\b(?:USD|EUR|GBP|CHF|AUD|CAD|NZD))\s?(?P<number3>\d[\d,]*(?:\.\d+)?)(?P<scale3>k\b)?"
    r"|(?<![\w.,])(?P<number2>\d[\d,]*(?:\.\d+)?)\s?(?P<scale2>k\s|thousand\s)?\s?(?P<word>dollars?|euros?|pounds?|quid|USD|EUR|GBP|CHF|AUD|CAD|NZD|francs?)\b",
    re.IGNORECASE,
)
_PER = r"\s*(?:\+ ?vat|plus vat|flat|net|gross)?\s*(?:a|an|per|each|every|/|p\.?)\s*(?P<unit>month|week|hour|hr|h\b|day|year|annum|quarter|m\b)"
_ADVERB = re.compile(r"\b(?P<adverb>monthly|weekly|hourly|daily|yearly|annual(?:ly)?|quarterly)\b", re.IGNORECASE)
_UNITS = {"month": "month", "m": "month", "week": "week", "hour": "hour", "hr": "hour", "h": "hour", "day": "day", "year": "year", "annum": "year", "quarter": "quarter"}  # fmt: skip
_ADVERBS = {"monthly": "month", "weekly": "week", "hourly": "hour", "daily": "day", "yearly": "year", "annual": "year", "annually": "year", "quarterly": "quarter"}  # fmt: skip
_OTHERS = re.compile(r"\b(?:other|another|new|previous|last|old|next) (?:client|customer)s?\b|\bmarket rate|\bsomeone else\b|\bbudget\b|\bad spend\b|\brevenue\b|\bturnover\b|\bsalary\b|\brent\b|\bcosts? (?:me|us)\b|\bspent\b|\bexpenses?\b|\bmargin\b|\blost\b|\bcash\b|\boffer(?:ed|s)?\b|\bwould be\b|\bused to\b|\bI pay\b|\bwe pay\b|\bextras?\b", re.I)  # fmt: skip
_TARGET = re.compile(
    r"\b(?:normally|usually|usual|normal|standard|regular|typical(?:ly)?|my (?:day |hourly )?rate|target|going rate|should be|others? pay|I charge|we charge)\b",
    re.I,
)
_EFFECTIVE = re.compile(
    r"\b(?:works? out|worked out|comes? (?:out )?(?:to|down to)|came (?:out )?(?:to|down to)|effective(?:ly)?|real(?:ly)? (?:rate|earn\w*|paid)|actual(?:ly)?|amounts? to|boils down|that['’]?s (?:about|around|roughly|like)|averag\w+|earn(?:ing)?|making|math|figured|calculat\w+|makes?)\b",
    re.I,
)
_COUNT = r"(?:(?P<count>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)|(?P<words>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]\w+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen))"
_HOURS = re.compile(rf"\b{_COUNT}\+?[\s-]*(?:hours|hrs|hour|hr)\b(?:\s*(?:of (?:work|my time|calls)|in))?(?:\s*(?:a|per|each|every|/)\s*(?P<per>week|month|day))?", re.IGNORECASE)  # fmt: skip
_NOT_WORKED = re.compile(
    r"\b(?:notice|later|late|ago|within|reply|replies|respond|answer|wait\w*|before|after midnight|cap(?:ped)?|limit|agreed|budgeted|included|contract (?:says|was)|quoted|estimated|deadline|turnaround|drive|sleep)\b",
    re.I,
)
_LATE = re.compile(
    r"\b(?:late|overdue|past due|outstanding|unpaid|behind|still (?:has|have)(?:n['’]t| not) paid|not paid|hasn['’]t paid|haven['’]t paid|waiting (?:for|on) (?:the )?(?:payment|money|invoice))\b",
    re.I,
)


class Figure(NamedTuple):
    """An amount with the period it is for ("month", "hour", …; empty: a sum) and its place in the text."""

    amount: float
    currency: str | None
    per: str
    start: int
    end: int
    sentence: str

    def money(self, text: str) -> Money:
        return Money(amount=self.amount, currency=self.currency, quote=text[self.start : self.end])


def amounts(text: str) -> Iterator[Figure]:
    """Every amount of money in `text`, in order."""
    for span in sentences(text):
        sentence = text[span.start : span.end]
        for match in _AMOUNT.finditer(sentence):
            value = _value(match)
            if value is None:
                continue
            per = re.match(_PER, sentence[match.end() :], re.I)
            unit = _UNITS[per["unit"].lower()] if per else _adverb(sentence, match)
            end = match.end() + (per.end() if per else 0)
            yield Figure(value, _currency(match), unit, span.start + match.start(), span.start + end, plain(sentence))


def _value(match: re.Match[str]) -> float | None:
    digits = (match["number"] or match["number2"] or match["number3"]).rstrip(",")
    try:
        value = float(digits.replace(",", ""))
    except ValueError:
        return None
    scale = (match["scale"] or match["scale2"] or match["scale3"] or "").strip().lower()
    return value * {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}.get(scale, 1)


def _currency(match: re.Match[str]) -> str | None:
    if match["symbol"]:
        return _SYMBOLS.get(match["symbol"].lower())
    word = (match["before"] or match["word"] or "").lower()
    return _WORDS.get(word) or _WORDS.get(word.rstrip("s"))


def _adverb(sentence: str, match: re.Match[str]) -> str:
    """ "a monthly retainer of $3,000", "$3,000 monthly", "$3,000 retainer" is monthly by custom only if the text says monthly."""
    near = sentence[max(0, match.start() - 32) : match.end() + 22]
    adverb = _ADVERB.search(near)
    return _ADVERBS[adverb["adverb"].lower()] if adverb else ""


# -- what the engagement pays ----------------------------------------------------------------------------------------


def monthly_fee(text: str) -> Figure | None:
    """What this client pays a month: a monthly, weekly, quarterly or yearly fee, as an amount a month."""
    for figure in amounts(text):
        if (
            figure.per in ("month", "week", "quarter", "year")
            and not _OTHERS.search(figure.sentence)
            and not _owed_here(text, figure)
        ):
            factor = {"month": 1.0, "week": WEEKS_A_MONTH, "quarter": 1 / 3, "year": 1 / 12}[figure.per]
            return figure._replace(amount=figure.amount * factor)
    return None


def project_fee(text: str) -> Figure | None:
    """A price for the whole, where the text calls it one."""
    said = re.compile(
        r"\b(?:flat|fixed|project fee|total|for the (?:whole|entire|full)|contract (?:price|sum|value)|quoted|agreed (?:on |to |price|fee)|agreed|lump sum|budget of|fee (?:is|was|of)|price|package)\b",
        re.I,
    )
    for figure in amounts(text):
        if (
            not figure.per
            and said.search(figure.sentence)
            and not _owed(figure)
            and not _OTHERS.search(figure.sentence)
        ) and not re.match(r"\s*(?:each|apiece|per|a piece|extra|more)\b", text[figure.end :], re.I):
            return figure
    return None


def _owed_here(text: str, figure: Figure) -> bool:
    """Whether the clause around an amount says it is owed: "They pay us $4,000 a month and owe us $2,300" says so of one."""
    ends = re.compile(r"[.;!?\n]|, |\b(?:and|but|yet|while)\b", re.I)
    clause = f"{ends.split(text[max(0, figure.start - 80) : figure.start])[-1]} {ends.split(text[figure.end : figure.end + 80])[0]}"
    return _owed(figure._replace(sentence=plain(clause)))


def _owed(figure: Figure) -> bool:
    return (
        _LATE.search(figure.sentence) is not None
        or re.search(r"\bowe[sd]?\b|\binvoices?\b|\b(?:total|still) out\b", figure.sentence, re.I) is not None
    )


def rates(text: str) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Hourly rates the text states: what is charged here, what is usual, and what it comes down to."""
    charged = usual = real = None
    for figure in amounts(text):
        if figure.per != "hour" and not (
            not figure.per and _TARGET.search(figure.sentence) and (real or charged) and figure.amount < _MOST_AN_HOUR
        ):
            continue
        before = plain(text[max(0, figure.start - 60) : figure.start])
        before = re.split(r"[.!?] ", before)[-1]
        effective = list(_EFFECTIVE.finditer(before))
        target = list(_TARGET.finditer(before))
        if effective and (not target or effective[-1].start() > target[-1].start()):
            real = real or figure
        elif figure.per != "hour" and not target:
            continue
        elif target or _OTHERS.search(before):
            usual = usual or figure
        else:
            charged = charged or figure
    return charged, usual, real


class Hours(NamedTuple):
    """Hours of work: `per` "week", "month", "day" or empty for the whole."""

    spent: float
    per: str
    start: int
    end: int


def hours(text: str) -> Hours | None:
    """The hours that go into the engagement: those a month or week, else a total the text adds up."""
    found = [item for item in _hours(text) if item.per in ("week", "month")] or list(_hours(text))
    return max(found, key=lambda item: item.spent) if found else None


def _hours(text: str) -> Iterator[Hours]:
    for span in sentences(text):
        sentence = text[span.start : span.end]
        for match in _HOURS.finditer(sentence):
            count = float(match["count"].replace(",", "")) if match["count"] else float(number(match["words"]) or 0)
            near = sentence[max(0, match.start() - 30) : match.end() + 30]
            worked = match["per"] or (
                count >= _LEAST_TOTAL and not re.search(r"\bin\s*$", sentence[: match.start()], re.I)
            )
            if count and worked and not _NOT_WORKED.search(near):
                yield Hours(count, (match["per"] or "").lower(), span.start + match.start(), span.start + match.end())


# -- what is owed ----------------------------------------------------------------------------------------------------


def open_invoices(situation: Situation) -> tuple[Money, ...]:
    """The amounts the text says are unpaid."""
    found = []
    for fact in _facts(situation, FactKind.OPEN_INVOICE):
        match = _AMOUNT.search(fact.value)
        value = _value(match) if match else None
        if match and value:
            found.append(
                Money(amount=value, currency=_currency(match), quote=fact.evidence.quote if fact.evidence else None)
            )
    return tuple(found)


def _facts(situation: Situation, kind: FactKind) -> list[Fact]:
    return [fact for fact in situation.facts if fact.kind is kind]


def late_days(text: str) -> int | None:
    """The longest delay of a payment the text states, in days."""
    found = []
    for span in sentences(text):
        sentence = plain(text[span.start : span.end])
        if not _LATE.search(sentence) or not re.search(
            r"\b(?:pa(?:y|ys|id|yments?)|invoices?|money|fees?|bills?|owed?|balance)\b", sentence, re.I
        ):
            continue
        for period in durations(sentence):
            around = sentence[max(0, period.start - 25) : period.end + 25]
            delay = _LATE.search(around) or re.search(r"\bfor\s*$", sentence[: period.start])
            if delay and not re.search(r"\bnet|terms|within|due in|notice\b", around, re.I):
                found.append(period.days)
    return max(found, default=None)
