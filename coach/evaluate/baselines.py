"""What the detector is measured against: the nearest sign definition, and plain keyword rules."""

import itertools
from typing import NamedTuple

import numpy as np

from coach.assess.detector import Reading, SignReading
from coach.content import load_signs, read_yaml
from coach.library.embedding import Encoder
from coach.sentences import sentences
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

NEAR = 0.38  # cosine from which the nearest definition counts as found; fixed once, not chosen on any suite


class _Window(NamedTuple):
    start: int
    end: int


class NearestDefinition:
    """A sign is there when some sentence is near enough to its definition."""

    name = "nearest definition"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._definitions = encoder.encode([sign.definition for sign in load_signs().values()])

    def read(self, text: str) -> Reading:
        windows = _windows(text)
        if not windows:
            return Reading(signs=tuple(_absent(sign) for sign in SignId))
        near = self._encoder.encode([text[unit.start : unit.end] for unit in windows]) @ self._definitions.T
        best = near.argmax(axis=0)
        return Reading(
            signs=tuple(
                SignReading(
                    id=sign,
                    confidence=float(np.clip(near[best[i], i], 0, 1)),
                    clear=bool(near[best[i], i] >= NEAR),
                    possible=False,
                    evidence=(Evidence.at(text, windows[best[i]].start, windows[best[i]].end),),
                )
                for i, sign in enumerate(SignId)
            )
        )


class Keywords:
    """A sign is there when one of its give-away words is."""

    name = "keyword rules"

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = read_yaml("keywords.yaml")

    def read(self, text: str) -> Reading:
        lowered = text.lower().replace("’", "'")
        readings = []
        for sign in SignId:
            place = next(((lowered.find(word), len(word)) for word in self._words[sign] if word in lowered), None)
            if place is None:
                readings.append(_absent(sign))
                continue
            quote = Evidence.at(text, place[0], place[0] + place[1])
            readings.append(SignReading(id=sign, confidence=1.0, clear=True, possible=False, evidence=(quote,)))
        return Reading(signs=tuple(readings))


def _absent(sign: SignId) -> SignReading:
    return SignReading(id=sign, confidence=0.0, clear=False, possible=False, evidence=())


def _windows(text: str) -> list[_Window]:
    """Every sentence, then every pair of neighbours in the same paragraph."""
    spans = sentences(text)
    pairs = [_Window(a.start, b.end) for a, b in itertools.pairwise(spans) if "\n\n" not in text[a.end : b.start]]
    return [*(_Window(span.start, span.end) for span in spans), *pairs]
