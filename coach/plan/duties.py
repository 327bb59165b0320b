"""Duties: ownership, secrecy, good manners, exclusivity, help with the change-over, renewal and the law that governs."""

import re

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.ending import Reading, words_of
from coach.plan.terms import Found, each, first, headed, subject_is
from coach.plan.wording import says

_SHORT = 100  # characters: in a short sentence "applies" is enough for a law to govern
_NO_PLACE = frozenset(
    "this the any state province country commonwealth jurisdiction data such applicable governing law international".split()
)
_PLACE = (
    r"(?P<place>(?:(?:State|Commonwealth|Province|Republic|Emirate|Kingdom|Canton|Territory|Federal Republic|Grand Duchy)\s+of\s+"
    r"(?:the\s+)?)?[A-Z][\w.'-]+(?:\s+(?:(?:and|of)\s+)?(?:the\s+)?[A-Z][\w.'-]+){0,4})"
)
_LAW = (
    rf"(?i:\blaws?)(?:\s+(?i:in force|applicable|for the time being))*(?:\s+(?i:in|of))\s+(?:(?i:the)\s+)?{_PLACE}",
    rf"\b{_PLACE}\s+(?i:laws?)\b(?=[^.;]{{0,30}}(?i:govern|appl|control))",
    rf"(?i:subject to|governed by|governing law(?: is)?:?)\s+{_PLACE}(?=\s+(?i:law)|\s*[.;,]|$)",
)
_NAMED_LAW = (
    rf"(?:(?i:governing law|law|jurisdiction)\s*[:\t]\s*)?(?:(?i:the|laws? of)\s+)*{_PLACE}(?:\s+(?i:law))?\.?",
    rf"{_PLACE} law\.?",
)


def ip_until_paid(reading: Reading, cast: Cast) -> Found | None:
    """Whether ownership of the work stays with the provider until it is paid for."""
    return first(
        reading,
        lambda unit, words: (
            says("ownership", words)
            and says("passes", words)
            and says("once_paid", words)
            and not says("not_ownership", words)
        ),
    )


def confidentiality(reading: Reading, cast: Cast) -> Found | None:
    """A promise of secrecy that binds the provider; a clear promise before a mention."""

    def binds(unit: Unit, words: str) -> bool:
        only_theirs = subject_is(words, cast, Holder.THEIRS) and re.match(
            r"(?:the )?\w+ (?:shall|must|will)\b", words, re.I
        )
        return says("secret", words) and says("keeps", words) and not words.startswith('"') and not only_theirs

    def under_heading(unit: Unit, words: str) -> bool:
        return (
            headed(unit, "confiden|non-disclosure|secrecy")
            and re.search(r"disclos\w+|secret|private", words, re.I) is not None
        )

    clear = first(reading, lambda unit, words: binds(unit, words) and says("promises_secrecy", words))
    return clear or first(reading, binds) or first(reading, under_heading)


def non_disparagement(reading: Reading, cast: Cast) -> Found | None:
    """A promise, by either side, not to speak ill of the other."""
    return first(reading, lambda unit, words: says("disparages", words) and says("refrains", words))


def non_solicitation(reading: Reading, cast: Cast) -> Found | None:
    """A promise, by either side, not to take people or customers along."""
    return first(
        reading,
        lambda unit, words: says("solicits", words) and says("refrains", words) and not says("not_soliciting", words),
    )


def exclusivity(reading: Reading, cast: Cast) -> Found | None:
    """True when the provider may not work for others during the term, False when the contract says they may."""
    for unit, words in each(reading):
        if says("may_work_for_others", words):
            return Found(False, unit.start, unit.end)
        bound = says("not_for_others", words) or says("only_for_them", words)
        afterwards = (
            re.search(r"\b(?:after|following) (?:the )?(?:terminat|expir|end)", words, re.I)
            and "during" not in words.lower()
        )
        if bound and not (afterwards or says("not_exclusivity", words) or subject_is(words, cast, Holder.THEIRS)):
            return Found(True, unit.start, unit.end)
    return None


def transition_duty(reading: Reading, cast: Cast) -> Found | None:
    """Whether the provider must help with the hand-over when it ends."""

    def binds(unit: Unit, words: str) -> bool:
        context = f"{unit.heading} {words_of(reading.text, unit)}"
        if not (says("change_over", words) and says("helps", words) and says("at_the_end", context)):
            return False
        rights_only = re.search(r"\b(?:title|ownership|copyright|rights)\b", words, re.I) and not re.search(
            r"transition|hand|cooperat|assist", words, re.I
        )
        return not (rights_only or says("not_change_over", words) or subject_is(words, cast, Holder.THEIRS))

    return first(reading, binds)


def auto_renewal(reading: Reading, cast: Cast) -> Found | None:
    """True when the contract goes on for another term unless somebody objects; False when it says it does not."""
    for unit, words in each(reading):
        if says("not_renewing", words):
            return Found(False, unit.start, unit.end)
        if says("renewing", words) and not says("not_renewal", words):
            return Found(True, unit.start, unit.end)
    return None


def governing_law(reading: Reading, cast: Cast) -> Found | None:
    """The law that governs, as the contract names it."""
    for unit, words in each(reading):
        place = _place(unit, words)
        if place:
            return Found(place, unit.start, unit.end)
    return None


def _place(unit: Unit, words: str) -> str | None:
    titled = headed(unit, r"\blaw\b|jurisdiction") or re.fullmatch(_NAMED_LAW[1], words.strip()) is not None
    if words.startswith('"') or re.search(
        r"\b(?:incorporated|organi[sz]ed|existing|registered) (?:in|under)\b", words, re.I
    ):
        return None
    binds = says("governs", words) or (len(words) < _SHORT and re.search(r"\bappl(?:y|ies)\b", words, re.I))
    if not titled and not (binds and re.search(r"\blaws?\b", words, re.I)):
        return None
    match = next((found for pattern in _LAW if (found := re.search(pattern, words))), None)
    if match is None and titled:
        match = next((found for pattern in _NAMED_LAW if (found := re.fullmatch(pattern, words.strip()))), None)
    if match is None or match["place"].lower() in _NO_PLACE:
        return None
    return re.sub(r"\s+", " ", match["place"]).rstrip(".,")
