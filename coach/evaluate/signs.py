"""The sign and verdict suite: clear signs, proposals, calibration, false alarms, verdicts, and the baselines beside them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.assess.assessor import assess
from coach.assess.detector import Remembering, SecondReader, SignDetector
from coach.errors import CoachError
from coach.evaluate.cases import AccountCase
from coach.library.passages import Shelf
from coach.situation import Situation
from coach.vocabulary.assessment import Action, Assessment, Dropped
from coach.vocabulary.signs import SignId

Table = dict[str, Any]
Flags = NDArray[np.bool_]

SIGNS = list(SignId)
BINS = 10


def evaluate_signs(cases: Sequence[AccountCase], detector: SignDetector, second: SecondReader | None = None) -> Table:
    """Precision, recall and F1 of the clear signs, and all that belongs to them, on `cases`; with a `second` reader also what
    it adds, and what of its answers was left out."""
    detector = Remembering(detector, len(cases))
    answers = [_assessed(case, detector, second) for case in cases]
    clear = flags(answers, lambda answer: {sign.id for sign in answer.signs})
    proposed = clear | flags(answers, lambda answer: {sign.id for sign in answer.possible})
    must, counted = truth(cases)
    sure = np.array([[reading.confidence for reading in detector.read(case.text).signs] for case in cases])
    return {
        "accounts": len(cases),
        "clear": scores(clear, must, counted),
        "found_in_proposals": _recall(proposed, must),
        "proposals_per_account": round(float(proposed.sum(axis=1).mean()), 2),
        "clear_per_healthy_account": _false_alarms(cases, clear),
        "calibration_error": calibration_error(sure[counted], must[counted]),
        "evidence_verbatim": _verbatim(cases, answers),
        "verdict": verdicts(cases, [answer.verdict.action for answer in answers]),
        **({"second reading": _second(answers, must, counted)} if second else {}),
    }


def _second(answers: Sequence[Assessment], must: Flags, counted: Flags) -> Table:
    """How the model's own yes would have done, how often the readings differ, and what of its answers did not hold."""
    made = [answer.second for answer in answers if answer.second]
    seen = flags(answers, lambda answer: {*answer.second.agrees, *answer.second.adds} if answer.second else ())
    own = scores(seen, must, counted)
    share = max(len(made), 1)
    return {
        "accounts it read": len(made),
        "its own yes": {figure: own[figure] for figure in ("precision", "recall", "micro_f1", "macro_f1")},
        "added for the user to settle, an account": round(sum(len(one.adds) for one in made) / share, 2),
        "doubted for the user to settle, an account": round(sum(len(one.doubts) for one in made) / share, 2),
        "left out of its answers": {
            name: sum(getattr(one.dropped, name) for one in made) for name in Dropped.model_fields
        },
    }


def _assessed(case: AccountCase, detector: SignDetector, second: SecondReader | None = None) -> Assessment:
    return assess(case_situation(case), detector, Shelf.built_in().get, second)


def case_situation(case: AccountCase) -> Situation:
    """The situation of a case; every case is seen through, even one the app would refuse."""
    try:
        return Situation.from_text(case.text)
    except CoachError:
        return Situation(text=case.text)


def flags(answers: Sequence[Assessment], names: Any) -> Flags:
    return np.array([[sign in names(answer) for sign in SIGNS] for answer in answers], dtype=bool)


def truth(cases: Sequence[AccountCase]) -> tuple[Flags, Flags]:
    """(cases, 21): present, and whether the cell counts at all (arguable signs do not)."""
    must = np.array([[sign in case.must for sign in SIGNS] for case in cases], dtype=bool)
    may = np.array([[sign in case.may for sign in SIGNS] for case in cases], dtype=bool)
    return must, must | ~may


def scores(chosen: Flags, must: Flags, counted: Flags) -> Table:
    """Micro and macro figures, and precision, recall, F1 and support of each sign."""
    hit = (chosen & must & counted).sum(axis=0)
    said, true = (chosen & counted).sum(axis=0), (must & counted).sum(axis=0)
    precision, recall = hit / np.maximum(said, 1), hit / np.maximum(true, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    known = true > 0
    micro_p, micro_r = hit.sum() / max(said.sum(), 1), hit.sum() / max(true.sum(), 1)
    return {
        "precision": round(float(micro_p), 3),
        "recall": round(float(micro_r), 3),
        "micro_f1": round(float(2 * micro_p * micro_r / max(micro_p + micro_r, 1e-9)), 3),
        "macro_f1": round(float(f1[known].mean()) if known.any() else 0.0, 3),
        "per_sign": {
            str(sign): {
                "precision": round(float(p), 3),
                "recall": round(float(r), 3),
                "f1": round(float(f), 3),
                "n": int(n),
            }
            for sign, p, r, f, n in zip(SIGNS, precision, recall, f1, true, strict=True)
        },
    }


def _recall(proposed: Flags, must: Flags) -> float:
    return round(float((proposed & must).sum() / max(must.sum(), 1)), 3)


def _false_alarms(cases: Sequence[AccountCase], clear: Flags) -> float | None:
    healthy = np.array([case.healthy for case in cases])
    return round(float(clear[healthy].sum(axis=1).mean()), 3) if healthy.any() else None


def calibration_error(sure: NDArray[np.float64], true: Flags) -> float:
    """Expected calibration error: mean distance of confidence and share that is true, over ten equal bins."""
    edges = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(sure[edges == b].mean() - true[edges == b].mean()) * (edges == b).mean() for b in set(edges.tolist())]
    return round(float(sum(gaps)), 3)


def _verbatim(cases: Sequence[AccountCase], answers: Sequence[Assessment]) -> float:
    quotes = [
        (case.text, evidence)
        for case, answer in zip(cases, answers, strict=True)
        for shown in (*(sign.evidence for sign in answer.signs), *(sign.evidence for sign in answer.possible))
        for evidence in shown
    ]
    return round(sum(evidence.is_in(text) for text, evidence in quotes) / max(len(quotes), 1), 4)


def verdicts(cases: Sequence[AccountCase], chosen: Sequence[Action]) -> Table:
    """Share of acceptable verdicts, over all and on average over the verdicts taken alone, with what was said instead."""
    judged = [(case, action) for case, action in zip(cases, chosen, strict=True) if case.verdict]
    right = [action in case.verdict for case, action in judged]
    alone: dict[str, float] = {}
    confusion: dict[str, dict[str, int]] = {}
    for wanted in Action:
        rows = [(case, action) for case, action in judged if wanted in case.verdict]
        if rows:
            alone[wanted] = round(sum(action in case.verdict for case, action in rows) / len(rows), 3)
            confusion[wanted] = dict(Counter(str(action) for _, action in rows))
    always_exit = [Action.EXIT in case.verdict for case, _ in judged]
    return {
        "acceptable": round(sum(right) / max(len(right), 1), 3),
        "average_over_verdicts": round(sum(alone.values()) / max(len(alone), 1), 3),
        "always_exit": round(sum(always_exit) / max(len(always_exit), 1), 3),
        "alone": alone,
        "confusion": confusion,
    }
