"""Trains the reader that tells an account of a client from any other text; writes `coach/assess/weights/subject.npz`.

python -m training.train_subject
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from coach.assess.subject import WEIGHTS, chunks, features, pooled
from coach.library.embedding import Encoder
from training.content import EXAMPLES, accounts, json_lines, sign_sentences

C = 8.0
LONG_ENOUGH = 18  # words from which a loose sentence tells enough to be an account of its own
LOST_ACCOUNTS = 0.002  # share of true accounts that may be refused, on texts not trained on


def main() -> None:
    encoder = Encoder.shared(2)
    rows = list(json_lines(EXAMPLES / "off_topic.jsonl"))
    about = [case.text for case in accounts()] + [row["text"] for row in rows if row["about"]]
    whole = len(about)
    about += [example.text for example in sign_sentences() if len(example.text.split()) >= LONG_ENOUGH][::8]
    other = [row["text"] for row in rows if not row["about"]]
    texts = about + other
    truth = np.array([1] * len(about) + [0] * len(other))
    parts = [chunks(text) for text in texts]
    owner = np.array([i for i, some in enumerate(parts) for _ in some])
    vectors = features([part for some in parts for part in some], encoder)

    sure = np.zeros(len(texts))
    for train, held in StratifiedKFold(5, shuffle=True, random_state=0).split(texts, truth):
        model = _fit(vectors, truth[owner], np.isin(owner, train))
        scores = model.decision_function(vectors)
        for i in held:
            sure[i] = pooled(scores[owner == i]) if (owner == i).any() else 0
    least = float(min(np.quantile(sure[:whole], LOST_ACCOUNTS), 0.5))
    print(f"threshold {least:.3f}: refuses {np.mean(sure[truth == 0] < least):.3f} of the rest,")
    print(
        f"and {np.mean(sure[:whole] < least):.4f} of {whole} accounts, {np.mean(sure[whole : len(about)] < least):.3f} of loose sentences"
    )
    for i in np.argsort(sure + 9 * (truth == 0))[:8]:
        print(f"   lost? {sure[i]:.3f} {texts[i][:100]!r}")
    for i in np.argsort(-sure + 9 * truth)[:12]:
        print(f"   let through? {sure[i]:.3f} {texts[i][:100]!r}")

    model = _fit(vectors, truth[owner], np.ones(len(owner), dtype=bool))
    WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        weights=model.coef_[0].astype(np.float32),
        bias=np.float32(model.intercept_[0]),
        least=np.float32(least),
    )


def _fit(vectors: np.ndarray, truth: np.ndarray, used: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(C=C, class_weight="balanced", max_iter=2000)
    return model.fit(vectors[used], truth[used])


if __name__ == "__main__":
    main()
