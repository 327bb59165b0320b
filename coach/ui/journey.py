"""The journey: which steps of a case are done, and what comes next."""

from enum import StrEnum
from typing import NamedTuple, Protocol


class Step(StrEnum):
    SITUATION = "situation"
    ASSESSMENT = "assessment"
    REHEARSE = "rehearse"
    WRITE = "write"


class Progress(Protocol):
    """What the journey looks at; a stored case has it."""

    @property
    def assessed(self) -> bool: ...
    @property
    def outdated(self) -> bool: ...
    @property
    def rehearsed(self) -> bool: ...
    @property
    def written(self) -> bool: ...


class Next(NamedTuple):
    """The step to take next: why, and what its button says."""

    step: Step
    why: str
    button: str


def done(case: Progress | None) -> frozenset[Step]:
    """The steps that are behind the user."""
    if case is None:
        return frozenset()
    reached = {
        Step.SITUATION: case.assessed and not case.outdated,
        Step.ASSESSMENT: case.assessed and not case.outdated,
        Step.REHEARSE: case.rehearsed,
        Step.WRITE: case.written,
    }
    return frozenset(step for step, is_done in reached.items() if is_done)


def open_steps(case: Progress | None) -> frozenset[Step]:
    """The steps that can be gone to: all once there is a case, the first one always."""
    return frozenset(Step) if case is not None else frozenset({Step.SITUATION})


def next_step(case: Progress | None) -> Next | None:
    """What comes next; None when every step has been taken."""
    if case is None:
        return Next(Step.SITUATION, "Start by telling what happens.", "Tell what happens")
    if not case.assessed:
        return Next(Step.SITUATION, "Your account has not been read yet.", "Have it read")
    if case.outdated:
        return Next(Step.SITUATION, "You changed your account since it was read.", "Have it read again")
    if not case.rehearsed:
        return Next(Step.REHEARSE, "Next: say it once where it costs nothing.", "Rehearse the talk")
    if not case.written:
        return Next(Step.WRITE, "Next: put it in writing.", "Write the message")
    return None
