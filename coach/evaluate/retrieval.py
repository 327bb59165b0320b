"""The retrieval suite: recall@5 and nDCG@10 on real questions, beside plain Chroma search."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from coach.evaluate.cases import evals_folder, read_rows

Search = Callable[[str, int], Sequence[str]]
Question = tuple[str, frozenset[str]]


def own_questions() -> list[Question]:
    """The project's questions with the passages that would answer each."""
    return [(row["query"], frozenset(row["relevant"])) for _, row in read_rows(evals_folder() / "questions.jsonl")]


def evaluate_retrieval(questions: Sequence[Question], search: Search) -> dict[str, Any]:
    """Share of questions with a right passage among five, and how far up the right ones stand among ten."""
    ranked = [(list(search(query, 10)), right) for query, right in questions]
    return {
        "questions": len(ranked),
        "recall_at_5": round(sum(bool(right & set(found[:5])) for found, right in ranked) / max(len(ranked), 1), 3),
        "ndcg_at_10": round(sum(_ndcg(found, right) for found, right in ranked) / max(len(ranked), 1), 3),
    }


def _ndcg(found: Sequence[str], right: frozenset[str]) -> float:
    gain = sum(1 / math.log2(rank + 2) for rank, id_ in enumerate(found[:10]) if id_ in right)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(len(right), 10)))
    return gain / ideal if ideal else 0.0
