"""Trains the appraisal of whole messages; writes `coach/write/checks/weights/appraisal.npz`.

    python -m training.train_appraisal

Messages that people rated (`knowledge/examples/rated/*.jsonl`: sendable yes or no, respect and direct 1-5). Figures come
from messages left out of the fit. Nothing in tests/evals/ is read here.
"""

import numpy as np
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from coach.write.checks import _reader
from coach.write.checks.appraisal import WEIGHTS, Marks, features
from coach.write.checks.findings import find
from coach.write.checks.reading import read_message
from coach.write.checks.scores import by_rules
from coach.write.kinds import kind_named
from training.content import EXAMPLES, json_lines

MEANING = 384
MEANING_COUNTS = 0.5  # how much a dimension of the meaning may move a score beside a feature with a name
PENALTY = {"sendable": 0.01, "respect": 250.0, "direct": 250.0}  # inverse for the first, plain for the others
KIN = 8  # neighbours in a file, often the same case at another quality, stay in one fold
STEP = 1.6  # log-odds between two grades of five


def main() -> None:
    rows, truth, groups = [], [], []
    for path in sorted((EXAMPLES / "rated").glob("*.jsonl")):
        for number, row in enumerate(json_lines(path)):
            kind = row.get("kind")
            message = read_message(row["text"], kind_named(kind) if kind else None, None, _reader())
            if not message.sentences:
                continue
            hits = find(message)
            rows.append(features(message, hits, by_rules(message, hits)))
            truth.append([float(row["sendable"]), row["respect"], row["direct"]])
            groups.append(f"{path.name}/{number // KIN}")
    table, wanted = np.array(rows), np.array(truth)
    centre, scale = table.mean(axis=0), table.std(axis=0) + 1e-3
    scale[-MEANING:] /= MEANING_COUNTS
    table = (table - centre) / scale

    def fitted(column: int, some: np.ndarray) -> tuple[np.ndarray, float]:
        penalty = PENALTY[Marks._fields[column]]
        if column == 0:
            model = LogisticRegression(C=penalty, max_iter=3000).fit(table[some], wanted[some, 0])
            return model.coef_[0], float(model.intercept_[0])
        model = Ridge(alpha=penalty).fit(table[some], (wanted[some, column] - 3) * STEP)
        return model.coef_, float(model.intercept_)

    everything = np.arange(len(table))
    for column, name in enumerate(Marks._fields):
        guess = np.zeros(len(table))
        for seen, unseen in GroupKFold(8).split(table, groups=groups):
            weights, bias = fitted(column, seen)
            guess[unseen] = table[unseen] @ weights + bias
        right = roc_auc_score(wanted[:, 0], guess) if column == 0 else spearmanr(guess, wanted[:, column])[0]
        rules = table[:, column]
        alone = roc_auc_score(wanted[:, 0], rules) if column == 0 else spearmanr(rules, wanted[:, column])[0]
        print(
            f"{name}: {'AUC' if column == 0 else 'Spearman'} {right:.3f} on messages left out, rules alone {alone:.3f}"
        )
    heads = [fitted(column, everything) for column in range(len(Marks._fields))]
    np.savez_compressed(
        WEIGHTS,
        centre=centre.astype(np.float32),
        scale=scale.astype(np.float32),
        weights=np.stack([weights for weights, _ in heads], axis=1).astype(np.float32),
        bias=np.array([bias for _, bias in heads], dtype=np.float32),
    )
    print(f"{len(table)} messages -> {WEIGHTS.name}")


if __name__ == "__main__":
    main()
