"""Features: a turn as numbers, the same at training time and at run time.

One row a unit: meaning of the unit, of the whole turn and of the client's line before it, the cues found in each, the
words and word pairs of the unit, and where it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.rehearse.cues import cues, straight
from coach.rehearse.relevance import Encodes
from coach.rehearse.units import Unit, units

Matrix = NDArray[np.float32]

READ_DIRECTLY = (
    "topic_",
    "client_",
    "no_question",
    "first_time",
    "telling_hedge",
    "stock_words",
    "abuse",
    "tells_",
    "signs_off",
)
_TOKEN = re.compile(r"[\w']+|[?!]")
_WEIGHTS = {"unit": 2.0, "words": 2.0, "client_cues": 0.5}


class TurnFeatures(NamedTuple):
    """`rows[i]` describes `units[i]`."""

    units: tuple[Unit, ...]
    rows: Matrix


@dataclass(frozen=True)
class Featurizer:
    """Turns (text, client's line) into features; `vocabulary` holds the words and pairs that count."""

    encoder: Encodes
    vocabulary: tuple[str, ...]

    def turns(self, pairs: Sequence[tuple[str, str]]) -> list[TurnFeatures]:
        """The features of each (text, client's line) pair; a text without words has no units."""
        split = [units(text) for text, _ in pairs]
        flat = [unit.text for found in split for unit in found]
        vectors = self.encoder.encode(flat)  # apart from the long texts, which would pad the short ones
        texts = self.encoder.encode([text for text, _ in pairs])
        lines = self.encoder.encode([line or " " for _, line in pairs])
        found, first = [], 0
        for index, (pair, of_turn) in enumerate(zip(pairs, split, strict=True)):
            own = vectors[first : first + len(of_turn)]
            found.append(self._turn(pair, of_turn, own, texts[index], lines[index]))
            first += len(of_turn)
        return found

    def _turn(
        self, pair: tuple[str, str], of_turn: tuple[Unit, ...], own: Matrix, text_vector: Matrix, line_vector: Matrix
    ) -> TurnFeatures:
        text, line = pair
        line_cues = cue_flags(line) * _WEIGHTS["client_cues"]
        shared = np.concatenate([text_vector, line_vector, cue_flags(text), line_cues])
        rows = [
            np.concatenate(
                [
                    own[i] * _WEIGHTS["unit"],
                    cue_flags(unit.text),
                    _place(unit, text, line),
                    _ngrams(unit.text, self._places) * _WEIGHTS["words"],
                    shared,
                ]
            )
            for i, unit in enumerate(of_turn)
        ]
        return TurnFeatures(of_turn, np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32))

    @property
    def _places(self) -> dict[str, int]:
        return _index(self.vocabulary)


@cache
def cue_names() -> tuple[str, ...]:
    """The cues that are features, in the order of their columns."""
    return tuple(name for name in cues() if not name.startswith(READ_DIRECTLY))


def cue_flags(text: str) -> Matrix:
    """1 for each cue found in `text`."""
    plain = straight(text)
    return np.array([cues()[name].search(plain) is not None for name in cue_names()], dtype=np.float32)


def tokens(text: str) -> list[str]:
    """The words and word pairs of `text`."""
    words = _TOKEN.findall(straight(text).lower())
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def _ngrams(text: str, places: dict[str, int]) -> Matrix:
    row = np.zeros(len(places), dtype=np.float32)
    hits = {places[token] for token in tokens(text) if token in places}
    row[list(hits)] = 1 / np.sqrt(len(hits) + 1)
    return row


@lru_cache(maxsize=4)
def _index(vocabulary: tuple[str, ...]) -> dict[str, int]:
    return {token: place for place, token in enumerate(vocabulary)}


def _place(unit: Unit, text: str, line: str) -> Matrix:
    last = unit.end >= len(text.rstrip()) - 1
    flags = (unit.start == 0, last, unit.whole, unit.sentence == 0, not line, "?" in line)
    return np.array([*flags, np.log1p(unit.words), np.log1p(len(text.split()))], dtype=np.float32)
