"""Trains what stands on the account reader, and writes `coach/assess/weights/signs.npz`.

    python -m training.train_signs

On the quarter of the accounts that the readers in the package were not trained on (their records name it), the best
sentence and the whole are weighed, the confidence is calibrated, and the thresholds and the judges of the whole account are
fitted; what is retold from life counts most. Nothing in tests/evals/ is read here.
"""

import json
import warnings
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from coach.assess.reader import COLUMNS, MARKS, READERS, RECORD, AccountReader
from coach.assess.reader import WEIGHTS as READER
from coach.assess.trained import (
    ANSWERS,
    RAISED,
    RELATIONS,
    WEIGHTS,
    Head,
    clear_from,
    confidences,
    features,
    names_abuse,
)
from training.content import SIGNS, Account, accounts, held_back

JUDGES = {
    "raised": (0.02, "balanced"),
    "relation": (0.3, None),
    "fine": (0.1, None),
    "answers": (0.02, None),
}  # inverse penalty, weighting
COMPOSED = 0.4  # how much a composed account counts beside one from life
PRECISION = 0.72  # of the clear signs on accounts not trained on; the bar is 0.70, what is new is harder
LEAST_CLEAR = 0.25  # no sign is clear below this confidence
POSSIBLE_AT_LEAST = 0.06
MARK_PRECISION = 0.72
FIXED = {
    "danger": 0.0,
    "self_harm": -2.0,
}  # too rare to be fitted: both only ask, or speak with care; so much despair is read in one of 1,577 accounts left out
SHIFT_PRIOR = 0.6  # standard deviation of a sign's own shift


class Scored(NamedTuple):
    """Accounts with the scores of readers that had not seen them."""

    cases: list[Account]
    best: np.ndarray  # (n, 26)
    whole: np.ndarray  # (n, 39)
    named: list[bool]  # whether plain words of abuse stand in it

    @property
    def weight(self) -> np.ndarray:
        return np.array([1.0 if case.life else COMPOSED for case in self.cases])

    @property
    def present(self) -> np.ndarray:
        return np.array([[sign in case.must for sign in SIGNS] for case in self.cases])

    @property
    def counted(self) -> np.ndarray:
        return np.array([[sign in case.must or sign not in case.may for sign in SIGNS] for case in self.cases])


def part_left_out() -> int:
    """The quarter of the accounts that none of the readers was trained on.

    Raises:
        SystemExit: they were trained without different ones.
    """
    records = [READER / RECORD.format(number=number) for number in READERS]
    parts = {json.loads(path.read_text(encoding="utf-8"))["held"] for path in records}
    if len(parts) > 1:
        raise SystemExit(f"The readers were trained without different quarters: {sorted(parts)}.")
    return int(parts.pop())


def scored(part: int) -> Scored:
    """The held-back accounts, read by the readers as they are in the package."""
    cases, _ = held_back(accounts(), part)
    reader = AccountReader.shared()
    read = [reader.read(case.text) for case in cases]
    best, whole = np.array([one.sentence.max(axis=0) for one in read]), np.array([one.whole for one in read])
    return Scored(cases, best, whole, [names_abuse(case.text) for case in cases])


def weigh(held: Scored) -> tuple[np.ndarray, np.ndarray]:
    """`parts` (2,) for all signs together, and `shift` (21,) for each, held back towards their mean."""
    n = len(SIGNS)
    two = np.stack([held.best[:, :n], held.whole[:, :n]], axis=-1)
    counted, weight = held.counted, np.repeat(held.weight[:, None], n, axis=1)
    pooled = LogisticRegression(C=1.0).fit(two[counted], held.present[counted], sample_weight=weight[counted])
    parts = pooled.coef_[0]
    logits = two @ parts + pooled.intercept_[0]
    shifts = [
        pooled.intercept_[0] + _shift(logits[used, i], held.present[used, i], held.weight[used])
        for i in range(n)
        for used in [counted[:, i]]
    ]
    return parts.astype(np.float32), np.array(shifts, dtype=np.float32)


