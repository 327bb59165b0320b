"""The account reader: MiniLM fine-tuned to read each sentence in the light of its account (training/finetune_signs.py).

One pass reads a window of up to 510 tokens, by readers that learnt the same in another order; their scores are averaged. In
a long text the first one reads alone. A sentence is the mean of its own tokens' vectors, which already know their neighbours; of the whole, each column
looks at the words that matter to it. Time grows linearly with the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.assess.spelling import Speller
from coach.errors import ContentError
from coach.library.tokens import MOST_TOKENS, TokenReader, open_tokenizer
from coach.sentences import Span, sentences
from coach.vocabulary.signs import SignId
from coach.weights import read_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights"
HEADS = "reader-{number}.npz"
LAYERS = "reader-{number}-int8.onnx"
RECORD = "reader-{number}.json"  # what it was made from
READERS = (1, 2)
SHARED_WINDOWS = 6  # of a longer text (some 2,300 words) the first reader reads all and the others nothing
FEWEST_WORDS = 3  # a shorter sentence ("Dana", "Not good.") is context, never evidence
WINDOW = MOST_TOKENS - 2  # tokens read together, without the two that mark beginning and end
SPREAD = 3.0  # as in training
MARKS = ("tried", "goodwill", "own_part", "danger", "self_harm")  # what a sentence may show besides a sign
COLUMNS = (*(str(sign) for sign in SignId), *MARKS)
WHOLE = ("raised_no", "raised_once", "raised_repeatedly", "raised_unsaid", "mended", "relation_client", "relation_vendor", "relation_prospect", "keep", "repair", "exit", "exit_now", "ask")  # fmt: skip


_SHOUTED = re.compile(r"[!?]*![!?]*|\?{2,}")


class Heads(NamedTuple):
    """Linear heads on the vectors of a sentence, and of what a column looks at in a window; the last row is the bias."""

    sentence: Floats  # (385, 26)
    whole: Floats  # (385, 26 + 13)
    query: Floats  # (384, 26 + 13): how closely a column looks at a word


class AccountScores(NamedTuple):
    """Raw scores (logits) of one text: `sentence` (sentences, 26) by `COLUMNS`, `whole` (26 + 13,) by `COLUMNS + WHOLE`."""

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
        self._layers = [TokenReader(WEIGHTS / LAYERS.format(number=number), threads) for number in READERS]
        self._loaded: tuple[Tokenizer, list[Heads]] | None = None

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
        tokenizer, heads = self._load()
        runs = list(windows(text, tokenizer))
        readers = list(zip(self._layers, heads, strict=True))
        if len(runs) > SHARED_WINDOWS:
            readers = readers[:1]
        spans: list[Span] = []
        sentence, whole = [], []
        for window in runs:
            told = [
                n for n, span in enumerate(window.spans) if len(text[span.start : span.end].split()) >= FEWEST_WORDS
            ] or list(range(len(window.spans)))
            read = [_read_window(layers.hidden(window.ids), one, window, told) for layers, one in readers]
            spans += [window.spans[n] for n in told]
            sentence.append(np.mean([rows for rows, _ in read], axis=0))
            whole.append(np.mean([row for _, row in read], axis=0))
        if not spans:
            return AccountScores(
                [], np.zeros((0, len(COLUMNS)), np.float32), np.full(len(COLUMNS + WHOLE), -9, np.float32)
            )
        return AccountScores(spans, np.concatenate(sentence), np.max(whole, axis=0))

    def _load(self) -> "tuple[Tokenizer, list[Heads]]":
        if self._loaded is None:
            self._loaded = open_tokenizer(), [load_heads(number) for number in READERS]
        return self._loaded


def load_heads(number: int, folder: Path = WEIGHTS) -> Heads:
    """The heads that were trained with the layers of that reader.

    Raises:
        ContentError: the file is missing, damaged or made for other signs.
    """
    path = folder / HEADS.format(number=number)
    stored = read_weights(path, "columns", "whole_columns", *Heads._fields)
    if tuple(stored["columns"]) != COLUMNS or tuple(stored["whole_columns"]) != COLUMNS + WHOLE:
        raise ContentError(f"{path.name!r} was trained for other signs.")
    return Heads(*(stored[field].astype(np.float32) for field in Heads._fields))


def windows(text: str, tokenizer: "Tokenizer") -> Iterator[_Window]:
    """Runs of whole sentences of at most 510 tokens; a longer sentence is cut."""
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


def evened(words: str) -> str:
    """`words` as the reader sees them: on one line, slips mended, with shouting punctuation made plain, so that neither anger
    nor haste is evidence."""
    words = _SHOUTED.sub(lambda found: "?" if "?" in found[0] else ".", words)
    return Speller.shared().mended(" ".join(words.split()))


def _read_window(tokens: Floats, heads: Heads, window: _Window, told: list[int]) -> tuple[Floats, Floats]:
    """What one reader makes of the sentences `told`, (sentences, 26), and of the window, (26 + 13,)."""
    means = np.stack([tokens[a + 1 : b + 1].mean(axis=0) for a, b in (window.places[n] for n in told)])
    return _linear(means, heads.sentence), read_whole(tokens, heads)


def read_whole(tokens: Floats, heads: Heads) -> Floats:
    """(columns,): each column weighs the tokens (n, 384) by how closely it looks at them."""
    looks = tokens @ heads.query
    looks = np.exp(looks - looks.max(axis=0, keepdims=True))
    looks /= looks.sum(axis=0, keepdims=True)
    seen = looks.T @ tokens  # (columns, 384)
    return np.asarray(SPREAD * (seen * heads.whole[:-1].T).sum(axis=1) + heads.whole[-1], dtype=np.float32)


def _linear(vectors: Floats, head: Floats) -> Floats:
    return np.asarray(SPREAD * vectors @ head[:-1] + head[-1], dtype=np.float32)
