"""Leaves out: what a kind of message must not hold, by `knowledge/phrases/leaves_out.yaml`, and where a text holds it.

A rule of its own for the checks: plain words only, no verdict on the whole.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from coach.content import read_yaml
from coach.sentences import sentences
from coach.vocabulary.base import Value
from coach.vocabulary.draft import DraftKind
from coach.write.kinds import kinds


class LeftOut(Value):
    """One thing that stays out: what it is, why, and the words that show it."""

    label: str
    why: str
    words: tuple[str, ...]


class Found(NamedTuple):
    """`text[start:end]`, the whole sentence, holds what the kind leaves out."""

    id: str
    start: int
    end: int


@cache
def left_out() -> dict[str, LeftOut]:
    """Everything there is to leave out, by its id."""
    return {key: LeftOut.model_validate(entry) for key, entry in read_yaml("phrases", "leaves_out.yaml").items()}


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(words, re.I) for words in left_out()[key].words)


def must_stay_out(text: str, kind: DraftKind) -> Iterator[Found]:
    """Where `text` holds what a message of `kind` leaves out, each sentence and thing once, in the order of the text."""
    straight = text.replace("’", "'")
    spans = [(span.start, span.end) for span in sentences(text)]
    seen: set[Found] = set()
    for start, end in spans:
        for key in kinds()[kind].leaves_out:
            for pattern in _patterns(key):
                match = pattern.search(straight, start)
                if match and start <= match.start() < end:
                    found = Found(key, start, max(end, next((e for s, e in spans if s < match.end() <= e), end)))
                    if found not in seen:
                        seen.add(found)
                        yield found
