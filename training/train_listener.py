"""Trains what stands on the turn reader from `knowledge/examples/acts/`, and writes `coach/rehearse/weights/listener.npz`.

    python -m training.train_listener

A logistic reader of sentences and clauses, by words and cues, stands beside the turn reader. How they are weighed, the
thresholds and the figures in listener.json come from the sixth of the turns that neither was trained on; the logistic reader in the package is then trained on all.
"""

import json
import sys
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from coach.library.embedding import Encoder
from coach.rehearse.features import Featurizer, TurnFeatures, cue_names, tokens
from coach.rehearse.listener import ACTS, WEIGHTS, Reader, interpret
from coach.rehearse.turn_reader import TurnReader, TurnScores
from coach.rehearse.units import units
from training.turns import Example, degree, does, is_held, label, read_examples, with_openings

RARE = 4  # a word or pair in fewer units is not looked at
PENALTY = 6.0
STEPS = 90
OPENING_WEIGHT = 0.5

Array = NDArray[np.float32]


class Lesson(NamedTuple):
    """What one example teaches: its features, and labels and weights of its units."""

    turn: TurnFeatures
    labels: Array
    weights: Array


class Unseen(NamedTuple):
    """Turns with what readers that had not seen them make of them: `linear` (turns, acts)."""

    examples: list[Example]
    lessons: list[Lesson]
    read: list[TurnScores]
    linear: Array

    @property
    def truth(self) -> NDArray[np.bool_]:
        return np.array([[does(example, act) for act in ACTS] for example in self.examples])

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Where the readers of a turn do not differ."""
        sure = [[does(example, act) or not degree(example, act) for act in ACTS] for example in self.examples]
        return np.array(sure)


def vocabulary_of(examples: list[Example]) -> tuple[str, ...]:
    """The words and pairs that are not rare."""
    counts = Counter(token for e in examples for unit in units(e.text) for token in set(tokens(unit.text)))
    return tuple(sorted(token for token, count in counts.items() if count >= RARE))


def fit_acts(lessons: list[Lesson]) -> Array:
    """One logistic reader an act, all at once."""
    rows = np.concatenate([lesson.turn.rows for lesson in lessons])
    labels = np.concatenate([lesson.labels for lesson in lessons])
    weights = np.concatenate([lesson.weights for lesson in lessons])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        heads = flat.reshape(rows.shape[1] + 1, -1).astype(np.float32)
        logits = rows @ heads[:-1] + heads[-1]
        errors = weights * (1 / (1 + np.exp(-logits)) - labels)
        value = (weights * (np.logaddexp(0, logits) - labels * logits)).sum() + PENALTY / 2 * (heads[:-1] ** 2).sum()
        gradient = np.concatenate([rows.T @ errors + PENALTY * heads[:-1], errors.sum(axis=0, keepdims=True)])
        return float(value), gradient.ravel().astype(np.float64)

    return _minimise(loss, (rows.shape[1] + 1, len(ACTS)))


def _minimise(loss: object, shape: tuple[int, int]) -> Array:
    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x.reshape(shape).astype(np.float32)


def weigh_acts(held: Unseen) -> Array:
    """(4,): how the readers' scores are best added up, the same for every act."""
    truth, counted = held.truth, held.counted
    best = np.array([read.units.max(axis=0) for read in held.read])
    three = np.stack([held.linear, best, np.array([read.whole for read in held.read])], axis=-1)
    model = LogisticRegression(C=1.0).fit(three[counted], truth[counted])
    return np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)


def thresholds_of(held: Unseen, reader: Reader) -> Array:
    """For each act the threshold of the best F1 on unseen turns, drawn half-way to 0.5 so as not to fit noise."""
    scores = np.array(
        [reader.act_scores(one.turn, read).turn for one, read in zip(held.lessons, held.read, strict=True)]
    )
    found = []
    for column in range(len(ACTS)):
        used = held.counted[:, column]
        truth, sure = held.truth[used, column], scores[used, column]
        grid = np.linspace(0.1, 0.9, 33)
        best = max(grid, key=lambda t: (_f1(truth, sure >= t), -abs(t - 0.4)))
        found.append(0.5 * best + 0.2)
    return np.array(found, dtype=np.float32)


