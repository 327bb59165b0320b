"""The vectors of the built-in passages: what each says, and how people ask for it."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coach.library.embedding import DIMENSIONS, Encoder
from coach.library.index import Progress
from coach.library.passages import Entry

Rows = NDArray[np.float32]
_AT_ONCE = 32  # texts encoded between two reports of progress


class Kind(StrEnum):
    """What the vector of a built-in passage is made of."""

    ASKED = "builtin"  # halfway between title and text, and how people ask for it
    PLAIN = "plain"  # the text alone: the baseline of the evaluation


def entry_vectors(kind: Kind, entries: Sequence[Entry], encoder: Encoder, progress: Progress | None) -> Rows:
    """One row of length one for each of `entries`."""
    if kind is Kind.PLAIN:
        return encode(encoder, [entry.passage.text for entry in entries], progress)
    said = [entry.searched for entry in entries]
    asked = [question for entry in entries for question in entry.asked]
    rows = encode(encoder, [*said, *asked], progress)
    owners = np.repeat(np.arange(len(entries)), [len(entry.asked) for entry in entries])
    means = np.zeros((len(entries), DIMENSIONS), dtype=np.float32)
    np.add.at(means, owners, rows[len(said) :])
    return _unit(rows[: len(said)] + _unit(means))


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
