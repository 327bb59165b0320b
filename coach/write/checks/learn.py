"""Learning: fits the heads on the project's examples, dialogue acts and phrases; `python -m coach.write.checks.learn`."""

import json
import re
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.content import knowledge, read_yaml
from coach.sentences import sentences
from coach.write.checks.findings import SPOKEN_TO
from coach.write.checks.heads import WEIGHTS
from coach.write.checks.rulebook import rulebook
from coach.write.checks.shallow import ShallowEncoder
from coach.write.phrases import Draw, lines, phrase_parts
from coach.write.themes import theme_book

Matrix = NDArray[np.floating[Any]]

HEADS: dict[str, tuple[str, ...]] = {  # name: the dialogue acts that show it beside its prototypes
    "blame": ("blame",),
    "character_diagnosis": ("reason_person",),
    "insult": ("insult",),
    "threat": ("threaten",),
    "sarcasm": (),
    "guilt": (),
    "passive_aggression": (),
    "over_apology": ("over_apologise",),
    "hedged_decision": ("hedge_decision",),
    "bargaining_opener": ("bargain", "give_in"),
    "oversharing": (),
    "lecture": ("lecture",),
    "defamation_risk": (),
    "promise_not_meant": (),
    "admission_of_liability": (),
    "long_winded": ("over_explain",),
    "decision": ("state_decision", "repeat_decision"),
    "terms": ("name_new_terms", "propose_reset", "set_boundary"),
    "handover": ("offer_handover",),
    "courtesy": ("thank", "acknowledge_feelings"),
    "hostile": ("blame", "insult", "threaten", "reason_person", "lecture"),
    "weak": ("hedge_decision", "over_apologise", "bargain", "give_in"),
}
UNIONS = {  # of prototypes
    "hostile": {
        "blame",
        "insult",
        "threat",
        "character_diagnosis",
        "sarcasm",
        "guilt",
        "passive_aggression",
        "lecture",
        "defamation_risk",
    },
    "weak": {"hedged_decision", "over_apology", "bargaining_opener", "promise_not_meant"},
}
CLIENT_MOVES: dict[str, tuple[str, ...]] = {  # what a difficult client's lines show, by the move they make
    "guilt": ("guilt", "hostile"),
    "attack": ("hostile",),
    "threaten_review": ("threat", "hostile"),
    "threaten_lawyer": ("threat", "hostile"),
    "threaten_nonpayment": ("threat", "hostile"),
    "go_to_boss": ("threat", "hostile"),
    "bargain": ("bargaining_opener", "weak"),
    "offer_money": ("bargaining_opener", "weak"),
    "accept": (),
    "thank": (),
    "close": (),
    "agree_reset": (),
    "ask_logistics": (),
}
KIND_CLIENTS = ("gracious", "blindsided", "charmer", "legalist")  # whose peaceful lines are meant as they are said
HOSTILE = {"blame", "insult", "threaten", "lecture", "reason_person"}
STRENGTH = 2.0  # of the L2 penalty
FOLDS = 5
MOST_FOR_SHOWN = 12.0  # how much more an example that shows a fault may weigh than one that does not
LEAST_SURE = 0.5  # a head reports nothing below this probability
PRECISION = 0.8  # of what is reported, on sentences not fitted on
MOST_GOOD = 0.01  # share of the messages that people would send in which a head may report something
MOST_GOOD_OF_ALL = 0.03  # the same for the heads that know only that something is hostile, or weak
HARD = 4.0  # weight of a hard sentence and of its harmless double


_CONVERGED = 0.02  # largest slope left
_SLOT = re.compile(r"\{\w+\}")
_OPEN = frozenset({"decision", "terms", "handover", "courtesy"})  # what a clean sentence may show or not
_NEW = frozenset(
    {"defamation_risk", "promise_not_meant", "admission_of_liability"}
)  # which no other content is labelled for


class Example(NamedTuple):
    text: str
    labels: frozenset[str]  # head names shown
    unknown: frozenset[str]  # head names it may show: not used for those
    weight: float = 1.0
    ours: bool = False  # a wording of the product: fitted on, but not counted as what users write


def examples() -> list[Example]:
    """Everything the heads are fitted on."""
    return [*_pairs(), *_good(), *_prototypes(), *_acts(), *_clients(), *_phrases(), *_replacements()]


def hard_pairs(held: bool) -> list[dict[str, str]]:
    """Hard sentences with a harmless double each (`rule`, `faulty`, `harmless`); those held back are not fitted on."""
    text = knowledge("examples", "checks", "pairs.jsonl").read_text(encoding="utf-8")
    return [row for line in text.splitlines() if (row := json.loads(line))["held"] is held]


def _pairs() -> list[Example]:
    found = []
    for row in hard_pairs(held=False):
        rule = row["rule"]
        shown = frozenset({rule, *(union for union, of in UNIONS.items() if rule in of)})
        found.append(Example(row["faulty"], shown, frozenset(HEADS) - shown, HARD))
        found.append(Example(row["harmless"], frozenset(), _OPEN, HARD))
    return found


