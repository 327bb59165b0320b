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


class Dropped(Value):
    """What was left out of a model's answer, counted: it could not be checked, or was nobody's business to say."""

    quotes: int = 0  # that do not stand in the text
    instructions: int = 0  # quotes of words that speak to a machine
    own_words: int = 0  # quotes of the user's own messages for how the other side behaves
    signs: int = 0  # said to be there, and left without a quote
    citations: int = 0  # of passages that were not given
    answers: int = 0  # about signs that were not asked for, or twice


class SecondReading(Value):
    """What a language model made of the same text. It settles nothing: where it differs, the user is asked.

    `agrees` and `adds` have quotes that stand in the text; `doubts` are clear signs it does not see; `unread` are those that it
    gave no usable answer for, for the reason in `unread_because`.
    """

    engine: str
    agrees: tuple[SignId, ...] = ()
    adds: tuple[SignId, ...] = ()
    doubts: tuple[SignId, ...] = ()
    unread: tuple[SignId, ...] = ()
    unread_because: str | None = None
    dropped: Dropped = Dropped()
    speaks_to_machines: str | None = None  # the first words, without links, of what in the text does


class Assessment(Value):
    """The whole answer to "what have I got here?"; `engine` says who read the text, `asks` what the intake would ask next.

    With a model, `second` is what its reading added; `degraded_because` says why there is none.
    """

    signs: tuple[ReportedSign, ...]
    possible: tuple[PossibleSign, ...]
    verdict: Verdict
    questions: tuple[str, ...]
    next_steps: tuple[str, ...]
    citations: tuple[Citation, ...]
    engine: str
    asks: tuple[Question, ...] = ()
    degraded_because: str | None = None
    second: SecondReading | None = Field(default=None, exclude_if=lambda second: second is None)
