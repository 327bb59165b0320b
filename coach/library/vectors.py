"""The vectors of the built-in passages: what each says, and how people ask for it."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.library.embedding import Encoder
from coach.library.index import Progress
from coach.library.known import look_up
from coach.library.passages import Entry
from coach.library.tokens import DIMENSIONS

Rows = NDArray[np.float32]
_NEIGHBOURS = 0.25  # share of a vector that comes from the passages it is linked with
_AT_ONCE = 32  # texts encoded between two reports of progress


class Kind(StrEnum):
    """What the vector of a built-in passage is made of."""

    ASKED = "builtin"  # halfway between title and text, and how people ask for it
    PLAIN = "plain"  # the text alone: the baseline of the evaluation


def texts_of(entries: Sequence[Entry]) -> list[str]:
    """What is embedded of `entries`: first of each what it says, then all the ways people ask."""
    return [entry.searched for entry in entries] + [question for entry in entries for question in entry.asked]


def entry_vectors(kind: Kind, entries: Sequence[Entry], encoder: Encoder, progress: Progress | None) -> Rows:
    """One row of length one for each of `entries`."""
    plain = kind is Kind.PLAIN
    texts = [entry.passage.text for entry in entries] if plain else texts_of(entries)
    rows, missing = look_up(texts)
    rows[missing] = encode(encoder, [texts[number] for number in missing], progress)
    if progress is not None:
        progress(len(texts), len(texts))
    if plain:
        return rows
    owners = np.repeat(np.arange(len(entries)), [len(entry.asked) for entry in entries])
    means = np.zeros((len(entries), DIMENSIONS), dtype=np.float32)
    np.add.at(means, owners, rows[len(entries) :])
    return _with_neighbours(_unit(rows[: len(entries)] + _unit(means)), entries)


def _with_neighbours(vectors: Rows, entries: Sequence[Entry]) -> Rows:
    """Each vector moved a little towards those of the passages it rests on and that rest on it."""
    number = {entry.passage.id: row for row, entry in enumerate(entries)}
    neighbours: list[set[int]] = [set() for _ in entries]
    for row, entry in enumerate(entries):
        for cited in {number[name] for name in entry.cites if name in number}:
            neighbours[row].add(cited)
            neighbours[cited].add(row)
    moved = vectors.copy()
    for row, rows in enumerate(neighbours):
        if rows:
            moved[row] = (1 - _NEIGHBOURS) * vectors[row] + _NEIGHBOURS * vectors[sorted(rows)].mean(axis=0)
    return _unit(moved)


def encode(encoder: Encoder, texts: Sequence[str], progress: Progress | None = None) -> Rows:
    """One row for each of `texts`; short ones are encoded with short ones, which saves most of the time."""
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    for first in range(0, len(texts), _AT_ONCE):
        chosen = by_length[first : first + _AT_ONCE]
        rows[chosen] = encoder.encode([texts[number] for number in chosen])
        if progress is not None:
            progress(first + len(chosen), len(texts))
    return rows


def _unit(rows: Rows) -> Rows:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
