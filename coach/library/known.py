"""Known vectors: those of the built-in texts, computed beforehand, so that the first search need not encode them all.

    python -m coach.library.known        computes them anew; worth doing after `knowledge/` has changed

Vectors are found by the hash of their text: one that has changed since is simply encoded when it is needed.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.errors import ContentError
from coach.library.embedding import NAME, Encoder, Vectors
from coach.library.tokens import DIMENSIONS
from coach.weights import read_weights

FILE = Path(__file__).parent / "weights" / "known.npz"


@lru_cache(maxsize=1)
def known_vectors() -> dict[int, NDArray[np.float16]]:
    """The vectors by the key of their text.

    Raises:
        ContentError: the file is damaged.
    """
    if not FILE.exists():
        return {}
    stored = read_weights(FILE, "keys", "rows")
    keys, rows = stored["keys"], stored["rows"].astype(np.float16)
    if rows.shape != (len(keys), DIMENSIONS):
        raise ContentError(f"The weights {FILE.name!r} hold {rows.shape} numbers for {len(keys)} texts.")
    return dict(zip(keys.tolist(), rows, strict=True))


def key(text: str) -> int:
    """What a text's vector is found by; differs between encoders."""
    return int.from_bytes(hashlib.sha256(f"{NAME}\x00{text}".encode()).digest()[:8], "big")


def look_up(texts: Sequence[str]) -> tuple[Vectors, list[int]]:
    """The known vectors, one row a text, and the numbers of those that are not known (their rows are zero)."""
    known = known_vectors()
    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    missing: list[int] = []
    for number, text in enumerate(texts):
        row = known.get(key(text))
        if row is None:
            missing.append(number)
        else:
            rows[number] = row
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=rows, where=lengths > 0), missing


def write() -> int:
    """Encode every built-in text and write the file; how many there are."""
    from coach.library.passages import Shelf
    from coach.library.vectors import texts_of

    entries = Shelf.built_in().entries
    texts = sorted({*texts_of(entries), *(entry.passage.text for entry in entries)})
    rows = Encoder.shared().encode(texts).astype(np.float16)
    np.savez_compressed(FILE, keys=np.array([key(text) for text in texts], dtype=np.uint64), rows=rows)
    return len(texts)


if __name__ == "__main__":
    print(f"{write()} vectors written to {FILE.name}.")
