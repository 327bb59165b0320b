"""Trains what stands on the account reader, and writes `coach/assess/weights/signs.npz`.

    python -m training.train_signs HELD.npz [HELD.npz …]

HELD.npz are the account reader's scores of accounts it was not trained on (`training.finetune_signs --held N`). The
sentence reader is a one-against-rest logistic reader on frozen embeddings; for the same accounts it is fitted without
them too. On those accounts the two are weighed, the confidence is calibrated, and the thresholds and the judges of the
whole account are fitted. Nothing in tests/evals/ is read here.
"""

import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from coach.assess.reader import COLUMNS, MARKS
from coach.assess.trained import RAISED, RELATIONS, WEIGHTS, Head, clear_from, confidences, features, names_abuse
from training.content import SIGNS, Account, Example, account_units, accounts, message_examples, sign_sentences
from training.vectors import encode

C = 1.0  # inverse strength of the sentence reader's penalty
JUDGES = {
    "raised": (0.02, "balanced"),
    "relation": (0.3, None),
    "fine": (0.1, "balanced"),
}  # inverse penalty, weighting
PRECISION = 0.80  # of the clear signs on accounts not trained on; the bar is 0.70, what is new is harder
POSSIBLE_AT_LEAST = 0.06
MARK_PRECISION = 0.72
FIXED = {
    "danger": 0.0,
    "self_harm": 2.0,
}  # too rare to be fitted: danger is asked about, harm to oneself read from plain words
SHIFT_PRIOR = 0.6  # standard deviation of a sign's own shift


class Scored(NamedTuple):
    """Accounts with the scores of readers that had not seen them."""

    cases: list[Account]
    best: np.ndarray  # (n, 24)
    alone: np.ndarray  # (n, 21)
    whole: np.ndarray  # (n, 34)
    named: list[bool]  # whether plain words of abuse stand in it

    @property
    def present(self) -> np.ndarray:
        return np.array([[sign in case.must for sign in SIGNS] for case in self.cases])

    @property
    def counted(self) -> np.ndarray:
        return np.array([[sign in case.must or sign not in case.may for sign in SIGNS] for case in self.cases])


