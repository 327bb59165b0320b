"""Search: the passages nearest in meaning, raised where they meet names, numbers and quoted words to the letter."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coach.errors import BadInput, EmptyInput
from coach.library.added import Vector
from coach.library.index import Index
from coach.library.terms import Kind, Term, exact_terms, tokens
from coach.vocabulary.passage import Passage

MOST_RESULTS = 100
MOST_CHARACTERS = 2000  # of a query; the encoder reads about 190 words

_BOOST = {Kind.QUOTED: 0.3, Kind.NUMBER: 0.2, Kind.NAME: 0.2}  # for a term that hardly any passage holds
_MOST_BOOST = 0.4
_ALIKE = 0.8  # share of common runs of four words from which two passages say the same
_RUN = 4


class Searched(NamedTuple):
    """An index to search; `handicap` is taken off its cosines so that those of several indexes compare."""

    opened: Index
    handicap: float = 0.0


def check(query: str, k: int) -> str:
    """The query as it is searched.

    Raises:
        EmptyInput: it holds no word.
        BadInput: `k` is not between 1 and 100.
    """
    if not 1 <= k <= MOST_RESULTS:
        raise BadInput(f"{k} results were asked for.", hint=f"Ask for 1 to {MOST_RESULTS}.")
    query = " ".join(query[:MOST_CHARACTERS].split())
    if not tokens(query):
        raise EmptyInput("There is nothing to search for.", hint="Write a question or a few words.")
    return query


def search(query: str, vector: Vector, k: int, indexes: Sequence[Searched]) -> list[Passage]:
    """The `k` best passages of all indexes with their `score`, best first, equal ones by id, nothing twice."""
    terms = exact_terms(query, lambda word: any(one.opened.words.is_name(word) for one in indexes))
    found = [passage for one in indexes for passage in _candidates(one, vector, terms, max(40, 3 * k), indexes)]
    found.sort(key=lambda passage: (-(passage.score or 0.0), passage.id))
    return _distinct(found, k)


def _candidates(
    one: Searched, vector: Vector, terms: Sequence[Term], limit: int, indexes: Sequence[Searched]
) -> list[Passage]:
    cosines = one.opened.nearest(vector, limit)
    boosts = _boosts(one.opened, terms, set(cosines), sum(other.opened.words.count for other in indexes))
    missing = sorted(boosts.keys() - cosines.keys(), key=lambda row: (-boosts[row], row))[:limit]
    cosines |= one.opened.cosines(vector, missing)
    passages = one.opened.words.passages(cosines)
    return [
        passage.model_copy(update={"score": round(cosines[row] - one.handicap + boosts.get(row, 0.0), 4)})
        for row, passage in passages.items()
    ]


def _boosts(index: Index, terms: Sequence[Term], among: set[int], passages: int) -> dict[int, float]:
    """What each row gains: the rarer a term it holds, and the larger its share of the terms, the more."""
    boosts: dict[int, float] = {}
    for term in terms:
        holding = index.words.holding(term, among)
        gain = _BOOST[term.kind] * _rarity(holding.total, passages) / len(terms)
        for row in holding.rows:
            boosts[row] = min(_MOST_BOOST, boosts.get(row, 0.0) + gain)
    return boosts


def _rarity(holding: int, passages: int) -> float:
    """1 for a term that one passage holds, down to 0 for one that all hold."""
    return 1.0 - math.log(max(holding, 1)) / math.log(max(passages, 2))


def _distinct(passages: Iterable[Passage], k: int) -> list[Passage]:
    """The first `k` that do not repeat a better one."""
    kept: list[Passage] = []
    seen: list[frozenset[tuple[str, ...]]] = []
    for passage in passages:
        if len(kept) == k:
            break
        runs = _runs(passage.text)
        if all(_overlap(runs, other) < _ALIKE for other in seen):
            kept.append(passage)
            seen.append(runs)
    return kept


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = tokens(text)
    return frozenset(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))


def _overlap(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other))
