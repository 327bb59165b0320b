"""Appraisal: a linear reader of the whole message that moves the scores of the rules to what people would give it.

Fitted on messages that people rated (`knowledge/examples/rated/`) by `python -m training.train_appraisal`. Its features are
the marks of the rules, what the heads see in the sentences, a few facts of form, and the meaning of the whole.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.weights import read_weights
from coach.write.kinds import Aim

if TYPE_CHECKING:
    from coach.write.checks.findings import Hit
    from coach.write.checks.reading import Message

Floats = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "weights" / "appraisal.npz"


class Marks(NamedTuple):
    """What the rules, or the appraisal, make of a message, in log-odds."""

    sendable: float
    respect: float
    direct: float


class Appraisal(NamedTuple):
    """`((features - centre) / scale) @ weights + bias` are the log-odds of `Marks`."""

    centre: Floats  # (features,)
    scale: Floats  # (features,)
    weights: Floats  # (features, 3)
    bias: Floats  # (3,)


@cache
def load_appraisal(path: Path = WEIGHTS) -> Appraisal:
    """The fitted reader.

    Raises:
        ContentError: the file is missing or damaged.
    """
    stored = read_weights(path, *Appraisal._fields)
    return Appraisal(*(stored[field].astype(np.float32) for field in Appraisal._fields))


def appraised(message: "Message", hits: "list[Hit]", marks: Marks) -> Marks:
    """`marks` in log-odds, as people would see the message."""
    fitted = load_appraisal()
    row = (features(message, hits, marks) - fitted.centre) / fitted.scale
    return Marks(*(row @ fitted.weights + fitted.bias).tolist())


def features(message: "Message", hits: "list[Hit]", marks: Marks) -> Floats:
    """What the appraisal looks at; all finite, whatever the message."""
    names = sorted(message.read[0])
    read = np.array([[one[name] for name in names] for one in message.read], dtype=np.float32)
    severities = [hit.rule.severity for hit in hits]
    form = (
        np.log1p(message.words),
        np.log1p(len(message.sentences)),
        *(float(message.aim is aim) for aim in Aim),
        message.decides,
        message.declines,
        *(message.has(signal) for signal in ("date", "thanks", "courtesy", "request", "firm")),
        *(severities.count(level) for level in (1, 2, 3)),
        message.text.count("["),
        message.text.count("!"),
        message.text.count("?"),
    )
    parts = (np.clip(marks, -6, 6), read.max(axis=0), read.mean(axis=0), read[-1], np.array(form, dtype=np.float32))
    return np.concatenate([*parts, message.meaning]).astype(np.float32)
