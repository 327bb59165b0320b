"""The intake suite: a simulated user answers the questions from the labels, and what that does to signs and verdict."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coach.assess.assessor import assess
from coach.assess.detector import Remembering, SecondReader, SignDetector
from coach.assess.intake import SIGN
from coach.evaluate.cases import AccountCase
from coach.evaluate.signs import case_situation, flags, scores, truth, verdicts
from coach.library.passages import Shelf
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.intake import SKIP, Answer, Question

if TYPE_CHECKING:
    from coach.situation import Situation


def evaluate_intake(
    cases: Sequence[AccountCase], detector: SignDetector, second: SecondReader | None = None
) -> dict[str, Any]:
    """Figures before the first question and after the last; a `second` reader has questions of its own."""
    detector = Remembering(detector, 1)
    before: list[Assessment] = []
    after: list[Assessment] = []
    asked: list[int] = []
    for case in cases:
        situation = case_situation(case)
        first = _read(situation, detector, second)
        last, count = _interviewed(case, situation, first, detector, second)
        before.append(first)
        after.append(last)
        asked.append(count)
    must, counted = truth(cases)
    return {
        "accounts": len(cases),
        "questions_an_account": round(sum(asked) / len(asked), 2),
        "most_questions": max(asked),
        **{
            f"{name}_{figure}": value
            for name, answers in (("before", before), ("after", after))
            for figure, value in _figures(cases, answers, must, counted).items()
        },
    }


def _figures(cases: Sequence[AccountCase], answers: list[Assessment], must: Any, counted: Any) -> dict[str, Any]:
    clear = scores(flags(answers, lambda answer: {sign.id for sign in answer.signs}), must, counted)
    found = verdicts(cases, [answer.verdict.action for answer in answers])
    return {
        "macro_f1": clear["macro_f1"],
        "micro_f1": clear["micro_f1"],
        "verdict_acceptable": found["acceptable"],
        "verdict_average": found["average_over_verdicts"],
    }


def _read(situation: "Situation", detector: SignDetector, second: SecondReader | None) -> Assessment:
    return assess(situation, detector, Shelf.built_in().get, second, again=False)


def _interviewed(
    case: AccountCase, situation: "Situation", found: Assessment, detector: SignDetector, second: SecondReader | None
) -> tuple[Assessment, int]:
    count = 0
    while found.asks:
        situation = situation.with_answers(Answer(question=found.asks[0].id, choice=_answer(case, found.asks[0])))
        found = _read(situation, detector, second)
        count += 1
    return found, count


def _answer(case: AccountCase, question: Question) -> str:
    """What a user would say who knows the labels; what the labels do not hold is skipped."""
    if not question.id.startswith(SIGN):
        return SKIP
    sign = question.id.removeprefix(SIGN)
    if sign in case.must:
        return "yes"
    return "sometimes" if sign in case.may else "no"
