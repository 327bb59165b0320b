"""The sentence encoder: text in, vectors of length one out, on this machine."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coach.library.tokens import DIMENSIONS, WEIGHTS, WordTable, open_model, open_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

MODEL = "minilm-int8.onnx"
MAX_TOKENS = 256
BATCH = 32
NAME = "minilm-int8-1"  # part of every cache key: change it with the weights


class Encoder:
    """all-MiniLM-L6-v2 with int8 weights (see training/export_encoder.py). Thread-safe; loads on first use in 0.2 s."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    @staticmethod
    @lru_cache(maxsize=4)
    def shared(threads: int = 2) -> "Encoder":
        """One encoder for the whole process."""
        return Encoder(threads)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 float32 a text, each of length one; the row of a text does not depend on the others.

        A text is read up to 256 tokens (about 190 words).
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(by_length), BATCH):
            rows = by_length[first : first + BATCH]
            vectors[rows] = self._encode_batch([texts[i] for i in rows])
        return vectors

    def _encode_batch(self, texts: list[str]) -> Vectors:
        tokenizer, session = self._load()
        encoded = tokenizer.encode_batch(texts)
        longest = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(encoded), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        (out,) = session.run(["embedding"], {"words": WordTable.shared().rows(ids), "attention_mask": mask})
        return np.asarray(out, dtype=np.float32)

    def _load(self) -> "tuple[Tokenizer, InferenceSession]":
        if self._loaded is None:
            self._loaded = _open(self._threads)
        return self._loaded


def _open(threads: int) -> "tuple[Tokenizer, InferenceSession]":
    tokenizer = open_tokenizer()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer, open_model(WEIGHTS / MODEL, threads)
