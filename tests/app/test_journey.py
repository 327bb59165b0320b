"""The journey: what is done, what is open, what comes next."""

from typing import NamedTuple

import pytest

from coach.ui.journey import Step, done, next_step, open_steps
from coach.vocabulary.assessment import Action


class Case(NamedTuple):
    assessed: bool = False
    outdated: bool = False
    rehearsed: bool = False
    written: bool = False
    planned: bool = False


def test_without_a_case_only_the_first_step_is_open() -> None:
    assert open_steps(None) == {Step.SITUATION}
    assert done(None) == frozenset()


def test_with_a_case_every_step_is_open() -> None:
    assert open_steps(Case()) == frozenset(Step)


@pytest.mark.parametrize(
    ("case", "step"),
    [
        (None, Step.SITUATION),
        (Case(), Step.SITUATION),
        (Case(assessed=True), Step.REHEARSE),
        (Case(assessed=True, outdated=True), Step.SITUATION),
        (Case(assessed=True, rehearsed=True), Step.WRITE),
        (Case(assessed=True, written=True), Step.REHEARSE),
        (Case(assessed=True, rehearsed=True, written=True), Step.PLAN),
    ],
)
def test_the_next_step_is_the_first_one_not_taken(case: Case | None, step: Step) -> None:
    coming = next_step(case, Action.EXIT)
    assert coming is not None
    assert coming.step is step


def test_after_the_last_step_nothing_comes_next() -> None:
    assert next_step(Case(assessed=True, rehearsed=True, written=True, planned=True), Action.EXIT) is None


def test_an_ending_is_planned_and_a_repair_is_not() -> None:
    written = Case(assessed=True, rehearsed=True, written=True)
    assert next_step(written, Action.REPAIR) is None
    at_once = next_step(Case(assessed=True, written=True), Action.EXIT_NOW)
    assert at_once is not None
    assert at_once.step is Step.PLAN


@pytest.mark.parametrize(
    ("action", "step"), [(Action.EXIT_NOW, Step.WRITE), (Action.ASK, Step.ASSESSMENT), (Action.KEEP, None)]
)
def test_the_verdict_decides_what_comes_next(action: Action, step: Step | None) -> None:
    coming = next_step(Case(assessed=True), action)
    assert (coming.step if coming else None) is step


def test_a_changed_account_undoes_the_reading() -> None:
    assert done(Case(assessed=True, outdated=True, written=True)) == {Step.WRITE}
