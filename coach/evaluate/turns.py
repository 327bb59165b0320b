"""The listener suite: dialogue acts and tones on turns written apart from the training content."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from coach.evaluate.cases import evals_folder, read_cases
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import ActId, Tone

if TYPE_CHECKING:
    from coach.rehearse.listener import Listener


class TurnCase(Value, extra="ignore"):
    """One user turn with the line before it, its acts and its tone."""

    id: str
    text: str = Field(min_length=1)
    client: str = ""
    acts: frozenset[ActId]
    tone: Tone

    @field_validator("acts", mode="before")
    @classmethod
    def _names_only(cls, value: Any) -> Any:
        return list(value) if isinstance(value, dict) else value


def own_turns() -> list[TurnCase]:
    """The project's own turns."""
    return read_cases(evals_folder() / "turns.jsonl", TurnCase)


def evaluate_turns(cases: Sequence[TurnCase], listener: "Listener") -> dict[str, Any]:
    """F1 of each act, their mean, and how often calm and hostile are taken for one another."""
    heard = [listener.hear(case.text, case.client) for case in cases]
    said = [{act.id for act in one.acts} for one in heard]
    acts = {}
    for act in ActId:
        hit = sum(act in case.acts and act in found for case, found in zip(cases, said, strict=True))
        named, true = sum(act in found for found in said), sum(act in case.acts for case in cases)
        precision, recall = hit / max(named, 1), hit / max(true, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        acts[str(act)] = {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(f1, 3),
            "n": true,
        }
    swapped = {(Tone.CALM, Tone.HOSTILE), (Tone.HOSTILE, Tone.CALM)}
    extremes = [
        pair
        for case, one in zip(cases, heard, strict=True)
        if (pair := (case.tone, one.tone))[0] in (Tone.CALM, Tone.HOSTILE)
    ]
    return {
        "turns": len(cases),
        "macro_f1": round(sum(figures["f1"] for figures in acts.values()) / len(acts), 3),
        "tone_right": round(sum(case.tone is one.tone for case, one in zip(cases, heard, strict=True)) / len(cases), 3),
        "calm_and_hostile_confused": round(sum(pair in swapped for pair in extremes) / max(len(extremes), 1), 3),
        "acts": acts,
    }
