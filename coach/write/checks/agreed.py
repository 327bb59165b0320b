"""Agreed: what a message says against the notice, the payment and the other terms that were agreed."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from coach.situation import FactKind
from coach.vocabulary.plan import Term
from coach.write.checks.reading import Message, Sentence, known
from coach.write.checks.rulebook import rulebook

_DAYS = {"day": 1, "week": 7, "month": 30}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOTICE = re.compile(r"\b(\d+|[a-z]+)[- ](?:(?:business|working|calendar|full|clear) )?(day|week|month)s?['’]?s?['’]?(?: written)? notice\b|\bnotice(?: period)? (?:is|of) (\d+|[a-z]+)[- ](?:(?:business|working|calendar|full|clear) )?(day|week|month)", re.I)  # fmt: skip
_PAY_WITHIN = re.compile(r"\bpa(?:y|id|yment|yable)\b[^.!?]{0,60}\bwithin (\d+|[a-z]+) (day|week)", re.I)
_PAY_NOW = re.compile(r"\b(?:pa(?:y|id|yment|yable)|due|settle\w*|transfer)\b[^.!?]{0,40}\b(?:(?:up)?on receipt|immediately|at once|straight away|right away|today|tonight|by tomorrow|by return)\b", re.I)  # fmt: skip
_OVERDUE = re.compile(r"\b(?:overdue|outstanding|open|unpaid|late|owe[sd]?|still)\b", re.I)
_LAST_DAY = re.compile(r"\b(?:last|final) (?:working )?(?:day|date|visit|shift|session|lesson|delivery)\b|\b(?:end|ending|stop|stopping|finish|finishing|leave|leaving|terminat\w+|quit|resign\w*|gone|out)\b", re.I)  # fmt: skip
_BY_CONSENT = re.compile(r"\b(?:mutual(?:ly)?|by agreement|if you (?:agree|prefer|like)|waive\w*|as we agreed|earlier than)\b", re.I)  # fmt: skip
_DATE = re.compile(rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{'|'.join(_MONTHS)})[a-z]*|(?P<m2>{'|'.join(_MONTHS)})[a-z]* (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b)(?:,? (?P<y>\d{{4}}))?", re.I)  # fmt: skip
_TODAY_IS = re.compile(rf"\btoday(?:,| is|'s)?(?: the)? ({_DATE.pattern})", re.I)
_WEEKDAY = re.compile(rf"\b(?:(?P<next>next) )?(?P<day>{'|'.join(_WEEKDAYS)})[a-z]*day\b", re.I)
_SOON = {"today": 0, "tonight": 0, "tomorrow": 1}
_KEPT = re.compile(r"\b(?:i|we)(?:'ll| will| am| are|'m|'re)? (?:\w+ )?(?:keep(?:ing)? (?!nothing|none|you\b|in\b|the (?:date|notice|lights)|to\b|up\b|on\b|\w+ing\b)|hold(?:ing)? on to|not hand(?:ing)? over|won't (?:hand|give|send|pass|help|train|explain|brief)|will not (?:hand|give|send|pass|help|train|explain|brief)|refuse to (?:hand|give|send|pass|help)|hand over nothing)\b|\b(?:source files|source code|working files|raw files|files|code|drawings)\b[^.!?]{0,20}\b(?:stays?|remains?) (?:with (?:me|us)|mine|ours)\b|\b(?:no|won't be any) (?:hand-?over|transition)\b", re.I)  # fmt: skip
_TOLD = re.compile(r"\b(?:tell|warn|let|write|post|publish|share|say|speak)\w*\b[^.!?]{0,50}\b(?:everyone|everybody|other (?:people|clients|freelancers|suppliers|vendors)|the (?:industry|press|papers|trade)|online|review|what (?:you are|it is|it was) like|how you treat|your competitors?|publicly|in public)\b", re.I)  # fmt: skip
_RIVAL = re.compile(r"\b(?:work(?:ing|ed)?|start(?:ing|ed)?|begin|began|sign(?:ed|ing)?|join(?:ing|ed)?|tak(?:e|ing|en) on|supply(?:ing)?)\b[^.!?]{0,40}\b(?:competitors?|rivals?|(?:another|a second|other) (?:\w+ )?(?:client|company|brand|agency|shop|studio|supplier)s?)\b", re.I)  # fmt: skip
_LEAKED = re.compile(r"\b(?:publish|post|share|show|pass|forward|hand|use)\w*\b[^.!?]{0,30}\byour (?:\w+ )?(?:data|figures|numbers|customer list|customers' names|mails?|e-?mails?|messages?|contracts?|plans?|prices|documents)\b[^.!?]{0,40}\b(?:to|with|online|in|on|for) (?!you\b|your\b)", re.I)  # fmt: skip


class Conflict(NamedTuple):
    """A sentence that goes against a term: `about` names the matter, `says` quotes the contract where one was given."""

    sentence: Sentence
    about: str
    says: str = ""


def conflicts(message: Message) -> list[Conflict]:
    """The sentences of a message that its own notice, the situation or the contract speak against, each once a matter."""
    return [*_on_notice(message), *_on_payment(message), *_on_duties(message)]


def notice_days(message: Message) -> int | None:
    """The notice agreed, in calendar days: by the contract, else by what the user told."""
    contract = message.contract
    if contract and contract.notice_days and isinstance(contract.notice_days.value, int):
        business = contract.notice_business_days is not None and contract.notice_business_days.value is True
        return contract.notice_days.value * 7 // 5 if business else contract.notice_days.value
    agreed = known(message.situation, FactKind.NOTICE)
    match = re.search(r"(\d+|[a-z]+)[- ](?:\w+ )?(day|week|month)", agreed, re.I) if agreed else None
    number = _number(match[1]) if match else None
    return number * _DAYS[match[2].lower()] if match and number else None


def earliest(message: Message) -> date | None:
    """The first day on which the notice agreed has run out, if today is known."""
    days, today = notice_days(message), _today(message)
    return today + timedelta(days=days) if days and today else None


def payment_days(message: Message) -> int | None:
    """In how many days invoices are due: by the contract, else by what the user told."""
    term = message.contract.payment_days if message.contract else None
    if term and isinstance(term.value, int):
        return term.value
    told = re.search(r"\d+", known(message.situation, FactKind.PAYMENT_TERMS) or "")
    return int(told[0]) if told else None


def _on_notice(message: Message) -> Iterator[Conflict]:
    days, own = notice_days(message), _NOTICE.search(message.text)
    immediate = re.compile(rulebook().rules["contract_conflict"].immediate or "$^", re.I)
    says = _quote(message.contract.notice_days if message.contract else None)
    for sentence in message.sentences:
        stated = _NOTICE.search(sentence.straight)
        if (days and stated and (_stated_days(stated) or days) < days) or (
            (days or own) and not stated and "decision" in sentence.signals and immediate.search(sentence.straight)
        ):
            yield Conflict(sentence, "notice", says)
        elif days and (left := _days_left(message, sentence)) is not None and left < days:
            yield Conflict(sentence, "last_day" if earliest(message) else "notice", says)


def _days_left(message: Message, sentence: Sentence) -> int | None:
    """How many days from now a sentence sets the end; None where it sets none or asks to be let go sooner."""
    words = sentence.straight
    if not _LAST_DAY.search(words) or sentence.conditional or _BY_CONSENT.search(words):
        return None
    if not ("decision" in sentence.signals or re.search(r"\b(?:last|final)\b", words, re.I)):
        return None
    for word, days in _SOON.items():
        if "money" not in sentence.signals and re.search(rf"\b{word} (?:is|will be|was)\b|\b(?:is|on|as of|from|until) {word}\b", words, re.I) and not _TODAY_IS.search(words):  # fmt: skip
            return days
    today = _today(message)
    dates = list(_DATE.finditer(_TODAY_IS.sub("", words)))
    if dates and today:
        ends = [day for match in dates if (day := _day(match, today))]
        return (max(ends) - today).days if ends else None
    weekday = _WEEKDAY.search(words)
    if dates or not weekday:
        return None
    ahead = (_WEEKDAYS.index(weekday["day"].lower()) - today.weekday()) % 7 or 7 if today else 7
    return ahead + (7 if weekday["next"] else 0)


def _today(message: Message) -> date | None:
    """The day the message is written on: as it says itself, else as it was given."""
    said = _TODAY_IS.search(message.text)
    match = _DATE.search(said[0]) if said else None
    if match:
        return _day(match, message.today or date(2000, 1, 1))
    return message.today


def _day(match: re.Match[str], today: date) -> date | None:
    """The day meant: the next one of that name, unless it names a year; one of the last weeks is in the past."""
    month = _MONTHS.index((match["m"] or match["m2"]).lower()) + 1
    try:
        found = date(int(match["y"] or today.year), month, int(match["d"] or match["d2"]))
        if not match["y"] and (today - found).days > _LONG_PAST:
            found = found.replace(year=today.year + 1)
    except ValueError:
        return None
    return found


_LONG_PAST = 60  # days


def _on_payment(message: Message) -> Iterator[Conflict]:
    days = payment_days(message)
    if not days:
        return
    says = _quote(message.contract.payment_days if message.contract else None)
    for sentence in message.sentences:
        within = _PAY_WITHIN.search(sentence.straight)
        sooner = within and (_number(within[1]) or 999) * _DAYS[within[2].lower()] < days
        if sooner or (_PAY_NOW.search(sentence.straight) and not _OVERDUE.search(sentence.straight)):
            yield Conflict(sentence, "payment", says)


def _on_duties(message: Message) -> Iterator[Conflict]:
    if message.contract is None:
        return
    seen: tuple[tuple[Term | None, str, Callable[[str], object]], ...] = (
        (message.contract.transition_duty, "handover", _KEPT.search),
        (message.contract.non_disparagement, "disparagement", _TOLD.search),
        (message.contract.exclusivity, "exclusivity", _RIVAL.search),
        (message.contract.confidentiality, "confidentiality", _LEAKED.search),
    )
    for term, about, found in seen:
        if term and term.value is True:
            yield from (Conflict(s, about, _quote(term)) for s in message.sentences if found(s.straight))


def _quote(term: Term | None) -> str:
    """The words of a term, on one line and not too long to read beside a message."""
    words = " ".join(term.quote.split()) if term else ""
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


_LONGEST_QUOTE = 180


def _stated_days(match: re.Match[str]) -> int | None:
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    counted = _number(number)
    return counted * _DAYS[unit.lower()] if counted else None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())
