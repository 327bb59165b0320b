"""Grammar: the small changes a wording needs to fit its case (voice, dates, possessives, lists, capitals)."""

import re
from collections.abc import Sequence

_PLURAL = {"i am": "we are", "i'm": "we're", "i was": "we were", "am i": "are we", "i": "we", "me": "us", "my": "our", "mine": "ours", "myself": "ourselves"}  # fmt: skip
_FIRST_PERSON = re.compile(r"\b(?:[Aa]m I|I am|I was|I['’]m|I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b(?!!)")
_ONE_PERSON = re.compile(r"\b(I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)!")
_SENTENCE_START = re.compile(r"(?:[.!?(“¶\n]\s*|^)$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_PART_OF_MONTH = re.compile(r"^(?:the )?(?:end|middle|beginning|start) of\b", re.I)


def in_voice(phrase: str, plural: bool) -> str:
    """`phrase` said by one person, or by a firm; `I!` stays one person either way."""
    if plural:
        phrase = _FIRST_PERSON.sub(_plural, phrase)
    return _ONE_PERSON.sub(r"\1", phrase)


def _plural(match: re.Match[str]) -> str:
    new = _PLURAL[match[0].replace("’", "'").lower()]
    return capitalised(new) if _SENTENCE_START.search(match.string[: match.start()]) else new


def dated(preposition: str, date: str) -> str:
    """`on 30 June`, `at the end of June`, `by the end of June`."""
    if preposition == "on" and _PART_OF_MONTH.match(date):
        preposition = "at"
    return f"{preposition} {bare_date(date)}"


def bare_date(date: str) -> str:
    """`30 June`, `the end of June`, `24 April 2027`: no letter says 2027-04-24."""
    if written := _ISO.fullmatch(date):
        year, month, day = map(int, written.groups())
        return f"{day} {_MONTHS[month - 1]} {year}" if 1 <= month <= len(_MONTHS) else date
    needs_article = _PART_OF_MONTH.match(date) and not date.lower().startswith("the ")
    return f"the {date}" if needs_article else date


def possessive(period: str) -> str:
    """`30 days’`, `one month’s`."""
    return f"{period}’" if period.endswith("s") else f"{period}’s"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def capitalised(text: str) -> str:
    """`text` with its first letter large."""
    return text[:1].upper() + text[1:]


def tidy(text: str) -> str:
    """One space between words, none before a mark; `¶` becomes a line break."""
    text = re.sub(r"[ \t]+", " ", text).strip()
    return re.sub(r" ([,.;:!?])", r"\1", text).replace("¶", "\n")
