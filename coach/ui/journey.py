"""The journey: which steps of a case are done, and what comes next."""

from enum import StrEnum
from typing import NamedTuple, Protocol

from coach.vocabulary.assessment import Action


class Step(StrEnum):
    SITUATION = "situation"
    ASSESSMENT = "assessment"
    REHEARSE = "rehearse"
    WRITE = "write"
    PLAN = "plan"


class Part(StrEnum):
    """The parts of the plan, in the order of its page."""

    CONTRACT = "contract"
    DATES = "dates"
    LIST = "list"
    MONEY = "money"
    TALK = "talk"
    AFTER = "after"


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
    @property
    def planned(self) -> bool: ...


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
        Step.PLAN: case.planned,
    }
    return frozenset(step for step, is_done in reached.items() if is_done)


def open_steps(case: Progress | None) -> frozenset[Step]:
    """The steps that can be gone to: all once there is a case, the first one always."""
    return frozenset(Step) if case is not None else frozenset({Step.SITUATION})


_AFTER = {
    Action.EXIT_NOW: Next(Step.WRITE, "Next: one short notice, in writing.", "Write the notice"),
    Action.ASK: Next(Step.ASSESSMENT, "Next: a few answers that would decide it.", "Answer them"),
}
_LEAVING = (Action.EXIT, Action.EXIT_NOW)
_REHEARSE = Next(Step.REHEARSE, "Next: say it once where it costs nothing.", "Rehearse the talk")
_WRITE = Next(Step.WRITE, "Next: put it in writing.", "Write the message")
_PLAN = Next(Step.PLAN, "Next: the dates, the money and the hand-over.", "Plan the ending")


def next_step(case: Progress | None, action: Action | None) -> Next | None:
    """What comes next after the verdict `action`; None when every step was taken, or nothing needs to be done."""
    if case is None:
        return Next(Step.SITUATION, "Start by telling what happens.", "Tell what happens")
    if not case.assessed:
        return Next(Step.SITUATION, "Your account has not been read yet.", "Have it read")
    if case.outdated:
        return Next(Step.SITUATION, "You changed your account since it was read.", "Have it read again")
    if action is Action.ASK or (action is Action.EXIT_NOW and not case.written):
        return _AFTER[action]
    if action is Action.KEEP:
        return None
    if action is not Action.EXIT_NOW and not (case.rehearsed and case.written):
        return _WRITE if case.rehearsed else _REHEARSE
    return None if case.planned or action not in _LEAVING else _PLAN
