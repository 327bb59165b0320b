"""What the store tells of the things it keeps: cases, versions, rehearsals."""

from datetime import datetime
from typing import Any

from coach.situation import Situation
from coach.vocabulary.base import Value

PLAN = "plan/"  # what the kinds of the working texts of a plan begin with


class CaseSummary(Value):
    """A case as it stands in a list. All times are UTC.

    `assessed`: there is an assessment; `rehearsed`: a rehearsal was finished; `written`: there is a draft;
    `planned`: something of a plan was kept.
    """

    id: str
    name: str
    archived: bool
    created_at: datetime
    updated_at: datetime
    assessed: bool = False
    rehearsed: bool = False
    written: bool = False
    planned: bool = False


class Case(CaseSummary):
    """A case with its latest situation; `outdated`: the situation was changed after the latest assessment."""

    situation: Situation
    outdated: bool = False


class Version(Value):
    """One of the versions kept of a situation or a draft; numbers count from 1."""

    number: int
    saved_at: datetime


class AssessmentEntry(Value):
    """One of the assessments made of a case, and of which version of its situation."""

    id: str
    made_at: datetime
    situation_version: int


class RehearsalSummary(Value):
    """A rehearsal as it stands in a list; `forked_at` is the index of the first turn said differently than in `parent_id`."""

    id: str
    case_id: str
    setup: dict[str, Any]
    started_at: datetime
    turns: int
    finished_at: datetime | None = None
    ended: str | None = None
    debriefed: bool = False
    parent_id: str | None = None
    forked_at: int | None = None
