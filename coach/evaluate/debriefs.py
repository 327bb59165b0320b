"""The debrief suite: the fourteen items on whole talks, against what a careful person answered."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from coach.evaluate.cases import evals_folder, read_cases
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import Answer, Goal, ItemId

if TYPE_CHECKING:
    from coach.coach import Coach


class TranscriptCase(Value, extra="ignore"):
    """A talk in “you:” and “client:” lines, with an answer to each of the fourteen items."""

    id: str
    goal: Goal
    transcript: str = Field(min_length=1)
    items: dict[ItemId, Answer]


def own_transcripts() -> list[TranscriptCase]:
    """The project's own talks."""
    return read_cases(evals_folder() / "transcripts.jsonl", TranscriptCase)


def evaluate_debriefs(cases: Sequence[TranscriptCase], coach: "Coach") -> dict[str, Any]:
    """Cohen's kappa over all items together, and how often each item is answered alike."""
    pairs: list[tuple[ItemId, Answer, Answer]] = []
    for case in cases:
        found = {item.id: item.answer for item in coach.debrief(case.transcript, case.goal).items}
        pairs += [(item, answer, found[item]) for item, answer in case.items.items()]
    alike = {
        str(item): round(sum(a is b for i, a, b in pairs if i is item) / max(sum(i is item for i, _, _ in pairs), 1), 3)
        for item in ItemId
    }
    return {
        "transcripts": len(cases),
        "kappa": round(kappa([(a, b) for _, a, b in pairs]), 3),
        "alike": round(sum(a is b for _, a, b in pairs) / len(pairs), 3),
        "items": alike,
    }


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what the shares of each answer would give by chance."""
    if not pairs:
        return 0.0
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / n**2
    return (agreed - by_chance) / (1 - by_chance) if by_chance < 1 else 1.0
