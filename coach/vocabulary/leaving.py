"""Leaving: what the user adds to a plan and what is kept of it - dates, sums, the list to close, how the talk went."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value
from coach.vocabulary.draft import DraftKind
from coach.vocabulary.plan import Advice, Proposal

MOST_NOTE = 4_000  # characters of a note
Range = tuple[float, float, float]  # low, likeliest, high


class KnownDates(Value):
    """What the user knows about the ending and neither text says; null where they said nothing."""

    last_day: date | None = None
    notice_days: int | None = Field(default=None, ge=1, le=1_000)
    payment_days: int | None = Field(default=None, ge=0, le=400)
    place: str | None = Field(default=None, max_length=10)  # whose public holidays count: "GB-ENG"


class KnownSums(Value):
    """The user's own figures, in `currency`: they stand before those of the text. Fee, hours and costs are a month's.

    `ranges` holds their own (low, likeliest, high) of an assumption, by its id.
    """

    currency: str | None = None
    monthly_fee: float | None = Field(default=None, ge=0)
    hours: float | None = Field(default=None, ge=0, le=744)
    uncounted_hours: float | None = Field(default=None, ge=0, le=744)
    costs: float | None = Field(default=None, ge=0)
    target_rate: float | None = Field(default=None, ge=0)
    owed: float | None = Field(default=None, ge=0)
    ranges: dict[str, Range] = Field(default_factory=dict)


class KeptTask(Value):
    """What the user did to one thing of the wrap-up list; `proposed` is the plan's wording of it, null for one of their own.

    `dropped`: taken off the list, so that the plan does not propose it again.
    """

    id: str
    group: str
    text: str
    who: str
    proposal: Proposal = Proposal.DO
    by: date | None = None
    done: bool = False
    dropped: bool = False
    proposed: str | None = None
    dated: bool = False  # the user chose the day; else it follows the plan


class Task(Value):
    """One thing of the wrap-up list as it is shown: the plan's proposal with what the user made of it.

    `item` is the name of a piece of work; `for_them` how it stands in the hand-over document, null where it is not theirs to
    read; `own`: the user added it.
    """

    id: str
    group: str
    text: str
    who: str
    why: str = ""
    proposal: Proposal = Proposal.DO
    by: date | None = None
    done: bool = False
    own: bool = False
    item: str | None = None
    for_them: str | None = None
    source: str | None = None
    passage: str | None = None
    proposed: str | None = None
    dated: bool = False


class Went(StrEnum):
    WELL = "well"
    MIXED = "mixed"
    BADLY = "badly"


class Reaction(StrEnum):
    """What they did when they were told."""

    ACCEPTED = "accepted"
    BEGGED = "begged"
    BARGAINED = "bargained"
    THREATENED = "threatened"
    WITHHELD_PAY = "withheld_pay"
    SILENT = "silent"


class CheckIn(Value):
    """The real talk: the day of it, how it went, what they did, and the user's own note."""

    talk_on: date | None = None
    went: Went | None = None
    reactions: tuple[Reaction, ...] = ()
    note: str = Field(default="", max_length=MOST_NOTE)


class NextMove(Value):
    """What to do after one reaction: steps with their passages, words that can be sent, the kind of message to write, if any."""

    id: Reaction
    title: str
    steps: tuple[Advice, ...] = Field(min_length=1)
    message: str
    kind: DraftKind | None = None
    law: bool = False  # whether a legal question hangs on it
