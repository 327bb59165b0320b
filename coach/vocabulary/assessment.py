"""Assessment: the signs a text holds, the verdict on them, and what rests on which passage."""

from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Question
from coach.vocabulary.passage import Citation
from coach.vocabulary.signs import SignId


class Action(StrEnum):
    KEEP = "keep"
    REPAIR = "repair"
    EXIT = "exit"
    EXIT_NOW = "exit_now"
    ASK = "ask"


class ReportedSign(Value):
    """A clear sign: `confidence` 0-1, `severity` 1 (mild) to 3 (serious), one to three quotes, passage ids.

    `confirmed` says that the user settled it by an answer; its quotes then point to it and need not prove it.
    """

    id: SignId
    confidence: float = Field(ge=0, le=1)
    severity: int = Field(ge=1, le=3)
    evidence: tuple[Evidence, ...] = Field(min_length=1, max_length=3)
    sources: tuple[str, ...]
    confirmed: bool = Field(default=False, exclude_if=lambda confirmed: not confirmed)


class PossibleSign(Value):
    """A sign the text points to but does not settle, with the one question that would."""

    id: SignId
    confidence: float = Field(ge=0, le=1)
    question: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Verdict(Value):
    """What to do and why, and why not. Sentences may end with the passages they rest on: `[kicks#precedent-or-habit]`."""

    action: Action
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    their_side: tuple[str, ...]
    my_part: tuple[str, ...]


class Assessment(Value):
    """The whole answer to "what have I got here?"; `engine` says who read the text, `asks` what the intake would ask next."""

    signs: tuple[ReportedSign, ...]
    possible: tuple[PossibleSign, ...]
    verdict: Verdict
    questions: tuple[str, ...]
    next_steps: tuple[str, ...]
    citations: tuple[Citation, ...]
    engine: str
    asks: tuple[Question, ...] = ()
    degraded_because: str | None = None
