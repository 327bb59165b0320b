"""The labelled turns that the listener learns from, and what they say of each sentence and clause."""

import hashlib
import random
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.rehearse.listener import ACTS
from coach.rehearse.personas import load_lines, personas
from coach.rehearse.units import Unit
from coach.vocabulary.rehearsal import ActId, Move
from training.content import EXAMPLES, json_lines

POSITIVE_WEIGHT = 3.0
MOSTLY = 0.7  # of a unit inside a quote: the unit does the act
TOUCHED = 0.25  # of a unit inside a quote: the unit counts neither for nor against
PARTS = 6  # a sixth is held back
DECISION = (ActId.STATE_DECISION, ActId.REPEAT_DECISION)  # learned as one: what was said before tells them apart

Array = NDArray[np.float32]


class Example(NamedTuple):
    """A labelled turn, by one reader or by two who did not see one another's labels; `group` keeps answers to one client line
    together.

    `acts` are those both heard, with the first one's words; `arguable` those that one heard or called arguable, with how far
    they go (0-1); `tones` the share of each tone.
    """

    client: str
    text: str
    acts: dict[str, str]
    tone: str
    group: str
    arguable: dict[str, float] = {}
    tones: dict[str, float] = {}
    weight: float = 1.0


def read_examples(folder: Path = EXAMPLES / "acts") -> list[Example]:
    """Every labelled turn for training, in the order of the files."""
    found = []
    for path in sorted(folder.glob("turns-*.jsonl")):
        for number, row in enumerate(json_lines(path)):
            found.append(_example(row, row["client"] or f"{path.name}/{number // 8}"))
    return found


def _example(row: dict[str, Any], group: str) -> Example:
    second = row.get("second")
    if second is None:
        return Example(row["client"], row["text"], row["acts"], row["tone"], group, {}, {row["tone"]: 1.0})
    quotes = second["acts"] | row["acts"]
    degrees = {act: (act in row["acts"]) / 2 + (_degree(second, act) / 2) for act in {*quotes, *second["maybe"]}}
    both = _settled({act for act, degree in degrees.items() if degree == 1}, row["acts"], second["acts"])
    tones = dict.fromkeys((row["tone"], second["tone"]), 0.5) if row["tone"] != second["tone"] else {row["tone"]: 1.0}
    return Example(
        row["client"],
        row["text"],
        {act: quotes[act] for act in quotes if act in both},
        row["tone"],
        group,
        {act: degree for act, degree in degrees.items() if act not in both},
        tones,
    )


def _degree(second: dict[str, Any], act: str) -> float:
    return 1.0 if act in second["acts"] else 0.5 if act in second["maybe"] else 0.0


def _settled(both: set[str], *readings: dict[str, str]) -> set[str]:
    """With the decision where each reader heard one, said first or again."""
    decision = {str(act) for act in DECISION}
    if all(decision & set(reading) for reading in readings) and not decision & both:
        return both | (decision & set(readings[0]))
    return both


def is_held(example: Example) -> bool:
    """Whether the turn is in the sixth that is held back; which one a turn is in never changes."""
    return hashlib.sha256(example.group.encode()).digest()[0] % PARTS == 0


def opening_lines() -> list[str]:
    """The first lines of every persona, as far as they name nobody."""
    lines = [line.text for persona in personas() for line in load_lines(persona.id)[Move.OPEN, None]]
    return [line for line in lines if "{" not in line]


def with_openings(examples: list[Example], weight: float, seed: int = 1) -> list[Example]:
    """First turns once more as answers to a client's opening line, which in a rehearsal is always there."""
    chance = random.Random(seed)
    lines = opening_lines()
    return [e._replace(client=chance.choice(lines), weight=weight) for e in examples if not e.client]


def does(example: Example, act: ActId) -> bool:
    """Whether the turn does `act`; a decision is one act here."""
    return any(one in example.acts for one in (DECISION if act in DECISION else (act,)))


def degree(example: Example, act: ActId) -> float:
    """How far the turn does `act`: 1 where both readers heard it, less where they differ."""
    kin = DECISION if act in DECISION else (act,)
    return 1.0 if does(example, act) else max(example.arguable.get(one, 0.0) for one in kin)


def label(example: Example, of_turn: tuple[Unit, ...]) -> tuple[Array, Array]:
    """(units, acts) labels and weights: a unit does an act when it lies mostly in the act's quote, or holds the quote."""
    labels = np.zeros((len(of_turn), len(ACTS)), dtype=np.float32)
    weights = np.ones_like(labels)
    weights[:, [ACTS.index(act) for act in ACTS if not does(example, act) and degree(example, act)]] = 0
    for act, quote in example.acts.items():
        start = example.text.find(quote)
        columns = [ACTS.index(one) for one in (DECISION if act in DECISION else (act,))]
        for row, unit in enumerate(of_turn):
            overlap = max(0, min(start + len(quote), unit.end) - max(start, unit.start))
            if overlap / len(unit.text) >= MOSTLY or overlap / len(quote) >= 0.8:
                labels[row, columns], weights[row, columns] = 1, POSITIVE_WEIGHT
            elif overlap / len(unit.text) > TOUCHED and not labels[row, columns[0]]:
                weights[row, columns] = 0
    return labels, weights * example.weight
