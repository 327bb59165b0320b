"""The labelled turns that the listener learns from, and what they say of each sentence and clause."""

import hashlib
import random
from pathlib import Path
from typing import NamedTuple

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
    """A labelled turn; `group` keeps answers to one client line together."""

    client: str
    text: str
    acts: dict[str, str]
    tone: str
    group: str
    weight: float = 1.0


def read_examples(folder: Path = EXAMPLES / "acts") -> list[Example]:
    """Every labelled turn for training, in the order of the files."""
    found = []
    for path in sorted(folder.glob("turns-*.jsonl")):
        for number, row in enumerate(json_lines(path)):
            group = row["client"] or f"{path.name}/{number // 8}"
            found.append(Example(row["client"], row["text"], row["acts"], row["tone"], group))
    return found


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


def label(example: Example, of_turn: tuple[Unit, ...]) -> tuple[Array, Array]:
    """(units, acts) labels and weights: a unit does an act when it lies mostly in the act's quote, or holds the quote."""
    labels = np.zeros((len(of_turn), len(ACTS)), dtype=np.float32)
    weights = np.ones_like(labels)
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
