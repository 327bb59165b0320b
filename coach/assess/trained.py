"""The built-in detector: what the account reader sees in each sentence and in the whole, weighed and calibrated.

Weights, the calibration and the thresholds come from accounts that the readers had not seen (training/train_signs.py).
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.assess.cues import Cue, read_cues
from coach.assess.detector import Reading, SignReading
from coach.assess.reader import COLUMNS, MARKS, WHOLE, AccountReader, AccountScores
from coach.content import load_signs
from coach.errors import ContentError
from coach.facts import read_relation
from coach.situation import Relation
from coach.vocabulary.assessment import Action
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised
from coach.vocabulary.signs import SignId
from coach.weights import read_weights

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "signs.npz"
SIGNS = tuple(SignId)
RAISED = tuple(Raised)
RELATIONS = tuple(Relation)
ANSWERS = tuple(Action)
MOST_QUOTES = 3
MAYBE_FINE = 0.1  # likelihood that all is well from which
FINE_RAISES = 4.0  # a sign must be so much surer, for each further unit, to be clear
URGENT_RAISES = 0.45  # and for a sign that calls for leaving at once, where no plain words name it
WEAKER = 1.2  # how much less sure (in logits) a second quote may be than the first
READ_CUES = (Cue.TRIED, Cue.UNTRIED, Cue.SOLVED, Cue.PRAISE)  # wordings that help to judge the whole


class Head(NamedTuple):
    """What training leaves. Scores are logits; `parts` weighs the best sentence and the whole for a sign."""

    parts: Floats  # (2,)
    shift: Floats  # (21,)
    clear: Floats  # (21,) confidence from which a sign is clear
    possible: Floats  # (21,) confidence from which it is possible
    marks: Floats  # (3,) score from which a sentence shows a mark
    centre: Floats  # (features,) and
    scale: Floats  # (features,): what the judges' features are standardised by
    raised: Floats  # (features + 1, 5), last row the bias
    relation: Floats  # (features + 1, 3)
    fine: Floats  # (features + 1, 1)
    answers: Floats  # (features + 1, 5) by ANSWERS


@cache
def load_head(path: Path = WEIGHTS) -> Head:
    """The trained head.

    Raises:
        ContentError: the file is missing, damaged or made for other signs.
    """
    stored = read_weights(path, "signs", *Head._fields)
    if [str(name) for name in stored["signs"]] != [str(sign) for sign in SIGNS]:
        raise ContentError(f"{path.name!r} was trained for other signs.")
    return Head(*(stored[field].astype(np.float32) for field in Head._fields))


class TrainedDetector:
    """Reads every sentence in its account; a sign is as sure as its best sentence and the whole make it."""

    name = "builtin"

    def __init__(self, reader: AccountReader | None = None, head: Head | None = None) -> None:
        self._reader = reader or AccountReader.shared()
        self._head = head or load_head()

    def read(self, text: str) -> Reading:
        """Time grows linearly with the text."""
        scores = self._reader.read(text)
        if not scores.spans:
            return Reading(signs=tuple(_absent(sign) for sign in SIGNS))
        best = scores.sentence.max(axis=0)
        sure = confidences(best, scores.whole, self._head)
        judged = features(text, best, scores.whole, sure)
        fine = float(_sigmoid(judge(judged, self._head, self._head.fine)[0]))
        clear = clear_from(self._head.clear, fine, names_abuse(text))
        return Reading(
            signs=tuple(
                SignReading(
                    id=sign,
                    confidence=round(float(sure[i]), 3),
                    clear=bool(sure[i] >= clear[i]),
                    possible=bool(sure[i] >= self._head.possible[i]),
                    evidence=pick_quotes(text, scores, i),
                )
                for i, sign in enumerate(SIGNS)
            ),
            **{mark: self._marked(text, scores, mark) for mark in MARKS},
            raised=RAISED[int(np.argmax(judge(judged, self._head, self._head.raised)))],
            relation=RELATIONS[int(np.argmax(judge(judged, self._head, self._head.relation)))],
            fine=round(fine, 3),
            leanings={
                action: round(float(sure), 3)
                for action, sure in zip(ANSWERS, _sigmoid(judge(judged, self._head, self._head.answers)), strict=True)
            },
        )

    def _marked(self, text: str, scores: AccountScores, mark: str) -> tuple[Evidence, ...]:
        column = scores.sentence[:, COLUMNS.index(mark)]
        shown = column >= self._head.marks[MARKS.index(mark)]
        if mark == "own_part":  # to have asked in vain is no fault
            shown &= column > scores.sentence[:, COLUMNS.index("tried")]
        shown = np.flatnonzero(shown)
        best = sorted(shown, key=lambda row: -column[row])
        return tuple(Evidence.at(text, *scores.spans[row]) for row in best)


def confidences(best: Floats, whole: Floats, head: Head) -> Floats:
    """(21,) or (n, 21) probabilities from the best sentence in its account, and the whole."""
    n = len(SIGNS)
    return _sigmoid(head.parts[0] * best[..., :n] + head.parts[1] * whole[..., :n] + head.shift)


def features(text: str, best: Floats, whole: Floats, sure: Floats) -> Floats:
    """What the judges of the whole account look at: the best sentence's scores, the whole's, and the signs' confidence."""
    cues = read_cues(text)
    relation = read_relation(text)
    ranked = np.sort(sure)[::-1]
    repairs = SIGNS.index(SignId.FAILED_REPAIRS)
    return np.array(
        [
            *whole[-len(WHOLE) :],
            *best[-len(MARKS) :],
            *(float(bool(cues[cue])) for cue in READ_CUES),
            *(float(relation is one) for one in RELATIONS[1:]),
            best[repairs],
            sure[repairs],
            sure.sum(),
            ranked[0],
            ranked[1],
            ranked[2],
            np.log1p(len(text.split())),
        ],
        dtype=np.float32,
    )


def judge(row: Floats, head: Head, weights: Floats) -> Floats:
    """The scores of one judge's classes."""
    return np.asarray((row - head.centre) / head.scale @ weights[:-1] + weights[-1], dtype=np.float32)


def pick_quotes(text: str, scores: AccountScores, i: int) -> tuple[Evidence, ...]:
    """Up to three sentences that show the sign, the strongest first."""
    strength = scores.sentence[:, i]
    order = np.argsort(-strength, kind="stable")
    chosen = [row for row in order if strength[row] >= strength[order[0]] - WEAKER][:MOST_QUOTES]
    return tuple(Evidence.at(text, *scores.spans[row]) for row in chosen)


def clear_from(least: Floats, fine: float, named: bool) -> Floats:
    """(21,): the confidence from which each sign is clear in an account that is so likely well; `named` as `names_abuse`."""
    doubt = FINE_RAISES * max(0.0, fine - MAYBE_FINE)
    return np.asarray(least + doubt + (0 if named else URGENT_RAISES) * urgent(), dtype=np.float32)


def names_abuse(text: str) -> bool:
    """Whether plain words of abuse or danger stand in the text."""
    cues = read_cues(text)
    return bool(cues[Cue.ABUSE] or cues[Cue.DANGER])


@cache
def urgent() -> Floats:
    """(21,): 1 for the signs that call for leaving at once."""
    return np.array([float(load_signs()[sign].urgent) for sign in SIGNS], dtype=np.float32)


def _absent(sign: SignId) -> SignReading:
    return SignReading(id=sign, confidence=0.0, clear=False, possible=False, evidence=())


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)
