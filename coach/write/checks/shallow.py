"""The shallow encoder: a vector a sentence from the first layers of the sentence encoder, fast enough for an editor."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coach.library.tokens import DIMENSIONS, WordTable, open_model, open_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "shallow.onnx"
OUTPUT = "hidden"
MAX_TOKENS = 128
TOKENS_AT_ONCE = 320  # of a batch, filling included: few short batches waste less than one long one


class ShallowEncoder:
    """The first two layers of all-MiniLM-L6-v2 (see training/export_shallow.py), averaged. Thread-safe; loads on first use."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._lock = Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    @staticmethod
    @lru_cache(maxsize=2)
    def shared(threads: int = 2) -> "ShallowEncoder":
        """One encoder for the whole process."""
        return ShallowEncoder(threads)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of 384 float32 a text, each of length one; a text is read up to 128 tokens (about 95 words).

        Raises:
            ContentError: the weights are missing or damaged.
        """
        tokenizer, session = self._load()
        ids = [one.ids for one in tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for rows in _batches([len(one) for one in ids]):
            vectors[rows] = _encoded(session, [ids[row] for row in rows])
        return vectors

    def _load(self) -> "tuple[Tokenizer, InferenceSession]":
        with self._lock:
            if self._loaded is None:
                tokenizer = open_tokenizer()
                tokenizer.enable_truncation(MAX_TOKENS)
                self._loaded = (tokenizer, open_model(WEIGHTS, self._threads))
            return self._loaded


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Rows of like length together."""
    rows: list[int] = []
    for row in sorted(range(len(lengths)), key=lambda row: lengths[row]):
        if rows and (len(rows) + 1) * lengths[row] > TOKENS_AT_ONCE:
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows


def _encoded(session: "InferenceSession", ids: list[list[int]]) -> Floats:
    longest = max(map(len, ids))
    table = np.zeros((len(ids), longest), dtype=np.int64)
    mask = np.zeros_like(table)
    for row, one in enumerate(ids):
        table[row, : len(one)] = one
        mask[row, : len(one)] = 1
    (hidden,) = session.run([OUTPUT], {"words": WordTable.shared().rows(table), "attention_mask": mask})
    mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)