def report(held: Unseen, reader: Reader) -> dict[str, object]:
    """Macro-F1 of the acts and the confusion of the tones on unseen turns, through the very code that runs."""
    examples = held.examples
    heard = [
        interpret(reader, lesson.turn, read, example.text, example.client, None)
        for lesson, read, example in zip(held.lessons, held.read, examples, strict=True)
    ]
    by_act = {}
    for act in ACTS:
        used = held.counted[:, ACTS.index(act)]
        truth = np.array([act in example.acts for example in examples])[used]
        by_act[act.value] = round(_f1(truth, np.array([h.has(act) for h in heard])[used]), 3)
    pairs = Counter((e.tone, h.tone.value) for e, h in zip(examples, heard, strict=True) if len(e.tones) == 1)
    clash = pairs["calm", "hostile"] + pairs["hostile", "calm"]
    both = sum(count for (tone, _), count in pairs.items() if tone in ("calm", "hostile"))
    return {
        "held": len(examples),
        "macro_f1": round(float(np.mean(list(by_act.values()))), 3),
        "by_act": by_act,
        "tone_accuracy": round(sum(n for (a, b), n in pairs.items() if a == b) / pairs.total(), 3),
        "calm_hostile_confusion": round(clash / both, 4),
        "tones": {f"{a}->{b}": n for (a, b), n in sorted(pairs.items())},
    }


def _f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    hits = int((truth & said).sum())
    return 2 * hits / max(1, int(truth.sum() + said.sum()))


def lessons_of(examples: list[Example], featurizer: Featurizer) -> list[Lesson]:
    turns = featurizer.turns([(e.text, e.client) for e in examples])
    return [Lesson(turn, *label(e, turn.units)) for e, turn in zip(examples, turns, strict=True)]


def main() -> None:
    """Reads, weighs on the turns that were held back, trains on all, writes the weights and their figures."""
    examples = read_examples()
    vocabulary = vocabulary_of(examples)
    featurizer = Featurizer(Encoder.shared(), vocabulary)
    lessons = lessons_of(examples, featurizer)
    first = [e for e in examples if not e.client]
    openings = lessons_of(with_openings(first, OPENING_WEIGHT), featurizer)
    kept = [not is_held(e) for e in examples]
    some = [lesson for lesson, known in zip(lessons, kept, strict=True) if known]
    extra = [lesson for lesson, e in zip(openings, first, strict=True) if not is_held(e)]
    acts = fit_acts([*some, *extra])

    unseen = [(e, lesson) for e, lesson in zip(examples, lessons, strict=True) if is_held(e)]
    turns = TurnReader()
    held = Unseen(
        [e for e, _ in unseen],
        [lesson for _, lesson in unseen],
        [turns.read(e.text, e.client, lesson.turn.units) for e, lesson in unseen],
        np.array([(lesson.turn.rows @ acts[:-1] + acts[-1]).max(axis=0) for _, lesson in unseen]),
    )
    parts = weigh_acts(held)
    reader = Reader(vocabulary, acts, parts, np.ones(len(ACTS), dtype=np.float32))
    thresholds = thresholds_of(held, reader)
    print(f"weighed {np.round(parts, 2)}")
    figures = {"turns": len(examples), **report(held, replace(reader, thresholds=thresholds))}
    np.savez_compressed(
        WEIGHTS,
        act_ids=np.array(ACTS),
        cue_names=np.array(cue_names()),
        vocabulary=np.array("\n".join(vocabulary)),
        acts=fit_acts([*lessons, *openings]).astype(np.float16),
        parts=parts,
        thresholds=thresholds,
    )
    WEIGHTS.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    json.dump(figures, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
