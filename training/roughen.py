"""Roughens a text as people do who type in a hurry: typos, lost apostrophes and full stops, small letters."""

import random
import re

_WORD = re.compile(r"[A-Za-z']+")
TYPOS = 0.06  # share of words with a slip
_END = re.compile(r"[.!?](?=\s)")


def roughen(text: str, chance: random.Random) -> tuple[str, list[int]]:
    """The roughened text, and for each place of `text` (and its end) the place in it."""
    small, bare, joined = chance.random() < 0.5, chance.random() < 0.5, chance.random() < 0.4
    changes: dict[int, str] = {}
    for word in _WORD.finditer(text):
        if bare and "'" in word[0]:
            changes |= {word.start() + i: "" for i, c in enumerate(word[0]) if c == "'"}
        elif len(word[0]) > 3 and chance.random() < TYPOS:
            changes |= _slip(word[0], word.start(), chance)
    for end in _END.finditer(text):
        if joined and chance.random() < 0.7:
            changes[end.start()] = chance.choice(["", "", ","])
    made: list[str] = []
    places, length = [], 0
    for i, c in enumerate(text):
        places.append(length)
        piece = changes.get(i, c)
        made.append(piece.lower() if small else piece)
        length += len(piece)
    return "".join(made), [*places, length]


def _slip(word: str, start: int, chance: random.Random) -> dict[int, str]:
    """One slip inside a word: a letter lost, doubled, or swapped with the next."""
    i = chance.randrange(1, len(word) - 1)
    kind = chance.choice("lost doubled swapped swapped".split())
    if kind == "lost":
        return {start + i: ""}
    if kind == "doubled":
        return {start + i: word[i] * 2}
    return {start + i: word[i + 1], start + i + 1: word[i]}
