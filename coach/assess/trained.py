"""The built-in detector: the account reader and a reader of single sentences, weighed together.

The account reader knows the context, the sentence reader has seen more examples; each is wrong elsewhere. Weights, the
calibration and the thresholds come from accounts that neither had seen (training/train_signs.py).
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.assess.cues import Cue, read_cues
from coach.assess.detector import Reading, SignReading
from coach.assess.reader import COLUMNS, MARKS, WHOLE, AccountReader, AccountScores
from coach.assess.units import Unit, evened, units
from coach.content import load_signs
from coach.errors import ContentError
from coach.facts import read_relation
from coach.library.embedding import Encoder
from coach.situation import Relation
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Raised
from coach.vocabulary.signs import SignId
from coach.weights import read_weights

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "signs.npz"
SIGNS = tuple(SignId)
RAISED = tuple(Raised)
RELATIONS = tuple(Relation)
MOST_QUOTES = 3
FINE_RAISES = 0.3  # how much surer a sign must be to be clear in an account that is surely well
URGENT_RAISES = 0.45  # and for a sign that calls for leaving at once, where no plain words name it
WEAKER = 1.2  # how much less sure (in logits) a second quote may be than the first
READ_CUES = (Cue.TRIED, Cue.UNTRIED, Cue.SOLVED, Cue.PRAISE)  # wordings that help to judge the whole


class Head(NamedTuple):
    """What training leaves. Scores are logits; `parts` weighs account reader, sentence reader and whole for a sign."""

    weights: Floats  # (384, 21) sentence reader
    bias: Floats  # (21,)
    parts: Floats  # (3,)
    shift: Floats  # (21,)
    clear: Floats  # (21,) confidence from which a sign is clear
    possible: Floats  # (21,) confidence from which it is possible
    marks: Floats  # (3,) score from which a sentence shows a mark
    centre: Floats  # (features,) and
    scale: Floats  # (features,): what the judges' features are standardised by
    raised: Floats  # (features + 1, 5), last row the bias
    relation: Floats  # (features + 1, 3)
    fine: Floats  # (features + 1, 1)


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
    """Reads every sentence in its account and by itself; a sign is as sure as its best sentence and the whole make it."""

    name = "builtin"

    def __init__(self, encoder: Encoder, reader: AccountReader | None = None, head: Head | None = None) -> None:
        self._encoder = encoder
        self._reader = reader or AccountReader.shared()
        self._head = head or load_head()

    def read(self, text: str) -> Reading:
        """Time grows linearly with the text."""
        scores = self._reader.read(text)
        if not scores.spans:
            return Reading(signs=tuple(_absent(sign) for sign in SIGNS))
        windows = units(text)
        vectors = self._encoder.encode([evened(text[unit.start : unit.end]) for unit in windows])
        alone = vectors @ self._head.weights + self._head.bias
        sure = confidences(scores.sentence.max(axis=0), alone.max(axis=0), scores.whole, self._head)
        judged = features(text, scores.sentence.max(axis=0), scores.whole, sure)
        fine = float(_sigmoid(judge(judged, self._head, self._head.fine)[0]))
        clear = clear_from(self._head.clear, fine, names_abuse(text))
        return Reading(
            signs=tuple(
                SignReading(
                    id=sign,
                    confidence=round(float(sure[i]), 3),
                    clear=bool(sure[i] >= clear[i]),
                    possible=bool(sure[i] >= self._head.possible[i]),
                    evidence=pick_quotes(text, scores, windows, alone[:, i], i, self._head),
                )
                for i, sign in enumerate(SIGNS)
            ),
            **{mark: self._marked(text, scores, mark) for mark in MARKS},
            raised=RAISED[int(np.argmax(judge(judged, self._head, self._head.raised)))],
            relation=RELATIONS[int(np.argmax(judge(judged, self._head, self._head.relation)))],
            fine=round(fine, 3),
        )

    def _marked(self, text: str, scores: AccountScores, mark: str) -> tuple[Evidence, ...]:
        column = scores.sentence[:, COLUMNS.index(mark)]
        shown = column >= self._head.marks[MARKS.index(mark)]
        if mark == "own_part":  # to have asked in vain is no fault
            shown &= column > scores.sentence[:, COLUMNS.index("tried")]
        shown = np.flatnonzero(shown)
        best = sorted(shown, key=lambda row: -column[row])
        return tuple(Evidence.at(text, *scores.spans[row]) for row in best)


def confidences(best: Floats, alone: Floats, whole: Floats, head: Head) -> Floats:
    """(21,) or (n, 21) probabilities from the best sentence in its account, the best unit by itself, and the whole."""
    n = len(SIGNS)
    logits = head.parts[0] * best[..., :n] + head.parts[1] * alone + head.parts[2] * whole[..., :n] + head.shift
    return _sigmoid(logits)


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


def pick_quotes(
    text: str, scores: AccountScores, windows: list[Unit], alone: Floats, i: int, head: Head
) -> tuple[Evidence, ...]:
    """Up to three sentences, the strongest first; two together where only the pair shows the sign."""
    single = {
        windows[row].start: float(alone[row]) for row in range(len(windows)) if windows[row].first == windows[row].last
    }
    strength = np.array(
        [
            head.parts[0] * scores.sentence[row, i] + head.parts[1] * single.get(span.start, -5.0)
            for row, span in enumerate(scores.spans)
        ]
    )
    order = np.argsort(-strength, kind="stable")
    chosen = [row for row in order if strength[row] >= strength[order[0]] - WEAKER][:MOST_QUOTES]
    return tuple(Evidence.at(text, *scores.spans[row]) for row in chosen)


def clear_from(least: Floats, fine: float, named: bool) -> Floats:
    """(21,): the confidence from which each sign is clear in an account that is so likely well; `named` as `names_abuse`."""
    return np.asarray(least + FINE_RAISES * fine + (0 if named else URGENT_RAISES) * urgent(), dtype=np.float32)


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
