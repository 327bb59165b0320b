"""Drill: two minutes on one skill; and progress: what the record says of each skill over time."""

from datetime import datetime

from pydantic import Field

from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import ActId, ItemId, Tone


class Skill(Value):
    """A group of debrief items that are learned together."""

    id: str
    label: str
    items: tuple[ItemId, ...]


class Drill(Value):
    """Three lines of a client and what each answer must do: one of `needs`, none of `avoids`, at most `most_words`.

    With `specific`, an acknowledgement must be about this client and not fit anybody.
    """

    id: str
    title: str
    aim: str
    skill: str
    needs: tuple[ActId, ...] = Field(min_length=1)
    avoids: tuple[ActId, ...]
    most_words: int
    tone_not: tuple[Tone, ...] = ()
    specific: bool = False
    passed: str
    missing: str
    rounds: tuple[tuple[str, ...], ...] = Field(min_length=1)


class SkillPoint(Value):
    """One talk's share of a skill's items that were answered yes, 0-1."""

    when: datetime
    share: float = Field(ge=0, le=1)


class SkillProgress(Value):
    """A skill over the talks it was needed in, oldest first; `due` names the drill that would help now.

    `slipped` says that the latest talks are clearly below one's own earlier ones.
    """

    skill: Skill
    points: tuple[SkillPoint, ...]
    due: str | None = None
    slipped: bool = False
