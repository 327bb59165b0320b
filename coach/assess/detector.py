"""The seam of the assessment: a detector reads a text and says how sure it is of each sign, and from which words."""

from typing import Protocol

from pydantic import Field

from coach.vocabulary.base import Value
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId


class SignReading(Value):
    """One sign in one text: `confidence` 0-1 that it is present, the tier it reaches, and its quotes, strongest first."""

    id: SignId
    confidence: float = Field(ge=0, le=1)
    clear: bool
    possible: bool
    evidence: tuple[Evidence, ...]


class SignDetector(Protocol):
    """Reads all 21 signs; pure: the same text gives the same reading."""

    @property
    def name(self) -> str:
        """The engine as it is shown to the user."""
        ...

    def read(self, text: str) -> tuple[SignReading, ...]:
        """One reading a sign, in the order of the design; every quote verbatim in `text`."""
        ...