def _shift(logits: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> float:
    """The one added constant of greatest posterior under a normal prior."""
    grid = np.linspace(-3, 3, 121)
    away = np.where(truth, -1, 1)
    loss = [(weight * np.logaddexp(0, away * (logits + g))).sum() + g * g / (2 * SHIFT_PRIOR**2) for g in grid]
    return float(grid[int(np.argmin(loss))])


def clear_thresholds(sure: np.ndarray, fine: np.ndarray, held: Scored) -> np.ndarray:
    """(21,): for each sign the confidence from which saying it is expected to give the best F1, raised for all alike until
    what is said is right often enough."""
    best = np.array([_best_f1(sure[held.counted[:, i], i], held.weight[held.counted[:, i]]) for i in range(len(SIGNS))])
    weight = held.weight[:, None]
    for raised in np.linspace(0, 0.4, 81):
        said = (clear_signs(sure, fine, held, best + raised) & held.counted) * weight
        if said.any() and (held.present * said).sum() / said.sum() >= PRECISION:
            break
    return np.asarray(best + raised, dtype=np.float32)


def _best_f1(sure: np.ndarray, weight: np.ndarray) -> float:
    """The threshold of the greatest F1 that calibrated probabilities promise."""
    grid = np.linspace(LEAST_CLEAR, 0.6, 41)
    total = (weight * sure).sum()
    promised = [2 * (weight * sure)[sure >= t].sum() / (weight[sure >= t].sum() + total) for t in grid]
    return float(grid[int(np.argmax(promised))])


def clear_signs(sure: np.ndarray, fine: np.ndarray, held: Scored, least: np.ndarray) -> np.ndarray:
    """(n, 21): what would be reported as clear, by the product's own rule."""
    rows = zip(sure, fine, held.named, strict=True)
    return np.array([row >= clear_from(least, well, named) for row, well, named in rows])


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
    how = max(("no", "once", "repeatedly", "unsaid"), key=lambda how: case.whole[f"raised_{how}"])
    return {"repeatedly": "failed"}.get(how, how)


class Judges(NamedTuple):
    """The judges of the whole account, and how each would have judged the accounts it is fitted on without them."""

    weights: dict[str, np.ndarray]
    guesses: dict[str, np.ndarray]  # of raised and relation the likeliest class, of fine and answers the probabilities


def judges(held: Scored, sure: np.ndarray) -> Judges:
    """The judges of the whole account, each with what it gets right on accounts left out of its own fit."""
    rows = np.array(
        [features(c.text, b, w, s) for c, b, w, s in zip(held.cases, held.best, held.whole, sure, strict=True)]
    )
    centre, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    rows = (rows - centre) / scale
    raised, relations = [str(name) for name in RAISED], [str(name) for name in RELATIONS]
    cases = held.cases
    classes = {
        "raised": np.array([raised.index(raised_of(c)) for c in cases]),
        "relation": np.array([relations.index(c.relation) for c in cases]),
        "fine": np.array([int("keep" in c.verdict and not c.must) for c in cases]),
        **{str(action): np.array([int(action in c.verdict) for c in cases]) for action in ANSWERS},
    }
    chances, fitted = {}, {}
    for name, truth in classes.items():
        chances[name], fitted[name] = judge_of(name, rows, truth, held)
    guesses = {name: chances[name].argmax(axis=1) for name in ("raised", "relation")}
    guesses |= {"fine": chances["fine"][:, 1], "answers": np.stack([chances[a][:, 1] for a in ANSWERS], axis=1)}
    weights = {name: fitted[name] for name in ("raised", "relation", "fine")}
    weights["answers"] = np.concatenate([fitted[action] for action in ANSWERS], axis=1)
    standard = {"centre": centre.astype(np.float32), "scale": scale.astype(np.float32)}
    return Judges(standard | weights, guesses)


def judge_of(name: str, rows: np.ndarray, truth: np.ndarray, held: Scored) -> tuple[np.ndarray, np.ndarray]:
    """(n, classes) chances on accounts left out of the fit, and (features + 1, classes or 1) weights fitted on all."""
    inverse, weighting = JUDGES.get(name, JUDGES["answers"])

    def fit(some: np.ndarray) -> LogisticRegression:
        model = LogisticRegression(C=inverse, class_weight=weighting, max_iter=3000)
        return model.fit(rows[some], truth[some], sample_weight=held.weight[some])

    chances = np.zeros((len(rows), truth.max() + 1))
    for seen, unseen in GroupKFold(10).split(rows, groups=[case.of for case in held.cases]):
        model = fit(seen)
        chances[np.ix_(unseen, model.classes_)] = model.predict_proba(rows[unseen])
    right, life = chances.argmax(axis=1) == truth, held.weight == 1
    commonest = np.bincount(truth).max() / len(truth)
    print(f"judge of {name}: {right.mean():.2f} right, from life {right[life].mean():.2f}, always one {commonest:.2f}")
    whole = fit(np.arange(len(rows)))
    return chances, np.vstack([whole.coef_.T, whole.intercept_]).astype(np.float32)


def report(name: str, chosen: np.ndarray, sure: np.ndarray, held: Scored) -> None:
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
    six = np.array([np.isin(np.arange(len(SIGNS)), np.argsort(-row)[:6]) for row in sure]) | chosen
    print(f"   true signs among six proposals: {(six & held.present).sum() / held.present.sum():.3f}")
    healthy = np.array([not case.must and "keep" in case.verdict for case in held.cases])
    print(f"   clear signs a healthy account: {chosen[healthy].sum() / healthy.sum():.2f} (n {healthy.sum()})")


def main() -> None:
    warnings.filterwarnings("ignore")
    held = scored(part_left_out())
    parts, shift = weigh(held)
    n = len(SIGNS)
    head = Head(parts, shift, *([np.zeros(0, dtype=np.float32)] * 9))
    sure = confidences(held.best, held.whole, head)
    judged = judges(held, sure)
    fine = judged.guesses["fine"]
    least = clear_thresholds(sure, fine, held)
    print(f"{len(held.cases)} accounts held back; parts {np.round(parts, 2)}, clear from {np.round(least, 2).tolist()}")
    for name, some in (("composed", held.weight < 1), ("from life", held.weight == 1)):
        if some.any():
            part = Scored(
                *(
                    [x for x, s in zip(column, some, strict=True) if s] if isinstance(column, list) else column[some]
                    for column in held
                )
            )
            report(name, clear_signs(sure[some], fine[some], part, least), sure[some], part)
    marks = mark_thresholds(held)
    head = Head(
        parts,
        shift,
        least,
        np.full(n, POSSIBLE_AT_LEAST, dtype=np.float32),
        marks,
        **judged.weights,
    )
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(WEIGHTS, signs=np.array([str(sign) for sign in SIGNS]), **head._asdict())
    print(f"-> {WEIGHTS.name}, {WEIGHTS.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
