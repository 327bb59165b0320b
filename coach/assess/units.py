"""Units: the windows of one and two neighbouring sentences that a reader judges."""

import itertools
import re
from typing import NamedTuple

from coach.sentences import Span, sentences

MOST_PAIRED = 400  # sentences (some 6,000 words): beyond, the account reader alone sees neighbours together
_SHOUTED = re.compile(r"[!?]*![!?]*|\?{2,}")


class Unit(NamedTuple):
    """`text[start:end]`, made of sentences `first` to `last` (both inclusive)."""

    start: int
    end: int
    first: int
    last: int


def evened(words: str) -> str:
    """`words` as the readers see them: on one line, with shouting punctuation made plain, so that anger is no evidence."""
    words = _SHOUTED.sub(lambda found: "?" if "?" in found[0] else ".", words)
    return " ".join(words.split())


def units(text: str) -> list[Unit]:
    """Every sentence, then every pair of neighbours in the same paragraph; of a very long text, only its sentences."""
    spans = sentences(text)
    singles = [Unit(span.start, span.end, i, i) for i, span in enumerate(spans)]
    if len(spans) > MOST_PAIRED:
        return singles
    pairs = [
        Unit(a.start, b.end, i, i + 1)
        for i, (a, b) in enumerate(itertools.pairwise(spans))
        if _same_paragraph(text, a, b)
    ]
    return singles + pairs


def _same_paragraph(text: str, a: Span, b: Span) -> bool:
    return "\n\n" not in text[a.end : b.start]
