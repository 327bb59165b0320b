"""Relevance: which of several lines answers best what was just said, by the meaning of both."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from coach.rehearse.line_vectors import neutral, vector_of

_WEIGHT = 1.6


class Encodes(Protocol):
    """The sentence encoder, as far as it is needed here."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Relevance:
    """Weighs lines against the user's words; without an encoder every line weighs the same."""

    def __init__(self, encoder: Encodes | None) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def of(self, lines: Sequence[str], heard: str) -> list[float]:
        """One weight a line, higher when it is nearer to what was heard."""
        if self._encoder is None or not heard.strip():
            return [0.0] * len(lines)
        for line in lines:
            if line not in self._known and (vector := vector_of(line)) is not None:
                self._known[line] = vector
        missing = [line for line in lines if line not in self._known]
        if missing:
            vectors = self._encoder.encode([neutral(line) for line in missing])
            self._known.update(zip(missing, vectors, strict=True))
        target = self._encoder.encode([heard])[0]
        return [_WEIGHT * float(self._known[line] @ target) for line in lines]
