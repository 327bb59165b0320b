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

_SYMBOLS = {
    "$": "$", "us$": "USD", "au$": "AUD", "a$": "AUD", "ca$": "CAD", "c$": "CAD", "nz$": "NZD", "s$": "SGD", "sg$": "SGD",
    "hk$": "HKD", "r$": "BRL", "mx$": "MXN", "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY", "₦": "NGN", "₱": "PHP", "₺": "TRY",
    "₪": "ILS", "zł": "PLN", "kč": "CZK", "ksh": "KES", "rs": "INR", "rs.": "INR", "fr.": "CHF", "sfr.": "CHF",
}  # fmt: skip
_CODES = "USD EUR GBP CHF AUD CAD NZD SGD HKD BRL MXN INR JPY CNY NGN PHP TRY ILS PLN CZK KES SEK NOK DKK ZAR HUF AED".split()
_WORDS = {code.lower(): code for code in _CODES} | {
    "dollar": "$", "buck": "$", "euro": "EUR", "pound": "GBP", "quid": "GBP", "franc": "CHF", "rupee": "INR", "naira": "NGN",
    "rand": "ZAR", "yen": "JPY", "zloty": "PLN", "złoty": "PLN", "shekel": "ILS", "peso": "$", "lira": "TRY", "dirham": "AED",
    "krona": "SEK", "kronor": "SEK", "kroner": "kr", "krone": "kr", "kr": "kr", "zł": "PLN", "kč": "CZK", "€": "EUR", "£": "GBP",
}  # fmt: skip
_UNNAMED = frozenset({"peso", "kroner", "krone", "kr"})  # of several countries: the text does not say which
_NUMBER = r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)|\d+"
_SCALE = r"k\b|m\b|thousand\b|million\b|lakhs?\b|crores?\b"
_AMOUNT = re.compile(
    rf"(?P<symbol>(?:US|AU|A|CA|C|NZ|SG|S|HK|MX|R)?\$|[£€₹¥₦₱₺₪]|\b(?:KSh|Rs\.?|S?Fr\.))\s?(?P<number>{_NUMBER})\s?(?P<scale>{_SCALE})?"
    rf"|(?P<before>\b(?:{'|'.join(_CODES)}))\s?(?P<number3>{_NUMBER})\s?(?P<scale3>{_SCALE})?"
    rf"|(?<![\w.,])(?P<number2>{_NUMBER})(?:[.,][-–—]{1, 2})?\s?(?P<scale2>k\s|thousand\s|lakhs?\s|crores?\s)?\s?(?P<word>dollars?|bucks|euros?|pounds?|quid|{'|'.join(_CODES)}|francs?|rupees?|naira|rand|yen|z[lł]oty|shekels?|pesos?|lira|dirhams?|kron(?:a|or|er|e)|kr|zł|kč|€|£)(?!\w)",
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
    value = _figure(match["number"] or match["number2"] or match["number3"])
    scale = (match["scale"] or match["scale2"] or match["scale3"] or "").strip().lower().rstrip("s")
    scales = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000, "lakh": 100_000, "crore": 10_000_000}
    return None if value is None else value * scales.get(scale, 1)


def _figure(digits: str) -> float | None:
    """The number, however its thousands are set apart: 1,200.50 · 1.200,50 · 1 200 · 1'200."""
    bare = re.sub(r"[\s'’\u00a0\u202f]", "", digits)
    whole, decimals = bare, ""
    if match := re.fullmatch(r"(.*\d)[.,](\d{1,2})", bare):
        whole, decimals = match[1], match[2]
    try:
        return float(f"{re.sub(r'[.,]', '', whole)}.{decimals or 0}")
    except ValueError:
        return None


def _currency(match: re.Match[str]) -> str | None:
    if match["symbol"]:
        return _SYMBOLS.get(match["symbol"].lower())
    word = (match["before"] or match["word"] or "").lower()
    word = word if word in _WORDS else word.rstrip("s")
    return None if word in _UNNAMED else _WORDS.get(word)


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


_COSTS = re.compile(
    r"\b(?:costs? (?:me|us)|I (?:also )?pay|we (?:also )?pay|out of (?:my|our) (?:own )?pocket|I spend|we spend|expenses?|licen[cs]es?|subscriptions?|subcontract\w*|freelancers?|assistant|hosting|tools?|travel|stock (?:photos|images))\b",
    re.I,
)
_NO_COST = re.compile(
    r"\b(?:they|client|customer|he|she) pays?\b|\brent\b|\bmortgage\b|\bhours?\b|\bsalary\b|\breimburs\w+", re.I
)


def costs(text: str) -> Figure | None:
    """What serving this client costs in a month, where the text gives it as an amount for a time."""
    total, first = 0.0, None
    for figure in amounts(text):
        clause = re.split(
            r"[;:]|, (?:and|but) |\b(?:but|while)\b", plain(text[max(0, figure.start - 70) : figure.start])
        )[-1]
        clause = (
            re.split(r"[.!?] ", clause)[-1] + " " + re.split(r"[.;!?]", plain(text[figure.end : figure.end + 50]))[0]
        )
        if (
            figure.per not in ("month", "week", "quarter", "year")
            or not _COSTS.search(clause)
            or _NO_COST.search(clause)
        ):
            continue
        factor = {"month": 1.0, "week": WEEKS_A_MONTH, "quarter": 1 / 3, "year": 1 / 12}[figure.per]
        total, first = total + figure.amount * factor, first or figure
    return first._replace(amount=round(total, 2), per="month") if first else None


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


_MOST_OF_THE_PAID = 5  # times the paid hours: more is a total, not a week
_REALLY = re.compile(
    r"\b(?:in (?:reality|truth|fact|practice)|really|actually|end(?:s|ed)? up|closer to|more like|nearer|it takes|I (?:work|do|spend|put in)|we (?:work|do|spend|put in)|turns? into)\b[^.;!?]{0,40}$",
    re.I,
)


class Hours(NamedTuple):
    """Hours of work: `per` "week", "month", "day" or empty for the whole."""

    spent: float
    per: str
    start: int
    end: int


def hours(text: str) -> Hours | None:
    """The hours that go into the engagement: those a month or week, else a total the text adds up."""
    every = list(_hours(text))
    found = [item for item in every if item.per in ("week", "month")] or every
    most = max(found, key=lambda item: item.spent) if found else None
    real = [item for item in every if not item.per and _REALLY.search(text[max(0, item.start - 45) : item.start])]
    if most is not None and most.per and real and most.spent < real[-1].spent < _MOST_OF_THE_PAID * most.spent:
        return real[-1]._replace(per=most.per)  # "pays for 20 hours a week; in reality I work 30 hours"
    return most


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
    return tuple(found) or owed_in(situation.text)


def owed_in(text: str) -> tuple[Money, ...]:
    """The sums a text says are owed, where no fact tells: "they owe me 90 000 SEK since September"."""
    found = [
        figure
        for figure in amounts(text)
        if not figure.per and _OWES.search(text[max(0, figure.start - 45) : figure.start])
    ]
    return tuple(dict.fromkeys(figure.money(text) for figure in found))


_OWES = re.compile(
    r"\b(?:they|he|she|who|client|customer|company|agency|still|and) (?:still )?owes? (?:me|us)\b[^.;!?]{0,25}$", re.I
)


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
