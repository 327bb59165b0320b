"""Words and what the readers make of them: one word table for every model in the package, and their layers above it.

All models here are all-MiniLM-L6-v2, fine-tuned or as published, with the same word table. So it is stored once, and a
model file holds only its layers (training/export_encoder.py).
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from coach.errors import ContentError
from coach.weights import read_weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
DIMENSIONS = 384
FIRST, LAST = 101, 102  # the tokens before and after a text
MOST_TOKENS = 512  # that the layers know a place for, those two included


class WordTable:
    """The vector of each word piece, as int8 with a scale a column."""

    def __init__(self, path: Path = WEIGHTS / "words.npz") -> None:
        stored = read_weights(path, "values", "scale")
        self._values = stored["values"]
        self._scale = stored["scale"].astype(np.float32)

    @staticmethod
    @lru_cache(maxsize=1)
    def shared() -> "WordTable":
        """One table for the whole process.

        Raises:
            ContentError: its file is missing or damaged.
        """
        return WordTable()

    def rows(self, ids: NDArray[np.int64]) -> Floats:
        """(…, 384) for token ids of any shape."""
        return np.asarray(self._values[ids].astype(np.float32) * self._scale, dtype=np.float32)


class TokenReader:
    """A fine-tuned reader: token ids in, what it makes of every token out.

    Thread-safe; loads on first use.
    """

    def __init__(self, path: Path, threads: int = 2) -> None:
        self._path, self._threads = path, threads
        self._session: InferenceSession | None = None

    def hidden(self, ids: list[int]) -> Floats:
        """(tokens + 2, 384) for at most 510 tokens; the first and the last row stand for the ends of the text.

        Raises:
            ContentError: the weights are missing or damaged.
        """
        if self._session is None:
            self._session = open_model(self._path, self._threads)
        words = WordTable.shared().rows(np.array([[FIRST, *ids, LAST]], dtype=np.int64))
        (out,) = self._session.run(["hidden"], {"words": words})
        return np.asarray(out[0], dtype=np.float32)


def open_tokenizer() -> "Tokenizer":
    """MiniLM's tokenizer, without padding and without a limit.

    Raises:
        ContentError: its file is missing or damaged.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    except Exception as error:  # the library raises bare Exception
        raise ContentError(f"The tokenizer could not be loaded: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def open_model(path: Path, threads: int) -> "InferenceSession":
    """The ONNX model in `path`, run on `threads` threads of this machine's processor.

    Raises:
        ContentError: the file is missing or damaged.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the library raises classes of its own, with no common parent but Exception
        raise ContentError(f"The model {path.name!r} could not be loaded: {error}") from error
