"""Line vectors: those of every written line, computed beforehand, so that the first reply need not encode its candidates.

    python -m coach.rehearse.line_vectors      computes them anew; worth doing after a line has changed

Like those of the library they are found by the hash of their text: a line that has changed since is encoded when needed.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.errors import ContentError
from coach.library.embedding import Encoder
from coach.library.known import key
from coach.library.tokens import DIMENSIONS
from coach.library.vectors import encode
from coach.rehearse.filling import SLOT
from coach.rehearse.personas import load_lines, personas
from coach.rehearse.voices import voices
from coach.weights import read_weights

FILE = Path(__file__).parent / "weights" / "lines.npz"
_STANDS_FOR = {"project": "the project", "pending": "the open work", "amount": "the money", "date": "the last day",
               "company": "our company", "boss": "your boss", "months": "a year", "hedge": "maybe", "said": "it is over"}  # fmt: skip


class _Stored:
    def __init__(self, keys: NDArray[np.uint64], rows: NDArray[np.int8]) -> None:
        self.keys, self.rows = keys, rows


def neutral(text: str) -> str:
    """A line as it is encoded: its slots are plain words, whatever the case at hand."""
    return SLOT.sub(lambda match: _STANDS_FOR.get(match.group(1), ""), text)


def vector_of(text: str) -> NDArray[np.float32] | None:
    """The vector of a written line, of length one; None for a line that is not known."""
    stored = _stored()
    if stored is None:
        return None
    wanted = np.uint64(key(neutral(text)))
    place = int(np.searchsorted(stored.keys, wanted))
    if place == len(stored.keys) or stored.keys[place] != wanted:
        return None
    row = stored.rows[place].astype(np.float32)
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def written_lines() -> Iterator[str]:
    """Every line a client may say that is chosen by what the user said."""
    for persona in personas():
        yield from (line.text for lines in load_lines(persona.id).values() for line in lines)
    for voice in voices().values():
        yield from (line.text for topic in voice.about for line in voice.all_on(topic))
        yield from (line.text for lines in voice.says.values() for line in lines)
        yield from (line.text for lines in voice.answers.values() for line in lines)


def write() -> int:
    """Write the file anew, encoding only the lines that are not in it; how many there are."""
    texts = sorted({neutral(text) for text in written_lines()}, key=key)
    keys = np.array([key(text) for text in texts], dtype=np.uint64)
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.int8)
    stored = _stored()
    if stored is not None:
        _, new, old = np.intersect1d(keys, stored.keys, return_indices=True)
        rows[new] = stored.rows[old]
    missing = [number for number, row in enumerate(rows) if not row.any()]
    if missing:
        rows[missing] = _small(encode(Encoder.shared(), [texts[number] for number in missing]))
    np.savez_compressed(FILE, keys=keys, rows=rows)
    _stored.cache_clear()
    return len(texts)


def _small(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Each row scaled to the range of a byte: only its direction counts."""
    return np.asarray(np.rint(rows / np.abs(rows).max(axis=1, keepdims=True) * 127), dtype=np.int8)


@lru_cache(maxsize=1)
def _stored() -> _Stored | None:
    if not FILE.exists():
        return None
    stored = read_weights(FILE, "keys", "rows")
    keys, rows = stored["keys"].astype(np.uint64), stored["rows"].astype(np.int8)
    if rows.shape != (len(keys), DIMENSIONS):
        raise ContentError(f"The weights {FILE.name!r} hold {rows.shape} numbers for {len(keys)} lines.")
    return _Stored(keys, rows)


if __name__ == "__main__":
    print(f"{write()} vectors written to {FILE.name}.")