def _good() -> list[Example]:
    """The sentences of messages that people would send."""
    return [Example(text, frozenset(), _OPEN) for message in good_messages("checks.jsonl") for text in message]


def good_messages(files: str) -> list[list[str]]:
    """The sentences of each message that people would send, of the rated `files`."""
    rows = [json.loads(line) for path in sorted(knowledge("examples", "rated").glob(files)) for line in path.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    return [
        [row["text"][span.start : span.end] for span in sentences(row["text"])]
        for row in rows
        if row["sendable"] and row["respect"] > 3
    ]


def _prototypes() -> list[Example]:
    tense = frozenset({"blame", "character_diagnosis", "insult", "sarcasm", "guilt", "passive_aggression", "lecture", "threat", "oversharing", "over_apology", "bargaining_opener", "long_winded", "decision", "terms", "courtesy", *_NEW})  # fmt: skip
    found = []
    for name, block in read_yaml("checks_prototypes.yaml").items():
        for line in lines(block):
            shown = frozenset({name, *(union for union, of in UNIONS.items() if name in of)} - {"clean"})
            unknown = _OPEN if name == "clean" else tense - shown
            found.append(Example(line, shown, unknown, 2.0))
    return found


def _acts() -> list[Example]:
    found = []
    for path in sorted(knowledge("examples", "acts").glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            found += _turn(json.loads(row))
    return found


def _turn(row: dict[str, object]) -> list[Example]:
    """Each sentence of a turn with the acts whose quotes overlap it."""
    text, acts = str(row["text"]), row["acts"]
    assert isinstance(acts, dict)
    spans = {act: (text.find(quote), text.find(quote) + len(quote)) for act, quote in acts.items()}
    found = []
    for span in sentences(text):
        here = {
            act
            for act, (a, b) in spans.items()
            if min(b, span.end) - max(a, span.start) > 0.5 * min(b - a, span.end - span.start)
        }
        shown = frozenset(name for name, of in HEADS.items() if here & set(of))
        rude = bool(here & HOSTILE) or row.get("tone") == "hostile"
        near = {
            "sarcasm",
            "guilt",
            "passive_aggression",
            "oversharing",
            "blame",
            "character_diagnosis",
            "insult",
            *_NEW,
        }
        unknown = (
            frozenset(
                near
                if rude
                else {"sarcasm", "guilt", "passive_aggression", "oversharing", *_NEW}
                if here & {"over_explain", "over_apologise", "hedge_decision", "give_in", "bargain"}
                else ()
            )
            - shown
        )
        found.append(Example(text[span.start : span.end], shown, unknown))
    return found


def _clients() -> list[Example]:
    """The lines of the clients one rehearses with: the same stings, said by the other side."""
    found = []
    stings = frozenset(
        {"blame", "insult", "character_diagnosis", "sarcasm", "guilt", "passive_aggression", "lecture", "threat"}
    )
    stings |= {"defamation_risk"}
    other = frozenset(HEADS) - stings - {"hostile"}
    for folder in sorted(knowledge("personas").iterdir()):
        for move, lines_ in read_yaml("personas", folder.name, "lines.yaml").items():
            shown = frozenset(CLIENT_MOVES.get(move, ()))
            if move not in CLIENT_MOVES or (not shown and folder.name not in KIND_CLIENTS):
                continue
            unknown = (other | stings if shown else other) - shown
            found += [Example(_SLOT.sub("Ana", text), shown, unknown, 0.7) for text in _texts(lines_)]
    return found


def _texts(lines_: object) -> list[str]:
    """The words of persona lines, which stand alone or under `text`."""
    if isinstance(lines_, str):
        return [lines_]
    if isinstance(lines_, dict):
        return (
            [str(lines_["text"])] if "text" in lines_ else [one for value in lines_.values() for one in _texts(value)]
        )
    return [one for value in lines_ for one in _texts(value)] if isinstance(lines_, list) else []


def _phrases() -> list[Example]:
    """The phrase bank is clean by intent."""
    draw = Draw("learn")
    blocks = [
        b
        for p in phrase_parts().values()
        for v in p.values()
        if isinstance(v, dict)
        for b in v.values()
        if isinstance(b, str)
    ]
    blocks += [theme[key] for theme in theme_book().values() for key in ("facts", "impact", "a", "b", "also")]
    found = []
    for line in (line for block in blocks for line in lines(block)):
        text = _plain(draw.resolve(line, "x"))
        found += [Example(text[s.start : s.end], frozenset(), _OPEN, 1.5, ours=True) for s in sentences(text)]
    return found


def _replacements() -> list[Example]:
    """What the checks themselves suggest is clean by intent."""
    book = rulebook()
    said = [line for rule in book.rules.values() for block in rule.replace.values() for line in block]
    said += [line for topic in book.topics for line in topic.lines]
    return [Example(_plain(line), frozenset(), _OPEN, 3.0, ours=True) for line in said]


def _plain(line: str) -> str:
    values = {"client": "Ms Okafor", "hello_client": "Ms Okafor", "end": "30 June", "on_end": "on 30 June", "by_end": "by 30 June", "our_work": "our work together", "our_agreement": "our agreement", "the_work": "the work", "topic": "Our agreement", "project": "the website", "pending": "the May report", "owed": "$1,200", "is_owed": "is", "notice": "30 days’", "notice_plain": "30 days", "duration": "two years", "start": "1 May", "reply_by": "12 April", "instance": "", "dated_end": " on 30 June", "dated_from": " from 1 May", "payment_terms": "net 30", "boss": "my director", "account": "Ms Okafor", "clause": "section 9", "rounds": "nine rounds", "on_what": " about the files", "you": "Ana"}  # fmt: skip
    for key, value in values.items():
        line = line.replace("{" + key + "}", value).replace("{" + key.capitalize() + "}", value[:1].upper() + value[1:])
    return line.replace("¶", " ").replace("I!", "I").replace("my!", "my").replace("me!", "me")


def fit(x: Matrix, y: Matrix, weight: Matrix, start: Matrix | None = None) -> Matrix:
    """Weights of a penalised logistic regression, the same from any `start`; the last column of `x` is ones and not penalised."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    penalty = np.full(x.shape[1], STRENGTH)
    penalty[-1] = 1e-6

    def loss(beta: Matrix) -> tuple[float, Matrix]:
        z = (x @ beta.astype(np.float32)).astype(np.float64)
        p = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
        value = weight @ (np.logaddexp(0, z) - y * z) + 0.5 * penalty @ beta**2
        return float(value), (x.T @ (weight * (p - y)).astype(np.float32)).astype(np.float64) + penalty * beta

    first = np.zeros(x.shape[1]) if start is None else start
    found = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 300, "gtol": _CONVERGED})
    return np.asarray(found.x)


def main() -> None:
    """Fit all heads, print how each does on sentences held out, and write the weights."""
    rows = examples()
    encoder = ShallowEncoder.shared(threads=2)
    vectors = encoder.encode([row.text for row in rows])
    good = good_messages("messages-*.jsonl")  # not fitted on: they say from where a head may report
    good_vectors = encoder.encode([one for message in good for one in message]).astype(np.float64)
    good_vectors = np.hstack([good_vectors, np.ones((len(good_vectors), 1))])
    starts = np.cumsum([0, *map(len, good)])[:-1]
    spoken = np.array([SPOKEN_TO.search(one) is not None for message in good for one in message])
    x = np.hstack([vectors, np.ones((len(rows), 1), dtype=np.float32)])
    fold = np.random.default_rng(7).integers(0, FOLDS, len(rows))
    theirs = np.array([not row.ours for row in rows])
    weights, bias, sure = [], [], []
    for name in HEADS:
        use = np.array([name not in row.unknown for row in rows])
        y = np.array([float(name in row.labels) for row in rows])
        w = np.array([row.weight for row in rows])
        w = w * np.where(y > 0, min(MOST_FOR_SHOWN, (1 - y[use]).sum() / max(1.0, y[use].sum()) / 3), 1.0)
        beta = fit(x[use], y[use], w[use])
        held = np.zeros(len(rows))
        for k in range(FOLDS):
            train = use & (fold != k)
            held[fold == k] = 1 / (1 + np.exp(-(x[fold == k] @ fit(x[train], y[train], w[train], beta))))
        odds = 1 / (1 + np.exp(-(good_vectors @ beta)))
        if name in UNIONS["hostile"] | {"hostile"}:
            odds = np.where(spoken, odds, 0.0)
        allowed = MOST_GOOD_OF_ALL if name in UNIONS else MOST_GOOD
        floor = float(np.quantile(np.maximum.reduceat(odds, starts), 1 - allowed))
        least, recall = _threshold(held[use & theirs], y[use & theirs], floor)
        print(
            f"{name:20} n={int(y[use].sum()):4} of {int(use.sum())}  reported from {least:.2f}: recall {recall:.2f}  auc {_auc(held[use], y[use]):.3f}"
        )
        weights.append(beta[:-1])
        bias.append(beta[-1])
        sure.append(least)
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, names=np.array(list(HEADS)), weights=np.array(weights).T.astype(np.float32), bias=np.array(bias, dtype=np.float32), sure=np.array(sure, dtype=np.float32))  # fmt: skip


def _threshold(held: Matrix, y: Matrix, floor: float) -> tuple[float, float]:
    """The lowest probability, not below `floor`, from which the precision asked for is reached, and the recall there."""
    for least in np.arange(max(LEAST_SURE, floor), 0.96, 0.01):
        reported = held >= least
        if reported.sum() and (y[reported].mean() >= PRECISION):
            return float(least), float(reported[y > 0].mean())
    return 0.95, float((held >= 0.95)[y > 0].mean())


def _auc(score: Matrix, y: Matrix) -> float:
    order = score.argsort().argsort()
    positive = y > 0
    n, m = positive.sum(), (~positive).sum()
    return float((order[positive].sum() - n * (n - 1) / 2) / (n * m))


if __name__ == "__main__":
    main()
