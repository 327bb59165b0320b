"""Facts: the amounts, days, numbers and names of a sentence, which a suggestion for it must keep."""

import re

from coach.write.grammar import listed

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:morning|noon|afternoon|evening|night)s?)?"
_DATE = (
    rf"(?:{_DAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?|"
    rf"the \d{{1,2}}(?:st|nd|rd|th)\b)|\b{_DAY}\b|(?<=\bin )(?-i:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\b"
)
DATES = re.compile(_DATE, re.I)
_AMOUNT = r"(?:[$£€]|(?:CHF|EUR|USD|GBP|Rs\.?) ?)\s?\d[\d,.]*\d|[$£€]\s?\d|\b\d[\d,.]* ?(?:dollars|euros?|pounds|francs|USD|EUR|GBP|CHF)\b"
AMOUNTS = re.compile(_AMOUNT, re.I)
_COUNT = re.compile(r"\b\d[\d,.]*\b(?! ?(?:times|years?|months?|minutes?|seconds?|brain))", re.I)
_NO_NAME = re.compile(rf"^(?:I|I'm|I'll|I've|I'd|{_MONTH}|{_DAY}|God|Christ|Mr|Mrs|Ms|Dr|Please|VAT|CEO|PDF)$", re.I)
_NAME = re.compile(r"(?<=[a-z,;:] )(?:Mr|Mrs|Ms|Dr)?\.? ?[A-Z][a-zà-öø-ÿ'-]+(?: [A-Z][a-zà-öø-ÿ'-]+)?")
_NO_NOUN = r"(?!(?:more|less|and|or|on|in|at|by|to|for|from|of|with|is|was|were|that|which|because|as|a|an|the|late|earlier|ago|if|until|before|after|when|then|you|i|we|he|she|they|it|will|has|had|would|went|due|back|out|up|upfront|like|says|now|here|open|overdue|every|per|or)\b|\w+(?:ed|ing)\b)"
_NO_LINK = (
    r"(?!(?:and|or|on|in|at|by|to|for|from|of|with|that|which|because|as|if|until|before|after|when|then|will|would)\b)"
)
_NOUN = rf"{_NO_NOUN}[a-z][\w'-]*"
_THING = re.compile(
    rf"(?:\b(?:the|your|our|my|this|that) )?(?:{_AMOUNT})(?: {_NOUN})?"
    rf"|\b(?:the |your |our |my |these |those |all )?\d[\d,.]*(?: (?!\w+s\b){_NO_LINK}[a-z][a-z'-]+)? {_NO_NOUN}[a-z][\w'-]*[b-rt-z]s\b(?!')"
    rf"|\b(?:chapters?|episodes?|version|pages?|section|clause|phase|sprint|plot|lot|unit|flat|session|lesson|module|house|room|floor|table|invoice|order|ticket|week|article) \d[\d,.]*\b",
    re.I,
)
_LABELLED = re.compile(
    r"(?:chapter|episode|version|page|section|clause|phase|sprint|plot|lot|unit|flat|session|lesson|module|house|room|floor|table|invoice|order|ticket|week|article)",
    re.I,
)
_UP_TO = re.compile(r"\b(?:by|before|until|till|after|of|to|through|due|every|each)(?: my| your| our| the)? $", re.I)
_ON = re.compile(rf"\b(?:(?P<before>on|in|at|since|from) )?(?P<date>{_DATE})", re.I)


def facts_in(words: str) -> frozenset[str]:
    """The amounts, numbers and days of some words, in one spelling; how often or how long is no fact to keep."""
    found = [re.sub(r"\D", "", one) for one in (*AMOUNTS.findall(words), *_COUNT.findall(words))]
    days = [re.sub(r"\bof |\bthe ", "", one.lower()).strip() for one in DATES.findall(words)]
    return frozenset(one for one in (*found, *days) if one)


def names_in(words: str) -> frozenset[str]:
    """The names of people and firms in some words; what stands at the start of a sentence may be any word."""
    return frozenset(one for match in _NAME.findall(words) if not _NO_NAME.match(one := match.strip()))


def things_in(words: str) -> str | None:
    """What the amounts and numbers of a sentence belong to, listed: "the €18,000 van and 40 unlicensed seats"."""
    bare = DATES.sub(lambda match: "," * len(match[0]), words)
    found = dict.fromkeys(_with_article(match[0].strip(" ,.")) for match in _THING.finditer(bare) if facts_in(match[0]))
    return listed(list(found)) if found else None


def day_in(words: str) -> str | None:
    """The first day of a sentence with its preposition: "on 4 May", "in March"."""
    match = _ON.search(words)
    if not match or _UP_TO.search(words[: match.start()]):
        return None
    return f"{(match['before'] or 'on').lower()} {match['date']}"


def _with_article(thing: str) -> str:
    theirs = re.sub(r"^(?:the|your|my|our|this|that|those|these|all)\b", "the", thing, flags=re.I)
    return theirs if theirs.startswith("the ") or _LABELLED.match(theirs) else f"the {theirs}"
