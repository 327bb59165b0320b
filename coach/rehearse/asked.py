"""Asked: what a question of the user is about, so that the client can answer that and nothing else."""

import re
from enum import StrEnum
from functools import cache

from coach.rehearse.cues import straight
from coach.rehearse.wording import coaching
from coach.sentences import sentences


class Asked(StrEnum):
    """The topics a user asks a client about, in the order they are looked for."""

    WHY = "why"
    RECEIVED = "received"
    MEANING = "meaning"
    MONEY = "money"
    SUCCESSOR = "successor"
    WHO = "who"
    CHANNEL = "channel"
    REQUEST = "request"
    FITS = "fits"  # a day or time the user names
    WHEN = "when"  # one the client is to name
    TELL = "tell"
    NEED = "need"
    QUESTIONS = "questions"
    VIEW = "view"
    FAIR = "fair"
    CLEAR = "clear"
    WELL = "well"
    AGREE = "agree"


DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b", re.IGNORECASE)


def asked_about(text: str) -> Asked | None:
    """What the last question of `text` is about; None where nothing is asked, or nothing that can be told."""
    plain = straight(text)
    questions = [plain[start:end] for start, end in sentences(plain) if "?" in plain[start:end]]
    if not questions:
        return None
    return next((topic for topic in Asked if _cues()[topic].search(questions[-1])), None)


@cache
def _cues() -> dict[Asked, re.Pattern[str]]:
    raw = coaching("asked_topics")
    return {
        topic: re.compile("|".join(f"(?:{pattern})" for pattern in raw[topic.value]), re.IGNORECASE) for topic in Asked
    }
