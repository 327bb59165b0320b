"""Moment: a user turn with what the coach knows around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.rehearse.reading import Reading
from coach.vocabulary.rehearsal import AgendaItem, ClientState, Goal, Heard


@dataclass(frozen=True)
class Moment:
    """A user turn said after `client_line`, with the client's state `before` it; `asked` is what they had asked."""

    text: str
    reading: Reading
    before: ClientState
    goal: Goal
    asked: AgendaItem | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    client_line: str = ""

    @property
    def heard(self) -> Heard:
        return self.reading.heard
