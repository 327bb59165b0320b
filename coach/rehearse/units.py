"""Units: the sentences and clauses of a turn, each with its place in the text."""

import re
from dataclasses import dataclass
from itertools import pairwise

from coach.sentences import sentences

_CLAUSE_BREAK = re.compile(
    r"(?:\s*[;:—–]\s+|\s+-\s+|,\s+(?=(?:and|but|so|or|because|since|which|if|then|while|when|i|i'm|i'll|i've|we|we'll|you|"
    r"it|it's|that|that's|there|the|my|our|your|please|sorry|thanks|thank|no|yes|yeah|ok|okay|well|maybe|let's|for|with|"
    r"as|after|from|until|by|not|nothing|just)\b)|\s+(?=(?:but|because|so that|although|though)\b))",
    re.I,
)
_RUN_ON = re.compile(
    r"\s+(?=(?:and|but|so|because|then|i|i'm|i'll|i've|we|we're|we'll|you|it|it's|that's|there's|please|sorry)\b)",
    re.I,
)
LONG = 30  # words: a sentence longer than this was dictated, and is cut at its conjunctions
SHORTEST_CLAUSE = 2


@dataclass(frozen=True)
class Unit:
    """A stretch of a turn: `text == turn[start:end]`. A `whole` unit is a sentence, the others are clauses of one."""

    text: str
    start: int
    end: int
    whole: bool
    sentence: int

    @property
    def words(self) -> int:
        return len(self.text.split())


def sentence_units(text: str) -> tuple[Unit, ...]:
    """The sentences of `text` in order."""
    spans = enumerate(sentences(text))
    return tuple(Unit(text[start:end], start, end, True, number) for number, (start, end) in spans)


def units(text: str) -> tuple[Unit, ...]:
    """Every sentence, followed by its clauses where it has more than one."""
    found: list[Unit] = []
    for sentence in sentence_units(text):
        found.append(sentence)
        found.extend(_clauses(text, sentence))
    return tuple(found)


def _clauses(text: str, sentence: Unit) -> list[Unit]:
    cuts = [match.start() for match in _CLAUSE_BREAK.finditer(sentence.text)]
    if sentence.words > LONG:
        cuts += [match.start() for match in _RUN_ON.finditer(sentence.text)]
    edges = [0, *sorted(set(cuts)), len(sentence.text)]
    parts = []
    for first, last in pairwise(edges):
        start, end = _trimmed(text, sentence.start + first, sentence.start + last)
        if len(text[start:end].split()) >= SHORTEST_CLAUSE:
            parts.append(Unit(text[start:end], start, end, False, sentence.sentence))
    return parts if len(parts) > 1 else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",;:—–"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–"):
        end -= 1
    return start, end
