"""Grievances: what the user's account holds against this client, in the form a client could know it and speak to it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from pydantic import ValidationError

from coach.content import read_yaml
from coach.errors import ContentError
from coach.rehearse.cues import straight
from coach.vocabulary.assessment import ReportedSign
from coach.vocabulary.base import Value
from coach.vocabulary.signs import SignId

MOST = 5  # topics a client brings along: more would make a list of a person
_WHERE = "grievances.yaml"


class Topic(Value):
    """One thing that can stand between the two: where it comes from, how a user speaks of it, what the client knows."""

    id: str
    signs: tuple[SignId, ...]
    when: re.Pattern[str] | None = None
    raised: re.Pattern[str]
    private: bool = False
    known: str


class Grievance(Value):
    """A topic of this case. `details` are a few bare facts of the evidence ("nine" rounds); never the user's sentences.

    A `private` one the client cannot know before the user has spoken of it.
    """

    topic: str
    private: bool = False
    details: Mapping[str, str] = {}
    known: str = ""


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its id.

    Raises:
        ContentError: the content file is damaged.
    """
    try:
        return {name: _topic(name, raw) for name, raw in read_yaml(_WHERE)["topics"].items()}
    except (ValidationError, KeyError, AttributeError, TypeError, re.error) as error:
        raise ContentError(f"The content file {_WHERE!r} is damaged: {error}") from error


@cache
def details() -> dict[str, tuple[re.Pattern[str], ...]]:
    """What may be taken from the evidence into a line, by slot."""
    raw: dict[str, list[str]] = read_yaml(_WHERE)["details"]
    return {slot: tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns) for slot, patterns in raw.items()}


def grievances_of(signs: Iterable[ReportedSign]) -> tuple[Grievance, ...]:
    """What the clear signs of an account come to for the client, the surest first, at most `MOST`."""
    quotes: dict[str, list[str]] = {}
    for sign in sorted(signs, key=lambda sign: -sign.confidence):
        for evidence in sign.evidence:
            quotes.setdefault(_topic_of(sign.id, evidence.quote), []).append(evidence.quote)
    return tuple(_grievance(topics()[topic], said) for topic, said in list(quotes.items())[:MOST])


def raised_in(texts: Sequence[str]) -> frozenset[str]:
    """The topics the user speaks of in `texts`."""
    return frozenset().union(*(_raised(text) for text in texts))


def known_to(client: Iterable[Grievance], raised: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """What the client knows of these grievances, as sentences to an actor; the private ones only once raised."""
    return tuple(one.known for one in client if one.known and (not one.private or one.topic in raised))


@lru_cache(maxsize=1024)
def _raised(text: str) -> frozenset[str]:
    plain = straight(text)
    return frozenset(name for name, topic in topics().items() if topic.raised.search(plain) is not None)


def _topic_of(sign: SignId, quote: str) -> str:
    """The first topic of the sign whose words stand in the quote, else the one that needs none."""
    mine = [topic for topic in topics().values() if sign in topic.signs]
    plain = straight(quote)
    for topic in mine:
        if topic.when is not None and topic.when.search(plain):
            return topic.id
    return next(topic.id for topic in mine if topic.when is None)


def _grievance(topic: Topic, quotes: Sequence[str]) -> Grievance:
    found = {slot: value for slot in details() if (value := _detail(slot, quotes))}
    return Grievance(topic=topic.id, private=topic.private, details=found, known=topic.known)


def _detail(slot: str, quotes: Sequence[str]) -> str | None:
    for quote in map(straight, quotes):
        for pattern in details()[slot]:
            match = pattern.search(quote)
            if match:
                return _said(match.group(1))
    return None


def _said(value: str) -> str:
    """As it stands in the middle of a line: names of days keep their capital."""
    plain = " ".join(value.split()).rstrip(".")
    return plain if re.match(r"(?:Satur|Sun|Mon|Tues|Wednes|Thurs|Fri)day", plain) else plain[0].lower() + plain[1:]


def _topic(name: str, raw: Mapping[str, Any]) -> Topic:
    when = raw.get("when")
    return Topic.model_validate(
        {
            "id": name,
            **raw,
            "raised": _either(rf"\b(?:{pattern})" for pattern in raw["raised"]),
            "when": _either(when) if when else None,
        }
    )


def _either(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