def targets(examples: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """(n, 21) labels and weights: an arguable sign counts neither for nor against."""
    labels = np.array([[sign in example.present for sign in SIGNS] for example in examples], dtype=np.int8)
    weights = np.array([[sign not in example.arguable for sign in SIGNS] for example in examples], dtype=np.float32)
    return labels, weights


def fit(vectors: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sentence reader: weights (384, 21) and bias (21,)."""
    coefficients, bias = [], []
    for column in range(labels.shape[1]):
        used = weights[:, column] > 0
        model = LogisticRegression(C=C, class_weight="balanced", max_iter=2000)
        model.fit(vectors[used], labels[used, column])
        coefficients.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return np.array(coefficients, dtype=np.float32).T, np.array(bias, dtype=np.float32)


def sentence_reader(left_out: set[str]) -> tuple[np.ndarray, np.ndarray]:
    """The sentence reader, fitted without the units of the accounts `left_out`."""
    examples = sign_sentences() + message_examples()
    examples += [one for case in accounts() if case.id not in left_out for one in account_units(case)]
    return fit(encode([one.text for one in examples]), *targets(examples))


def scored(paths: list[Path]) -> Scored:
    """The held-back accounts of every file, with the sentence reader's scores."""
    by_id = {case.id: case for case in accounts()}
    cases, best, whole, alone = [], [], [], []
    for path in paths:
        with np.load(path) as stored:
            held = [by_id[str(name)] for name in stored["ids"]]
            best.append(stored["best"])
            whole.append(stored["overall"])
        weights, bias = sentence_reader({case.id for case in held})
        for case in held:
            vectors = encode([one.text for one in account_units(case)])
            alone.append((vectors @ weights + bias).max(axis=0))
        cases += held
    return Scored(
        cases, np.concatenate(best), np.array(alone), np.concatenate(whole), [names_abuse(c.text) for c in cases]
    )


def weigh(held: Scored) -> tuple[np.ndarray, np.ndarray]:
    """`parts` (3,) for all signs together, and `shift` (21,) for each, held back towards their mean."""
    n = len(SIGNS)
    three = np.stack([held.best[:, :n], held.alone, held.whole[:, :n]], axis=-1)
    pooled = LogisticRegression(C=1.0).fit(three[held.counted], held.present[held.counted])
    parts = pooled.coef_[0]
    logits = three @ parts + pooled.intercept_[0]
    shifts = [
        pooled.intercept_[0] + _shift(logits[used, i], held.present[used, i])
        for i in range(n)
        for used in [held.counted[:, i]]
    ]
    return parts.astype(np.float32), np.array(shifts, dtype=np.float32)


def _shift(logits: np.ndarray, truth: np.ndarray) -> float:
    """The one added constant of greatest posterior under a normal prior."""
    grid = np.linspace(-3, 3, 121)
    likelihood = [
        -np.logaddexp(0, -(logits + g))[truth].sum()
        - np.logaddexp(0, logits + g)[~truth].sum()
        - g * g / (2 * SHIFT_PRIOR**2)
        for g in grid
    ]
    return float(grid[int(np.argmax(likelihood))])


def clear_threshold(sure: np.ndarray, fine: np.ndarray, held: Scored) -> float:
    """The least confidence from which all clear signs together are right often enough."""
    grid = np.linspace(0.2, 0.9, 71)
    for least in grid:
        said = clear_signs(sure, fine, held, least) & held.counted
        if said.any() and (held.present & said).sum() / said.sum() >= PRECISION:
            return float(least)
    return float(grid[-1])


def clear_signs(sure: np.ndarray, fine: np.ndarray, held: Scored, least: float) -> np.ndarray:
    """(n, 21): what would be reported as clear, by the product's own rule."""
    everywhere = np.full(len(SIGNS), least, dtype=np.float32)
    rows = zip(sure, fine, held.named, strict=True)
    return np.array([row >= clear_from(everywhere, well, named) for row, well, named in rows])


def mark_thresholds(held: Scored) -> np.ndarray:
    """For each mark the least score of an account's best sentence that is right often enough."""
    found = []
    for mark in MARKS:
        scores = held.best[:, COLUMNS.index(mark)]
        known = np.array([mark in case.marks for case in held.cases])
        truth = np.array([bool(case.marks.get(mark)) for case in held.cases])[known]
        scores = scores[known]
        order = np.argsort(-scores)
        precision = np.cumsum(truth[order]) / np.arange(1, len(order) + 1)
        enough = np.flatnonzero(precision >= max(MARK_PRECISION, truth.mean() + 0.1))
        least = scores[order[enough[-1]]] if len(enough) else scores.max()
        found.append(FIXED.get(mark, max(float(least), 0.0)))
        shown = scores >= found[-1]
        print(
            f"   {mark:10s} from {found[-1]:.2f}: precision {truth[shown].mean():.2f}, recall {shown[truth].mean():.2f}, n {truth.sum()}"
        )
    return np.array(found, dtype=np.float32)


def raised_of(case: Account) -> str:
    """The label in the vocabulary of the product."""
    if case.whole["mended"]:
        return "mended"
    how = next(how for how in ("no", "once", "repeatedly", "unsaid") if case.whole[f"raised_{how}"])
    return {"repeatedly": "failed"}.get(how, how)


class Judges(NamedTuple):
    """The judges of the whole account, and how each would have judged the accounts it is fitted on without them."""

    weights: dict[str, np.ndarray]
    guesses: dict[str, np.ndarray]


def judges(held: Scored, sure: np.ndarray) -> Judges:
    """The judges of the whole account, each with what it gets right on accounts left out of its own fit."""
    rows = np.array(
        [features(c.text, b, w, s) for c, b, w, s in zip(held.cases, held.best, held.whole, sure, strict=True)]
    )
    centre, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    rows = (rows - centre) / scale
    raised = [str(name) for name in RAISED]
    relations = [str(name) for name in RELATIONS]
    truths = {
        "raised": (raised, np.array([raised.index(raised_of(c)) for c in held.cases])),
        "relation": (relations, np.array([relations.index(c.relation) for c in held.cases])),
        "fine": (["no", "yes"], np.array([int("keep" in c.verdict and not c.must) for c in held.cases])),
    }
    fitted, guesses = {}, {}
    for name, (classes, truth) in truths.items():
        inverse, weighting = JUDGES[name]
        model = LogisticRegression(C=inverse, class_weight=weighting, max_iter=3000)
        folds = KFold(10, shuffle=True, random_state=0)
        chances = cross_val_predict(model, rows, truth, cv=folds, method="predict_proba")
        guess = chances.argmax(axis=1)
        print(
            f"judge of {name}: {np.mean(guess == truth):.2f} right, always the commonest {np.bincount(truth).max() / len(truth):.2f}"
        )
        for i, label in enumerate(classes):
            right = guess[truth == i] == i
            print(
                f"   {label:10s} n {len(right):3d} recall {right.mean():.2f} precision {np.mean(truth[guess == i] == i):.2f}"
            )
        guesses[name] = chances[:, 1] if name == "fine" else guess
        model.fit(rows, truth)
        fitted[name] = np.vstack([model.coef_.T, model.intercept_]).astype(np.float32)
    standard = {"centre": centre.astype(np.float32), "scale": scale.astype(np.float32)}
    return Judges(standard | fitted, guesses)


def report(name: str, chosen: np.ndarray, held: Scored) -> None:
    hit = (chosen & held.present & held.counted).sum(axis=0)
    said, true = (chosen & held.counted).sum(axis=0), (held.present & held.counted).sum(axis=0)
    precision, recall = hit / np.maximum(said, 1), hit / np.maximum(true, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    micro_p, micro_r = hit.sum() / max(said.sum(), 1), hit.sum() / max(true.sum(), 1)
    print(
        f"{name}: macro-F1 {f1.mean():.3f}, precision {micro_p:.3f}, recall {micro_r:.3f}, micro-F1 {2 * micro_p * micro_r / (micro_p + micro_r):.3f}"
    )
    for sign, p, r, f, n in zip(SIGNS, precision, recall, f1, true, strict=True):
        print(f"   {sign:24s} P {p:.2f} R {r:.2f} F1 {f:.2f} n {n}")


def main(paths: list[Path]) -> None:
    warnings.filterwarnings("ignore")
    held = scored(paths)
    parts, shift = weigh(held)
    n = len(SIGNS)
    blank = np.zeros(0, dtype=np.float32)
    head = Head(blank, blank, parts, shift, *([blank] * 8))
    sure = confidences(held.best, held.alone, held.whole, head)
    judged = judges(held, sure)
    fine = judged.guesses["fine"]
    least = clear_threshold(sure, fine, held)
    clear = clear_signs(sure, fine, held, least)
    print(f"{len(held.cases)} accounts held back; parts {np.round(parts, 2)}, clear from {least:.2f}")
    report("clear", clear, held)
    six = np.array([np.isin(np.arange(n), np.argsort(-row)[:6]) for row in sure]) | clear
    print(f"true signs among six proposals: {(six & held.present).sum() / held.present.sum():.3f}")
    healthy = np.array([not case.must and "keep" in case.verdict for case in held.cases])
    print(f"clear signs a healthy account: {clear[healthy].sum() / healthy.sum():.2f} (n {healthy.sum()})")
    marks = mark_thresholds(held)

    weights, bias = sentence_reader(set())
    head = Head(
        weights,
        bias,
        parts,
        shift,
        np.full(n, least, dtype=np.float32),
        np.full(n, POSSIBLE_AT_LEAST, dtype=np.float32),
        marks,
        **judged.weights,
    )
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(WEIGHTS, signs=np.array([str(sign) for sign in SIGNS]), **head._asdict())
    print(f"-> {WEIGHTS.name}, {WEIGHTS.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
