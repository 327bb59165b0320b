"""Whether a text is about a client, vendor or prospect at all: lenient by design, so that no account is refused.

Who says "I" or "we" and names a client passes; the rest is read by a small trained reader.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.errors import NotAboutClient
from coach.library.embedding import Encoder
from coach.sentences import sentences
from coach.weights import read_weights

WEIGHTS = Path(__file__).parent / "weights" / "subject.npz"
PER_CHUNK = 4  # sentences read together
MOST_CHUNKS = 40
NOBODY_SPEAKS = (
    0.75  # chance that a text must have in which nobody says "I" and nothing is of work: a log, a recipe, an article
)
TRADE_WORDS = 2  # different words of hired work that, from somebody who says "I", settle it


_SELF = re.compile(r"\b(?:i|i['’]\w+|me|my|mine|we|we['’]\w+|us|our|ours)\b", re.I)
_TRADE = re.compile(
    r"\b(?:clients?|customers?|vendors?|suppliers?|prospects?|invoices?|contract|retainer|deadlines?|quotes?|briefs?|deliverables?"
    r"|projects?|accounts?|scope|deposit|paid|pays?|payment|fees?|freelanc\w+|agency|buyers?|owners?|founder|stakeholders?)\b",
    re.I,
)
_OTHER_SIDE = re.compile(r"\b(?:clients?|customers?|vendors?|suppliers?|prospects?|providers?|wholesalers?)\b", re.I)
_OWED = re.compile(
    r"\b(?:owes?|owed|owing|pays?|paid|paying) (?:me|us)\b|\b(?:i|we) (?:bill|billed|invoice|invoiced)\b", re.I
)


def _business(text: str) -> set[str]:
    """The different words of buying and selling work in `text`."""
    return {found[0].lower().rstrip("s") for found in _WORK.finditer(text)}


_WORK = re.compile(
    r"\b(?:contracts?|invoices?|retainer|deliverables?|deposit|estate manager|account manager|site manager|call[- ]?outs?|freelanc\w+"
    r"|scope|purchase order|statement of work|day rate|hourly rate|service level|notice period|quotation)\b",
    re.I,
)


class SubjectHead(NamedTuple):
    """`chance = sigmoid(features @ weights + bias)`, averaged over chunks; below `least` a text is not about a client."""

    weights: NDArray[np.float32]
    bias: float
    least: float


@cache
def load_subject_head(path: Path = WEIGHTS) -> SubjectHead:
    """The trained head.

    Raises:
        ContentError: the file is missing or damaged.
    """
    stored = read_weights(path, *SubjectHead._fields)
    return SubjectHead(stored["weights"].astype(np.float32), stored["bias"].item(), stored["least"].item())


def chunks(text: str) -> list[str]:
    """The text in runs of four sentences; of a long text, forty spread evenly over it."""
    spans = sentences(text)
    runs = [
        text[spans[i].start : spans[min(i + PER_CHUNK, len(spans)) - 1].end] for i in range(0, len(spans), PER_CHUNK)
    ]
    if len(runs) <= MOST_CHUNKS:
        return runs
    return [runs[int(i)] for i in np.linspace(0, len(runs) - 1, MOST_CHUNKS)]


def pooled(scores: NDArray[np.float32]) -> float:
    """Chance of a whole text from its chunks' scores: the mean of the best half, so that asides do not sink it."""
    best = np.sort(scores)[::-1][: (len(scores) + 1) // 2]
    return float(1 / (1 + np.exp(-best.mean())))


def features(parts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    """(chunks, 388): the embedding, and whether the words are of a person who sells or buys work."""
    counted = [
        (
            min(len(_SELF.findall(part)), 6) / 6,
            min(len(_TRADE.findall(part)), 4) / 4,
            float(bool(_OTHER_SIDE.search(part))),
            float(bool(_SELF.search(part)) and bool(_TRADE.search(part))),
        )
        for part in parts
    ]
    return np.hstack([encoder.encode(parts), np.array(counted, dtype=np.float32)])


class SubjectReader:
    """Refuses what is plainly about something else; whatever is in doubt passes."""

    def __init__(self, encoder: Encoder, head: SubjectHead | None = None) -> None:
        self._encoder = encoder
        self._head = head or load_subject_head()

    def chance(self, text: str) -> float:
        """How likely `text` is about a client, vendor or prospect, 0-1."""
        parts = chunks(text)
        if not parts:
            return 0.0
        return pooled(features(parts, self._encoder) @ self._head.weights + self._head.bias)

    def check(self, text: str) -> None:
        """Raises:
        NotAboutClient: nothing in `text` is about a client, vendor or prospect.
        """
        if _SELF.search(text) and (
            _OTHER_SIDE.search(text) or _OWED.search(text) or len(_business(text)) >= TRADE_WORDS
        ):
            return
        told = _SELF.search(text) or _TRADE.search(text)
        least = self._head.least if told else NOBODY_SPEAKS
        if self.chance(text) < least:
            raise NotAboutClient("The text does not seem to be about a client, a vendor or a prospect.")
