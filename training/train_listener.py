"""Trains the built-in listener from `knowledge/examples/acts/` and writes `coach/rehearse/weights/listener.npz`.

    python -m training.train_listener

A logistic reader of sentences and clauses for the dialogue acts and one of whole turns for the tone. The thresholds and
the figures in listener.json come from turns the reader did not see: six folds, answers to the same client line together.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from coach.library.embedding import Encoder
from coach.rehearse.features import Featurizer, TurnFeatures, cue_names, tokens
from coach.rehearse.listener import ACTS, TONES, WEIGHTS, Reader, interpret
from coach.rehearse.personas import load_lines, personas
from coach.rehearse.units import Unit, units
from coach.vocabulary.rehearsal import ActId, Move
from training.content import EXAMPLES, json_lines

FOLDS = 6
RARE = 4  # a word or pair in fewer units is not looked at
PENALTY = 6.0
TONE_PENALTY = 4.0
POSITIVE_WEIGHT = 3.0
STEPS = 90
OPENING_WEIGHT = 0.5
MOSTLY = 0.7  # of a unit inside a quote: the unit does the act
TOUCHED = 0.25  # of a unit inside a quote: the unit counts neither for nor against

Array = NDArray[np.float32]
DECISION = (ActId.STATE_DECISION, ActId.REPEAT_DECISION)  # learned as one: what was said before tells them apart


class Example(NamedTuple):
    """A labelled turn; `group` keeps answers to one client line in one fold."""

    client: str
    text: str
    acts: dict[str, str]
    tone: str
    group: str
    weight: float = 1.0


class Lesson(NamedTuple):
    """What one example teaches: its features, and labels and weights of its units."""

    turn: TurnFeatures
    labels: Array
    weights: Array


def read_examples(folder: Path = EXAMPLES / "acts") -> list[Example]:
    """Every labelled turn for training, in the order of the files."""
    found = []
    for path in sorted(folder.glob("turns-*.jsonl")):
        for number, row in enumerate(json_lines(path)):
            group = row["client"] or f"{path.name}/{number // 8}"
            found.append(Example(row["client"], row["text"], row["acts"], row["tone"], group))
    return found


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


def with_openings(examples: list[Example], seed: int = 1) -> list[Example]:
    """First turns once more as answers to a client's opening line, which in a rehearsal is always there."""
    chance = random.Random(seed)
    openings = [line.text for persona in personas() for line in load_lines(persona.id)[Move.OPEN, None]]
    plain = [line for line in openings if "{" not in line]
    first = [example for example in examples if not example.client]
    return [example._replace(client=chance.choice(plain), weight=OPENING_WEIGHT) for example in first]


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


def fit_tones(lessons: list[Lesson], tones: list[str]) -> Array:
    """A softmax reader of whole turns; rare tones weigh more."""
    rows = np.stack([lesson.turn.whole for lesson in lessons])
    truth = np.array([[tone == name for name in TONES] for tone in tones], dtype=np.float32)
    weight = (truth @ (len(tones) / (len(TONES) * np.maximum(1, truth.sum(axis=0)))))[:, None] ** 0.5

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        heads = flat.reshape(rows.shape[1] + 1, -1).astype(np.float32)
        logits = rows @ heads[:-1] + heads[-1]
        logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
        errors = weight * (np.exp(logs) - truth)
        value = -(weight * truth * logs).sum() + TONE_PENALTY / 2 * (heads[:-1] ** 2).sum()
        gradient = np.concatenate([rows.T @ errors + TONE_PENALTY * heads[:-1], errors.sum(axis=0, keepdims=True)])
        return float(value), gradient.ravel().astype(np.float64)

    return _minimise(loss, (rows.shape[1] + 1, len(TONES)))


def _minimise(loss: object, shape: tuple[int, int]) -> Array:
    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x.reshape(shape).astype(np.float32)


