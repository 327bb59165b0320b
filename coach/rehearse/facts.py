"""Facts: what the client may name in a line, from the situation and from what the user said in the rehearsal."""

import re
from collections.abc import Iterable

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
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
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
    for kind, slot in _SLOT_OF.items():
        values = [_readable(slot, value) for value in situation.all(kind)]
        value = next((value for value in values if value), None)
        if value:
            found[slot] = value
    return found


def date_in(text: str) -> str | None:
    """The first date of `text` as a client can repeat it: "30 June", "the 14th", "Friday"."""
    match = _DATE.search(straight(text))
    return re.sub(r"^The ", "the ", match.group(0)) if match else None


def latest_date(texts: Iterable[str]) -> str | None:
    """The date last named in `texts`."""
    dates = [date for date in map(date_in, texts) if date]
    return dates[-1] if dates else None


def _readable(slot: str, value: str) -> str | None:
    value = " ".join(value.split()).strip(" .,;:")
    if not value or len(value.split()) > _LONGEST:
        return None
    if slot == "you":
        return value.split()[0]
    if slot in ("project", "pending"):
        return _as_noun_phrase(value)
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
