"""The seam of the assessment: a detector reads a text and says how sure it is of each sign, and from which words.

A second reader may read the same text and differ; it settles nothing (`coach.assess.second`).
"""

from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from pydantic import Field

from coach.situation import Relation, Situation
from coach.vocabulary.assessment import Action, Dropped
from coach.vocabulary.base import Value
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised
from coach.vocabulary.signs import SignId


class SignReading(Value):
    """One sign in one text: `confidence` 0-1 that it is present, the tier it reaches, and its quotes, strongest first.

    `sources` are the passages that a second reader named for it, if there was one.
    """

    id: SignId
    confidence: float = Field(ge=0, le=1)
    clear: bool
    possible: bool
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...] = ()


class Reading(Value):
    """What a detector read: all 21 signs in the order of the design, and what else bears on the verdict.

    `tried` to `self_harm` are quotes, the surest first; `fine` is how likely it is that nothing is wrong, 0-1; `leanings` how likely
    fair readers would accept each verdict, 0-1, where the detector can tell.
    """

    signs: tuple[SignReading, ...]
    tried: tuple[Evidence, ...] = ()
    goodwill: tuple[Evidence, ...] = ()
    own_part: tuple[Evidence, ...] = ()
    danger: tuple[Evidence, ...] = ()
    self_harm: tuple[Evidence, ...] = ()
    raised: Raised = Raised.UNSAID
    relation: Relation | None = None
    fine: float = Field(default=0.2, ge=0, le=1)
    leanings: dict[Action, float] = Field(default_factory=dict)


class SignDetector(Protocol):
    """Reads all 21 signs; pure: the same text gives the same reading."""

    @property
    def name(self) -> str:
        """The engine as it is shown to the user."""
        ...

    def read(self, text: str) -> Reading:
        """What `text` holds; every quote verbatim in it."""
        ...


class Says(StrEnum):
    YES = "yes"  # a stranger would be convinced
    PERHAPS = "perhaps"
    NO = "no"


class Opinion(Value):
    """What a second reader makes of one sign. Its quotes stand in the text; without one for it, it does not say yes.

    `sources` are passages it was given and named.
    """

    id: SignId
    says: Says
    evidence: tuple[Evidence, ...] = ()
    against: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()


class Opinions(Value):
    """What a second reader made of a text, sign by sign; a sign without an opinion was not read, for the reason given."""

    engine: str
    signs: tuple[Opinion, ...]
    dropped: Dropped = Dropped()
    unread_because: str | None = None
    speaks_to_machines: tuple[Evidence, ...] = ()  # sentences of the text that do

    def of(self, sign: SignId) -> Opinion | None:
        """The opinion on `sign`."""
        return next((one for one in self.signs if one.id is sign), None)


class SecondReader(Protocol):
    """Reads a whole situation and says yes, perhaps or no to each sign."""

    def read(self, situation: Situation, again: bool = True) -> Opinions:
        """Its opinions; without `again`, what failed before for the same text is not tried anew.

        Raises:
            ModelError: nothing could be read.
        """
        ...


class Remembering:
    """A detector that remembers its last readings, so that an answer or a note does not read the same text again."""

    def __init__(self, detector: SignDetector, most: int = 8) -> None:
        self.name = detector.name
        self.read = lru_cache(maxsize=most)(detector.read)
