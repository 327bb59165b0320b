"""Facts: what the client may name in a line, from the situation and from what the user said in the rehearsal."""

import re
from collections.abc import Iterable
from functools import cache

from coach.content import knowledge
from coach.rehearse.cues import straight
from coach.situation import FactKind, Situation

_SLOT_OF = {
    FactKind.YOU: "you",
    FactKind.PROJECT: "project",
    FactKind.PENDING: "pending",
    FactKind.AMOUNT: "amount",
    FactKind.COMPANY: "company",
    FactKind.BOSS: "boss",
    FactKind.DURATION: "months",
}
_LONGEST = 6  # words
_DETERMINED = re.compile(
    r"^(?:the|a|an|this|that|these|those|your|his|her|their|its|two|three|four|five|six)\b|\b[A-Z]\S*$"
)
_NOT_ITS_NAME = frozenset(  # words before a head noun that are the teller's view, a count, or no part of a name at all
    "useless great good better best worse worst bad awful terrible horrible dreadful lovely nice amazing stupid smaller bigger "
    "larger half built done finished running call calls called guy guys man woman person firm brief third fourth fifth another "
    "some any one minute minutes hour hours day days week weeks".split()
)
_BEGINS = frozenset("the a an my our their his her its this that your".split())
_NO_WORK = re.compile(  # ends or holds of a phrase that nobody could finish or hand over
    r"\b(?:things?|stuff|sentences?|words?|days?|weeks?|months?|years?|times?|calls?|contracts?|agreement|money|problems?|people|person"
    r"|clients?|guys?|ways?|rest|lot|parts?|ones?|first|last|next|hours?|try|decision|conversation|talk|question|answer)$"
    r"|\b(?:before|after|because|when|that|which|try|been|had)\b|['’]s$",
    re.IGNORECASE,
)
_TOO_SHORT = re.compile(r"\bweeks?\b|^(?:a|one|1) month$|\bdays?\b", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ENDS = re.compile(
    r"\b(?:last (?:day|month|week)|until|till|ends?|ending|stop\w*|leav\w*|as of|effective|through|final|starts?|starting|from|notice|no longer)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:(?:{_DAY},? )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    rf"|{_DAY} the \d{{1,2}}(?:st|nd|rd|th)|the \d{{1,2}}(?:st|nd|rd|th)(?: of {_MONTH})?"
    rf"|the end of (?:the (?:month|quarter|year|week)|{_MONTH})|{_DAY})\b",
    re.IGNORECASE,
)


def facts_of(situation: Situation | None) -> dict[str, str]:
    """Slot by slot what the situation tells and a client would know; a value that would not read well is left out.

    An end date is never taken from here: the client learns it when the user names it.
    """
    if situation is None:
        return {}
    found: dict[str, str] = {}
    names = {word.lower() for name in situation.all(FactKind.CLIENT) for word in name.split()}
    for kind, slot in _SLOT_OF.items():
        values = [_readable(slot, value) for value in situation.all(kind)]
        if kind is FactKind.COMPANY:  # a person is not a firm
            values = [value for value in values if value and value.split()[0].lower() not in names]
        value = next((value for value in values if value), None)
        if value:
            found[slot] = value
    return found


def signature_of(situation: Situation | None) -> str | None:
    """How this client signs a message: the first name, or title and name; only where it is surely a name."""
    name = situation.first(FactKind.CLIENT) if situation else None
    if name is None:
        return None
    first = name.split()[0]
    if first.rstrip(".") in _TITLES:
        return name
    return first if first.lower() in _given_names() else None


def date_in(text: str) -> str | None:
    """The first date of `text` as a client can repeat it: "30 June", "the 14th", "Friday"."""
    match = _DATE.search(straight(text))
    return re.sub(r"^The ", "the ", match.group(0)) if match else None


def latest_date(texts: Iterable[str]) -> str | None:
    """The date last named in `texts` as the one on which it ends or starts, if any is; else the date last named."""
    dated = [(date, text) for text in texts if (date := date_in(text))]
    ends = [date for date, text in dated if _ENDS.search(straight(text))]
    return ends[-1] if ends else dated[-1][0] if dated else None


def _readable(slot: str, value: str) -> str | None:
    value = " ".join(value.split()).strip(" .,;:")
    if not value or len(value.split()) > _LONGEST:
        return None
    if slot == "you":
        return value.split()[0]
    if slot == "pending" and _NO_WORK.search(value):
        return None
    if slot in ("project", "pending"):
        return _as_noun_phrase(_without_views(value) if slot == "project" else value)
    if slot == "months":
        return None if _TOO_SHORT.search(value) else value[0].lower() + value[1:]
    if slot == "boss":
        return re.sub(r"^(?:my|our) ", "your ", value)
    return value


def _as_noun_phrase(value: str) -> str:
    """With an article a client can say; a name of its own ("Project Heron") needs none."""
    value = re.sub(r"^(?:my|our|their|his|her|The|A|An|My|Our) ", _determiner, value)
    return value if _DETERMINED.search(value) else f"the {value}"


def _determiner(match: re.Match[str]) -> str:
    word = match.group(0)
    return word.lower() if word in ("The ", "A ", "An ") else "the "


def _without_views(value: str) -> str:
    """A project by its plain name: "the useless hosting" is "the hosting" to the client."""
    article, _, rest = value.partition(" ")
    if article.lower() not in ("the", "a", "an", "my", "our", "their", "his", "her") or not rest:
        return value
    kept: list[str] = []
    *before, head = rest.split()
    for word in before:
        if word.lower() in _BEGINS or word.endswith(("'s", "’s")):
            kept = []
        elif word.lower() not in _NOT_ITS_NAME and not word.isdigit():
            kept.append(word)
    return " ".join((article, *kept, head))


_TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Madame", "Monsieur", "Mme", "Frau", "Herr"})


@cache
def _given_names() -> frozenset[str]:
    return frozenset(knowledge("given_names.txt").read_text(encoding="utf-8").split())
