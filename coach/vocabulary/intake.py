"""Intake: questions whose answers could change the assessment, the answers, and the record of what was tried first."""

from datetime import date
from enum import StrEnum

from pydantic import Field, field_validator

from coach.vocabulary.base import Value

LONGEST_TRY = 500  # characters


class Raised(StrEnum):
    """Whether the other side has heard it plainly, and what came of it."""

    UNSAID = "unsaid"  # nobody has told us
    NO = "no"
    ONCE = "once"  # raised, and what came of it is not settled
    MENDED = "mended"
    FAILED = "failed"  # raised, and it stayed or grew worse


class Approach(StrEnum):
    """The repairs that come before an exit (eight-reasons)."""

    PERSPECTIVE = "perspective"  # looked at one's own part
    TALK = "talk"  # said it to them
    CHANNEL = "channel"  # changed how and when one talks
    AGREEMENT = "agreement"  # agreed anew how to work together
    OTHER = "other"


class Effect(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    OPEN = "open"


class Try(Value):
    """One entry of the fix-first record."""

    what: str = Field(min_length=1, max_length=LONGEST_TRY)
    effect: Effect
    approach: Approach = Approach.OTHER
    when: date | None = None

    @field_validator("what")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return " ".join(value.split())


class Choice(Value):
    id: str
    text: str


class Question(Value):
    """A short question with its possible answers; `about` is what an answer could change: `signs` or `verdict`."""

    id: str
    text: str
    choices: tuple[Choice, ...] = Field(min_length=2)
    about: str


class Answer(Value):
    """What the user chose; `skip` is always allowed."""

    question: str
    choice: str


SKIP = "skip"