def unseen_scores(
    examples: list[Example], lessons: list[Lesson], openings: list[Lesson], vocabulary: tuple[str, ...]
) -> tuple[Array, list[Reader]]:
    """For each example the turn's act scores, and the reader, from the fold that did not see it."""
    scores = np.zeros((len(examples), len(ACTS)), dtype=np.float32)
    readers: dict[int, Reader] = {}
    groups = [example.group for example in examples]
    first = [i for i, example in enumerate(examples) if not example.client]
    ones = np.ones(len(ACTS), dtype=np.float32)
    for seen, unseen in GroupKFold(FOLDS).split(examples, groups=groups):
        some = [lessons[i] for i in seen]
        known = set(seen.tolist())
        extra = [lesson for i, lesson in zip(first, openings, strict=True) if i in known]
        reader = Reader(vocabulary, fit_acts([*some, *extra]), ones, fit_tones(some, [examples[i].tone for i in seen]))
        for i in unseen:
            readers[i] = reader
            scores[i] = reader.act_scores(lessons[i].turn).max(axis=0)
    return scores, [readers[i] for i in range(len(examples))]


def thresholds_of(examples: list[Example], scores: Array) -> Array:
    """For each act the threshold of the best F1 on unseen turns, drawn half-way to 0.5 so as not to fit noise."""
    found = []
    for column, act in enumerate(ACTS):
        kin = DECISION if act in DECISION else (act,)
        truth = np.array([any(one in example.acts for one in kin) for example in examples])
        grid = np.linspace(0.15, 0.9, 31)
        best = max(grid, key=lambda t: (_f1(truth, scores[:, column] >= t), -abs(t - 0.5)))
        found.append(0.5 * best + 0.25)
    return np.array(found, dtype=np.float32)


def report(
    examples: list[Example], lessons: list[Lesson], readers: list[Reader], thresholds: Array
) -> dict[str, object]:
    """Macro-F1 of the acts and the confusion of the tones on unseen turns, through the very code that runs."""
    heard = [
        interpret(Reader(r.vocabulary, r.acts, thresholds, r.tones), lesson.turn, example.text, example.client, None)
        for r, lesson, example in zip(readers, lessons, examples, strict=True)
    ]
    by_act = {}
    for act in ACTS:
        truth = np.array([act in example.acts for example in examples])
        by_act[act.value] = round(_f1(truth, np.array([h.has(act) for h in heard])), 3)
    pairs = Counter((example.tone, h.tone.value) for example, h in zip(examples, heard, strict=True))
    clash = pairs["calm", "hostile"] + pairs["hostile", "calm"]
    both = sum(example.tone in ("calm", "hostile") for example in examples)
    return {
        "turns": len(examples),
        "macro_f1": round(float(np.mean(list(by_act.values()))), 3),
        "by_act": by_act,
        "tone_accuracy": round(sum(n for (a, b), n in pairs.items() if a == b) / len(examples), 3),
        "calm_hostile_confusion": round(clash / both, 4),
        "tones": {f"{a}->{b}": n for (a, b), n in sorted(pairs.items())},
    }


def _f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    hits = int((truth & said).sum())
    return 2 * hits / max(1, int(truth.sum() + said.sum()))


def main() -> None:
    """Reads, checks on folds, trains on all, writes the weights and their figures."""
    examples = read_examples()
    vocabulary = vocabulary_of(examples)
    featurizer = Featurizer(Encoder.shared(), vocabulary)
    turns = featurizer.turns([(e.text, e.client) for e in examples])
    lessons = [Lesson(turn, *label(e, turn.units)) for e, turn in zip(examples, turns, strict=True)]
    extra = with_openings(examples)
    more = featurizer.turns([(e.text, e.client) for e in extra])
    openings = [Lesson(turn, *label(e, turn.units)) for e, turn in zip(extra, more, strict=True)]
    scores, readers = unseen_scores(examples, lessons, openings, vocabulary)
    thresholds = thresholds_of(examples, scores)
    figures = report(examples, lessons, readers, thresholds)
    np.savez_compressed(
        WEIGHTS,
        act_ids=np.array(ACTS),
        cue_names=np.array(cue_names()),
        vocabulary=np.array("\n".join(vocabulary)),
        acts=fit_acts([*lessons, *openings]).astype(np.float16),
        tones=fit_tones(lessons, [e.tone for e in examples]).astype(np.float16),
        thresholds=thresholds,
    )
    WEIGHTS.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    json.dump(figures, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
