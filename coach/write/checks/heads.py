"""Heads: linear readers on the vectors of sentences for what single words do not show (blame, sarcasm, guilt …)."""

from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.weights import read_weights

if TYPE_CHECKING:
    from coach.write.checks.shallow import ShallowEncoder

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "heads.npz"
REMEMBERED = 4096  # sentences whose vectors are kept, so that an editor pays for the changed sentence only


class Heads(NamedTuple):
    """`sigmoid(vectors @ weights + bias)` is the probability of each name; `sure` the probability from which it is reported."""

    names: tuple[str, ...]
    weights: Floats  # (384, n)
    bias: Floats  # (n,)
    sure: Floats  # (n,)


@cache
def load_heads(path: Path = WEIGHTS) -> Heads:
    """The fitted heads.

    Raises:
        ContentError: the file is missing or damaged.
    """
    stored = read_weights(path, *Heads._fields)
    names = tuple(str(name) for name in stored["names"])
    return Heads(names, *(stored[key].astype(np.float32) for key in ("weights", "bias", "sure")))


class Reader:
    """Reads sentences with the heads; remembers the vectors of sentences it has seen."""

    def __init__(self, encoder: "ShallowEncoder", heads: Heads | None = None) -> None:
        self._encoder = encoder
        self._heads = heads or load_heads()
        self._seen: OrderedDict[str, Floats] = OrderedDict()
        self._lock = Lock()

    @property
    def sure(self) -> dict[str, float]:
        """The probability from which each name is reported."""
        return dict(zip(self._heads.names, self._heads.sure.tolist(), strict=True))

    def read(self, sentences: list[str]) -> list[dict[str, float]]:
        """The probability of each name, a sentence each."""
        if not sentences:
            return []
        scores = self._vectors(sentences) @ self._heads.weights + self._heads.bias
        odds = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        return [dict(zip(self._heads.names, row.tolist(), strict=True)) for row in odds]

    def meaning(self, sentences: list[str]) -> Floats:
        """(384,): the mean of the sentences' vectors; zeros for none."""
        if not sentences:
            return np.zeros(self._heads.weights.shape[0], dtype=np.float32)
        return np.asarray(self._vectors(sentences).mean(axis=0), dtype=np.float32)

    def _vectors(self, sentences: list[str]) -> Floats:
        with self._lock:
            new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._seen]
            if new:
                self._seen.update(zip(new, self._encoder.encode(new), strict=True))
            rows = np.stack([self._seen[sentence] for sentence in sentences])
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return rows


@cache
def shared_reader() -> Reader:
    """One reader for the whole process."""
    from coach.write.checks.shallow import ShallowEncoder

    return Reader(ShallowEncoder.shared(threads=2))
