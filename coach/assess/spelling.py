"""Slips of the pen, mended before the reader looks: it knows words, and a slip is a word it does not know.

Only for reading: what the user sees and what is quoted stays as they wrote it. A word is mended when the reader's own
vocabulary lacks it and one slip of the hand (a letter lost, added, changed or swapped) leads to a word in common use.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase

from coach.content import knowledge
from coach.library.tokens import open_tokenizer

FREQUENT = 9000  # the vocabulary is ordered by how often a word is met; so far down every word counts as frequent
SHORTEST = 4  # letters; in a shorter unknown word only a swap is looked for: it may be an abbreviation
LONG = 7  # letters from which an unknown word is likelier a slip than a rare word that is near a frequent one
_WORD = re.compile(r"(?<![\w'’@./-])[a-z]+(?![\w@/-]|[.'’]\w)")
_BARE = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should|ca|wo)nt\b"
    r"|\b(i)(m|ve)\b|\b(you|they)(re|ve)\b|\b(he|she|that|what|there)s\b",
    re.IGNORECASE,
)


class Speller:
    """Mends slips towards the words of one vocabulary. Thread-safe."""

    def __init__(self, ranks: dict[str, int], known: frozenset[str]) -> None:
        """`ranks` maps a word to its place in order of frequency; `known` words beside them are no slips either."""
        self._ranks, self._known = ranks, known
        self._mended = lru_cache(maxsize=20_000)(self._mend)

    @staticmethod
    @lru_cache(maxsize=1)
    def shared() -> "Speller":
        """The speller of the readers' vocabulary.

        Raises:
            ContentError: their tokenizer is missing or damaged.
        """
        vocabulary = open_tokenizer().get_vocab()
        words = {word: rank for word, rank in vocabulary.items() if word.isascii() and word.isalpha()}
        return Speller(words, frozenset(knowledge("common_words.txt").read_text(encoding="utf-8").split()))

    def mended(self, text: str) -> str:
        """`text` with lost apostrophes put back and slips mended."""
        text = _BARE.sub(_apostrophe, text.replace("’", "'"))
        return _WORD.sub(lambda word: self._mended(word[0]), text)

    def _mend(self, word: str) -> str:
        if len(word) < 3 or word in self._ranks or word in self._known:
            return word
        likely = [near for near in _one_slip_from(word) if self._likely(near)]
        return min(likely, key=self._ranks.__getitem__) if likely else word

    def _likely(self, word: str) -> bool:
        rank = self._ranks.get(word)
        return rank is not None and (rank < FREQUENT or word in self._known)


def _apostrophe(found: re.Match[str]) -> str:
    word = found[0]
    ending = 1 if word[-1] in "tTsSmM" else 2
    return f"{word[:-ending]}'{word[-ending:]}"


def _one_slip_from(word: str) -> Iterator[str]:
    """What one slip of the hand could have made `word` from: two letters swapped, one lost, one doubled or added, one hit
    wrong. The first letter is hardly ever wrong; and the shorter a word, the likelier it is a rare one and no slip."""
    long = len(word) >= LONG
    for i in range(1, len(word) + 1):
        before, after = word[:i], word[i:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after and (long or after[0] == before[-1]):
            yield before + after[1:]
        if len(word) >= SHORTEST:
            yield from (before + letter + after for letter in ascii_lowercase if after or long)
        if long and len(after) > 1:
            yield from (before + letter + after[1:] for letter in ascii_lowercase)
