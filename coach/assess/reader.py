"""The account reader: MiniLM fine-tuned to read each sentence in the light of its account (training/finetune_signs.py).

One pass reads a window of up to 254 tokens; a sentence is the mean of its own tokens' vectors, which already know their
neighbours. Time grows linearly with the text.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.assess.units import evened
from coach.errors import ContentError
from coach.sentences import Span, sentences
from coach.vocabulary.signs import SignId
from coach.weights import read_weights

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
MODEL = "reader-int8.onnx"
FEWEST_WORDS = 3  # a shorter sentence ("Dana", "Not good.") is context, never evidence
WINDOW = 254  # tokens read together, without the two that mark beginning and end
FIRST, LAST = 101, 102  # those two
SPREAD = 3.0  # as in training
MARKS = ("tried", "goodwill", "own_part", "danger", "self_harm")  # what a sentence may show besides a sign
COLUMNS = (*(str(sign) for sign in SignId), *MARKS)
WHOLE = ("raised_no", "raised_once", "raised_repeatedly", "raised_unsaid", "mended", "relation_client", "relation_vendor", "relation_prospect")  # fmt: skip


class Heads(NamedTuple):
    """Linear readers on the vectors of a sentence, and of a whole window."""

    sentence: Floats  # (385, 26), the last row is the bias
    whole: Floats  # (385, 26 + 8)


class AccountScores(NamedTuple):
    """Raw scores (logits) of one text: `sentence` (sentences, 26) by `COLUMNS`, `whole` (26 + 8,) by `COLUMNS + WHOLE`."""

    spans: list[Span]
    sentence: Floats
    whole: Floats


class _Window(NamedTuple):
    ids: list[int]
    spans: list[Span]
    places: list[tuple[int, int]]  # tokens of each sentence in `ids`


class AccountReader:
    """Thread-safe; loads on first use."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._loaded: tuple[Tokenizer, InferenceSession, Heads] | None = None

    @staticmethod
    @lru_cache(maxsize=4)
    def shared(threads: int = 2) -> "AccountReader":
        """One reader for the whole process."""
        return AccountReader(threads)

    def read(self, text: str) -> AccountScores:
        """The scores of every sentence, and of the whole: the highest of its windows.

        Raises:
            ContentError: the weights are missing or damaged.
        """
        tokenizer, session, heads = self._load()
        spans: list[Span] = []
        sentence, whole = [], []
        for window in windows(text, tokenizer):
            ids = np.array([[FIRST, *window.ids, LAST]], dtype=np.int64)
            (hidden,) = session.run(["hidden"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            tokens = np.asarray(hidden[0], dtype=np.float32)
            told = [
                n for n, span in enumerate(window.spans) if len(text[span.start : span.end].split()) >= FEWEST_WORDS
            ]
            for n in told or range(len(window.spans)):
                a, b = window.places[n]
                sentence.append(_linear(tokens[a + 1 : b + 1].mean(axis=0), heads.sentence))
                spans.append(window.spans[n])
            whole.append(_linear(tokens.mean(axis=0), heads.whole))
        if not spans:
            return AccountScores(
                [], np.zeros((0, len(COLUMNS)), np.float32), np.full(len(COLUMNS + WHOLE), -9, np.float32)
            )
        return AccountScores(spans, np.stack(sentence), np.max(whole, axis=0))

    def _load(self) -> "tuple[Tokenizer, InferenceSession, Heads]":
        if self._loaded is None:
            from coach.library.embedding import open_model, open_tokenizer

            self._loaded = open_tokenizer(), open_model(WEIGHTS / MODEL, self._threads), load_heads()
        return self._loaded


def load_heads(path: Path = WEIGHTS / "reader.npz") -> Heads:
    """The heads that were trained with the model.

    Raises:
        ContentError: the file is missing, damaged or made for other signs.
    """
    stored = read_weights(path, "columns", "whole_columns", "sentence", "whole")
    if tuple(stored["columns"]) != COLUMNS or tuple(stored["whole_columns"]) != COLUMNS + WHOLE:
        raise ContentError(f"{path.name!r} was trained for other signs.")
    return Heads(stored["sentence"].astype(np.float32), stored["whole"].astype(np.float32))


def windows(text: str, tokenizer: "Tokenizer") -> Iterator[_Window]:
    """Runs of whole sentences of at most 254 tokens; a longer sentence is cut."""
    window = _Window([], [], [])
    for span in sentences(text):
        words = evened(text[span.start : span.end])
        tokens = tokenizer.encode(words, add_special_tokens=False).ids[:WINDOW]
        if not tokens:
            continue
        if window.ids and len(window.ids) + len(tokens) > WINDOW:
            yield window
            window = _Window([], [], [])
        window.spans.append(span)
        window.places.append((len(window.ids), len(window.ids) + len(tokens)))
        window.ids.extend(tokens)
    if window.ids:
        yield window


def _linear(rows: Floats, head: Floats) -> Floats:
    return np.asarray(SPREAD * rows @ head[:-1] + head[-1], dtype=np.float32)
