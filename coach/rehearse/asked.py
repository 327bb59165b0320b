"""Asked: what the user asks the client and what it is about, so that the client can answer that and nothing else."""

import re
from enum import StrEnum
from functools import cache

from coach.rehearse.cues import found, straight
from coach.rehearse.wording import coaching
from coach.sentences import sentences
from coach.vocabulary.base import Value


class Asked(StrEnum):
    """The topics a user asks a client about, in the order they are looked for."""

    MOMENT = "moment"  # whether now is a good time
    GREETED = "greeted"  # how they are, by way of a greeting
    WHY = "why"
    RECEIVED = "received"
    MEANING = "meaning"
    MONEY = "money"
    SUCCESSOR = "successor"
    WHO = "who"
    CHANNEL = "channel"
    REQUEST = "request"
    NEED = "need"
    QUESTIONS = "questions"
    FITS = "fits"  # a day or time the user names
    WHEN = "when"  # one the client is to name
    TELL = "tell"
    VIEW = "view"
    FAIR = "fair"
    CLEAR = "clear"
    WELL = "well"
    REMEMBER = "remember"
    AGREE = "agree"
    EITHER = "either"  # anything else that yes or no would answer


COURTESIES = frozenset({Asked.MOMENT, Asked.GREETED})
"""Asked before what one has come to say; beside that they want no answer."""

DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b", re.IGNORECASE)


class Question(Value):
    """A sentence of a turn that wants an answer; `about` is None where that cannot be told."""

    text: str
    start: int
    about: Asked | None


def question_in(text: str) -> Question | None:
    """The last sentence of `text` that asks the client something, with or without its question mark.

    An outburst ("Are you serious?") asks nothing, and a courtesy only where nothing else is asked.
    """
    plain = straight(text)
    spans = [(start, plain[start:end]) for start, end in sentences(plain)]
    asked = [Question(text=one, start=start, about=_topic(one)) for start, one in spans if _asks(one)]
    return next((one for one in reversed(asked) if one.about not in COURTESIES), asked[-1] if asked else None)


def asked_about(text: str) -> Asked | None:
    """What the last question of `text` is about; None where nothing is asked, or nothing that can be told."""
    question = question_in(text)
    return question.about if question else None


def _asks(sentence: str) -> bool:
    if found("no_question", sentence) and _topic(sentence) in (None, Asked.EITHER):
        return False
    return "?" in sentence or _form("unmarked").search(sentence) is not None


def _topic(sentence: str) -> Asked | None:
    return next((topic for topic in Asked if _form(topic).search(sentence)), None)


@cache
def _form(name: str) -> re.Pattern[str]:
    """The patterns under `name` in knowledge/coaching/asked_topics.yaml."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in coaching("asked_topics")[str(name)]), re.IGNORECASE)
