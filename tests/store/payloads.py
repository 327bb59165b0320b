"""Small payloads: the store knows nothing of the steps, so its tests bring values of their own."""

from pydantic import BaseModel, ConfigDict

from coach.situation import Situation


class Note(BaseModel):
    """Stands for an assessment, a draft, a debrief."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    weight: float = 0.5


class Line(BaseModel):
    """Stands for a turn."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    who: str
    text: str


class OtherNote(BaseModel):
    """What a later version might make of a Note."""

    model_config = ConfigDict(extra="forbid")
    title: str


STORY = Situation(text="My client ignores every plan I send and pays late.")
AWKWARD = "Zoë said: “50 %”\n\t— \U0001f600 \\ \" ' ; DROP TABLE cases; --\u2028 e\u0301"
