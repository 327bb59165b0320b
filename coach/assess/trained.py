"""The built-in detector: a linear reader on sentence embeddings, trained on `knowledge/examples/` (training/train_signs.py)."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.assess.detector import SignReading
from coach.assess.units import Unit, units
from coach.errors import ContentError
from coach.library.embedding import Encoder
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId
from coach.weights import read_weights

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "signs.npz"
MOST_QUOTES = 3


class Head(NamedTuple):
    """What training leaves: `score = units @ weights + bias`; confidence = sigmoid(slope * best + shift), one each a sign."""

    weights: Floats  # (384, 21)
    bias: Floats  # (21,)
    slope: Floats  # (21,)
    shift: Floats  # (21,)
    clear: Floats  # (21,) confidence from which a sign is clear
    possible: Floats  # (21,) confidence from which it is possible


@cache
def load_head(path: Path = WEIGHTS) -> Head:
    """The trained head.

    Raises:
        ContentError: the file is missing, damaged or made for other signs.
    """
    stored = read_weights(path, "signs", *Head._fields)
    if [str(name) for name in stored["signs"]] != [str(sign) for sign in SignId]:
        raise ContentError(f"{path.name!r} was trained for other signs.")
    return Head(*(stored[field].astype(np.float32) for field in Head._fields))


class TrainedDetector:
    """Scores every sentence and pair of neighbours; a sign is as sure as its best unit."""

    name = "builtin"

    def __init__(self, encoder: Encoder, head: Head | None = None) -> None:
        self._encoder = encoder
        self._head = head or load_head()

    def read(self, text: str) -> tuple[SignReading, ...]:
        """One reading a sign, in the order of the design; time grows linearly with the text."""
        windows = units(text)
        if not windows:
            return tuple(
                SignReading(id=sign, confidence=0.0, clear=False, possible=False, evidence=()) for sign in SignId
            )
        vectors = self._encoder.encode([text[unit.start : unit.end] for unit in windows])
        scores = score_units(vectors, self._head)
        return tuple(self._reading(text, windows, scores[:, i], i) for i in range(len(SignId)))

    def _reading(self, text: str, windows: list[Unit], scores: Floats, i: int) -> SignReading:
        head = self._head
        sure = confidence(scores, head.slope[i], head.shift[i])
        best = float(sure.max())
        clear, possible = best >= head.clear[i], best >= head.possible[i]
        quotes = (
            pick_quotes(text, windows, sure, float(head.clear[i] if clear else head.possible[i])) if possible else ()
        )
        return SignReading(
            id=list(SignId)[i],
            confidence=round(best, 3),
            clear=bool(clear),
            possible=bool(possible),
            evidence=quotes,
        )


def score_units(vectors: Floats, head: Head) -> Floats:
    """(units, 21) raw scores."""
    return np.asarray(vectors @ head.weights + head.bias, dtype=np.float32)


def confidence(scores: Floats, slope: float, shift: float) -> Floats:
    """Raw scores as probabilities."""
    return np.asarray(1 / (1 + np.exp(-(slope * scores + shift))), dtype=np.float32)


def pick_quotes(text: str, windows: list[Unit], sure: Floats, least: float) -> tuple[Evidence, ...]:
    """Up to three non-overlapping quotes, the strongest first; a pair is quoted only where no sentence of it suffices."""
    chosen: list[Unit] = []
    single = {unit.first: float(sure[i]) for i, unit in enumerate(windows) if unit.first == unit.last}
    for i in np.argsort(-sure, kind="stable"):
        unit = windows[int(i)]
        if chosen and (sure[i] < (least + float(sure.max())) / 2 or len(chosen) == MOST_QUOTES):
            break
        if unit.first != unit.last:
            strongest = max((unit.first, unit.last), key=lambda sentence: single[sentence])
            if single[strongest] >= min(least, 0.8 * float(sure[i])):
                unit = next(one for one in windows if one.first == one.last == strongest)
        if not any(unit.start < other.end and other.start < unit.end for other in chosen):
            chosen.append(unit)
    return tuple(Evidence.at(text, unit.start, unit.end) for unit in chosen)
