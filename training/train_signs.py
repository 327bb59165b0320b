"""Trains the built-in sign detector from `knowledge/examples/` and writes `coach/assess/weights/signs.npz`.

    python -m training.train_signs

A one-against-rest logistic reader on embeddings of sentences and windows; then, for each sign, confidence and the two
thresholds from accounts the reader did not see (five folds). Nothing in tests/evals/ is read here.
"""

import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from coach.assess.trained import WEIGHTS, Head, confidence
from training.content import SIGNS, Account, Example, account_units, accounts, sign_sentences
from training.vectors import encode

C = 1.0  # inverse strength of the penalty
FOLDS = 5
CLEAR_PRECISION = 0.70  # the least precision of a clear sign on unseen accounts
LEAST_CLEAR = 0.30
POSSIBLE_AT_LEAST = 0.12


def targets(examples: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """(n, 21) labels and weights: an arguable sign counts neither for nor against."""
    labels = np.zeros((len(examples), len(SIGNS)), dtype=np.int8)
    weights = np.ones((len(examples), len(SIGNS)), dtype=np.float32)
    for row, example in enumerate(examples):
        for column, sign in enumerate(SIGNS):
            labels[row, column] = sign in example.present
            weights[row, column] = sign not in example.arguable
    return labels, weights


def fit(vectors: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (384, 21) and bias (21,)."""
    coefficients, bias = [], []
    for column in range(labels.shape[1]):
        used = weights[:, column] > 0
        model = LogisticRegression(C=C, class_weight="balanced", max_iter=2000)
        model.fit(vectors[used], labels[used, column])
        coefficients.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return np.array(coefficients, dtype=np.float32).T, np.array(bias, dtype=np.float32)


def best_scores(
    cases: list[Account], units: list[list[int]], vectors: np.ndarray, head: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """(accounts, 21): the score of the best unit of each account."""
    return np.array([(vectors[rows] @ head[0] + head[1]).max(axis=0) for rows in units[: len(cases)]])


def calibrate(scores: np.ndarray, present: np.ndarray, counted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and shift of a sigmoid a sign, shrunk towards the one fitted on all signs together."""
    pooled = LogisticRegression(C=1.0).fit(scores[counted].reshape(-1, 1), present[counted])
    slope0, shift0 = float(pooled.coef_[0, 0]), float(pooled.intercept_[0])
    slopes, shifts = [], []
    for column in range(scores.shape[1]):
        used = counted[:, column]
        centred = slope0 * scores[used, column] + shift0
        truth = present[used, column]
        shift = _shift(centred, truth)
        slopes.append(slope0)
        shifts.append(shift0 + shift)
    return np.array(slopes, dtype=np.float32), np.array(shifts, dtype=np.float32)


def _shift(logits: np.ndarray, truth: np.ndarray, prior: float = 1.0) -> float:
    """The one added constant of greatest posterior under a normal prior of standard deviation `prior`."""
    grid = np.linspace(-3, 3, 121)
    likelihood = [
        -np.logaddexp(0, -(logits + g))[truth == 1].sum()
        - np.logaddexp(0, logits + g)[truth == 0].sum()
        - g * g / (2 * prior**2)
        for g in grid
    ]
    return float(grid[int(np.argmax(likelihood))])


def clear_threshold(sure: np.ndarray, truth: np.ndarray) -> float:
    """The confidence of the best F1 among those whose precision, smoothed by two right of three, is at the bar."""
    order = np.argsort(-sure)
    right = np.cumsum(truth[order])
    said = np.arange(1, len(order) + 1)
    precision = (right + 2) / (said + 3)
    f1 = 2 * right / (said + truth.sum())
    allowed = np.where(precision >= CLEAR_PRECISION, f1, -1)
    best = int(np.argmax(allowed))
    return float(max(sure[order[best]], LEAST_CLEAR))


def report(name: str, chosen: np.ndarray, present: np.ndarray, counted: np.ndarray) -> None:
    hit = (chosen & (present == 1) & counted).sum(axis=0)
    precision = hit / np.maximum((chosen & counted).sum(axis=0), 1)
    recall = hit / np.maximum(((present == 1) & counted).sum(axis=0), 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    micro_p = hit.sum() / max((chosen & counted).sum(), 1)
    micro_r = hit.sum() / max(((present == 1) & counted).sum(), 1)
    print(
        f"{name}: macro-F1 {f1.mean():.3f}  micro P {micro_p:.3f} R {micro_r:.3f} F1 {2 * micro_p * micro_r / (micro_p + micro_r + 1e-9):.3f}"
    )
    for sign, p, r, f, n in zip(SIGNS, precision, recall, f1, (present == 1).sum(axis=0), strict=True):
        print(f"   {sign:24s} P {p:.2f} R {r:.2f} F1 {f:.2f} n {n}")


def main() -> None:
    warnings.filterwarnings("ignore")
    loose, cases = sign_sentences(), accounts()
    per_case = [account_units(case) for case in cases]
    examples = loose + [example for group in per_case for example in group]
    vectors = encode([example.text for example in examples])
    labels, weights = targets(examples)
    rows, first = [], len(loose)
    for group in per_case:
        rows.append(list(range(first, first + len(group))))
        first += len(group)

    present = np.array([[sign in case.must for sign in SIGNS] for case in cases], dtype=np.int8)
    counted = np.array([[sign not in case.may for sign in SIGNS] for case in cases], dtype=bool)
    scores = np.zeros(present.shape)
    for _, held in GroupKFold(FOLDS).split(cases, groups=[case.id for case in cases]):
        out = {row for case in held for row in rows[case]}
        kept = np.array([row not in out for row in range(len(examples))])
        head = fit(vectors[kept], labels[kept], weights[kept])
        scores[held] = best_scores([cases[i] for i in held], [rows[i] for i in held], vectors, head)

    slope, shift = calibrate(scores, present, counted)
    sure = np.stack([confidence(scores[:, i], slope[i], shift[i]) for i in range(len(SIGNS))], axis=1)
    clear = np.array([clear_threshold(sure[counted[:, i], i], present[counted[:, i], i]) for i in range(len(SIGNS))])
    possible = np.minimum(clear - 0.01, np.full(len(SIGNS), POSSIBLE_AT_LEAST))
    report("clear, unseen accounts", sure >= clear, present, counted)
    _report_proposals(sure, clear, present, counted)

    weights_all, bias = fit(vectors, labels, weights)
    head = Head(weights_all, bias, slope, shift, clear.astype(np.float32), possible.astype(np.float32))
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(WEIGHTS, signs=np.array([str(sign) for sign in SIGNS]), **head._asdict())
    print(
        f"{len(loose)} sentences, {len(cases)} accounts -> {Path(WEIGHTS).name}, {WEIGHTS.stat().st_size // 1024} KiB"
    )


def _report_proposals(sure: np.ndarray, clear: np.ndarray, present: np.ndarray, counted: np.ndarray) -> None:
    found = total = 0
    for row in range(len(sure)):
        best = set(np.argsort(-sure[row])[:6]) | set(np.nonzero(sure[row] >= clear)[0])
        truth = set(np.nonzero((present[row] == 1) & counted[row])[0])
        found, total = found + len(best & truth), total + len(truth)
    print(f"true signs among six proposals: {found / max(total, 1):.3f}")


if __name__ == "__main__":
    main()
