"""Listener: reads a turn into dialogue acts, each with its words, and a tone."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from coach.errors import ContentError, EmptyInput
from coach.rehearse.cues import found
from coach.rehearse.features import Featurizer, Matrix, TurnFeatures, cue_names
from coach.rehearse.relevance import Encodes
from coach.rehearse.turn_reader import TurnReader, TurnScores
from coach.rehearse.units import Unit
from coach.vocabulary.rehearsal import Act, ActId, Heard, Tone
from coach.weights import read_weights

WEIGHTS = Path(__file__).parent / "weights" / "listener.npz"
ACTS = tuple(ActId)
TONES = tuple(Tone)
_CLAUSE_GAIN = 1.15  # a clause is quoted instead of its sentence when it is that much surer
_DECISION = {ActId.STATE_DECISION, ActId.REPEAT_DECISION}
_EXCLUSIVE = ((ActId.APOLOGISE, ActId.OVER_APOLOGISE), (ActId.ANSWER_QUESTION, ActId.DODGE))
_CLASHING = (
    (ActId.ACKNOWLEDGE_FEELINGS, ActId.BLAME),
    (ActId.ACKNOWLEDGE_FEELINGS, ActId.INSULT),
    (ActId.ACKNOWLEDGE_FEELINGS, ActId.LECTURE),
    (ActId.ACKNOWLEDGE_FEELINGS, ActId.REASON_PERSON),
    (ActId.PROPOSE_RESET, ActId.REASON_PERSON),
    (ActId.REASON_FACTS, ActId.BLAME),
    (ActId.OFFER_HANDOVER, ActId.BARGAIN),
    (ActId.NAME_NEW_TERMS, ActId.LECTURE),
)
_ATTACKS = {ActId.INSULT, ActId.THREATEN, ActId.BLAME}
_NEEDS_A_CLIENT = (ActId.ANSWER_QUESTION, ActId.DODGE)


class ActScores(NamedTuple):
    """0-1: `units` (units, acts) for each unit, `turn` (acts,) for the whole."""

    units: Matrix
    turn: Matrix


class Listener(Protocol):
    """Understands what the user just did."""

    def hear(self, text: str, client_line: str = "", *, decision_said: bool | None = None) -> Heard:
        """The acts and the tone of `text`, said after `client_line`; each act's quote is a substring of `text`.

        `decision_said` tells whether the user said their decision in an earlier turn: then saying it is repeating it.

        Raises:
            EmptyInput: there is not a word in `text`.
        """
        ...


@dataclass(frozen=True)
class Reader:
    """What training made: a logistic reader of units, how it is weighed with the turn reader, and thresholds.

    `parts` weighs the logistic reader's best unit, the turn reader's best unit, its whole turn, and a constant.
    """

    vocabulary: tuple[str, ...]
    acts: Matrix  # (features + 1, acts); the last row is the bias
    parts: Matrix  # (4,)
    thresholds: Matrix  # (acts,)

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Reader":
        """The reader in a file.

        Raises:
            ContentError: the file is missing, damaged, or was trained with other acts or cues.
        """
        names = ("acts", "parts", "thresholds")
        stored = read_weights(path, "act_ids", "cue_names", "vocabulary", *names)
        if tuple(stored["act_ids"]) != ACTS or tuple(stored["cue_names"]) != cue_names():
            raise ContentError(f"{path.name!r} was trained with other acts or cues.")
        weights = {name: stored[name].astype(np.float32) for name in names}
        return cls(vocabulary=tuple(str(stored["vocabulary"]).split("\n")), **weights)

    def act_scores(self, turn: TurnFeatures, read: TurnScores) -> ActScores:
        """How sure the readers together are that each unit, and the turn, does each act."""
        used = np.flatnonzero(turn.rows.any(axis=0))  # of the words that count, a turn has few
        logits = turn.rows[:, used] @ self.acts[used] + self.acts[-1]
        parts = np.stack([logits.max(axis=0), read.units.max(axis=0), read.whole, np.ones_like(read.whole)])
        return ActScores(_sigmoid((logits + read.units) / 2), _sigmoid(self.parts @ parts))


class TrainedListener:
    """The built-in listener: trained on `knowledge/examples/acts/` by `python -m training.train_listener`."""

    def __init__(self, encoder: Encodes, reader: Reader | None = None, threads: int = 2) -> None:
        self._encoder = encoder
        self._reader = reader
        self._turns = TurnReader(threads)
        self._featurizer: Featurizer | None = None

    def hear(self, text: str, client_line: str = "", *, decision_said: bool | None = None) -> Heard:
        """See `Listener.hear`."""
        if not text.strip():
            raise EmptyInput("There is nothing in this turn.", hint="Write what you would say next.")
        reader, featurizer = self._load()
        turn = featurizer.turns([(text, client_line)])[0]
        if not turn.units:
            return Heard(acts=(), tone=Tone.FLAT)
        read = self._turns.read(text, client_line, turn.units)
        return interpret(reader, turn, read, text, client_line, decision_said)

    def _load(self) -> tuple[Reader, Featurizer]:
        if self._reader is None:
            self._reader = Reader.load()
        if self._featurizer is None:
            self._featurizer = Featurizer(self._encoder, self._reader.vocabulary)
        return self._reader, self._featurizer


def interpret(
    reader: Reader, turn: TurnFeatures, read: TurnScores, text: str, client_line: str, decision_said: bool | None
) -> Heard:
    """The scores of a turn as acts in the order of the text, with what excludes each other settled."""
    scores = reader.act_scores(turn, read)
    margins = scores.turn / reader.thresholds
    chosen = {act for place, act in enumerate(ACTS) if margins[place] >= 1}
    chosen = _settled(chosen, dict(zip(ACTS, margins.tolist(), strict=True)), client_line)
    if decision_said is None:
        decision_said = _seems_said(text, client_line)
    chosen = _first_or_again(chosen, decision_said)
    quotes = {act: _quoted(turn.units, scores.units[:, ACTS.index(act)]) for act in ACTS if act in chosen}
    chosen = _without_clashes(quotes, dict(zip(ACTS, margins.tolist(), strict=True)))
    chosen = _without_scorn(chosen, quotes)
    if ActId.BARGAIN in chosen and found("tells_a_limit", quotes[ActId.BARGAIN].text):
        chosen, quotes = _as_a_limit(chosen, quotes)
    softened = next((quotes[act] for act in chosen & _DECISION if _softened(quotes[act].text)), None)
    if softened is not None and ActId.HEDGE_DECISION not in chosen:
        chosen, quotes = chosen | {ActId.HEDGE_DECISION}, quotes | {ActId.HEDGE_DECISION: softened}
    acts = sorted(((act, quotes[act]) for act in ACTS if act in chosen), key=lambda pair: pair[1].start)
    tone = TONES[int(read.tones.argmax())]
    return Heard(acts=tuple(Act(id=act, quote=unit.text) for act, unit in acts), tone=tone)


def _settled(chosen: set[ActId], margins: dict[ActId, float], client_line: str) -> set[ActId]:
    """Without what cannot be: an answer to nobody, or both of two that exclude each other."""
    if not client_line.strip():
        chosen = chosen - set(_NEEDS_A_CLIENT)
    for pair in _EXCLUSIVE:
        if set(pair) <= chosen:
            chosen = chosen - {min(pair, key=margins.__getitem__)}
    return chosen


def _without_clashes(quotes: dict[ActId, Unit], margins: dict[ActId, float]) -> set[ActId]:
    """The acts, without the weaker of two that the same words cannot both be."""
    kept = set(quotes)
    for pair in _CLASHING:
        if set(pair) <= kept and quotes[pair[0]].sentence == quotes[pair[1]].sentence:
            kept.discard(min(pair, key=margins.__getitem__))
    return kept


def _without_scorn(chosen: set[ActId], quotes: dict[ActId, Unit]) -> set[ActId]:
    """Scorn in place of an answer is none, and who attacks has not given in."""
    attacks = chosen & _ATTACKS
    if not attacks:
        return chosen
    answered = quotes.get(ActId.ANSWER_QUESTION)
    scorned = answered is not None and any(quotes[act].sentence == answered.sentence for act in attacks)
    return chosen - {ActId.GIVE_IN} - ({ActId.ANSWER_QUESTION} if scorned else set())


def _as_a_limit(chosen: set[ActId], quotes: dict[ActId, Unit]) -> tuple[set[ActId], dict[ActId, Unit]]:
    """ "If you keep shouting I'll end the call" trades nothing: it is a limit."""
    return (chosen - {ActId.BARGAIN}) | {ActId.SET_BOUNDARY}, {ActId.SET_BOUNDARY: quotes[ActId.BARGAIN]} | quotes


def _softened(decision: str) -> bool:
    """Whether the words of a decision hold a hedge that nobody would miss: "I think we might need to …"."""
    return found("hedge", decision) is not None and found("telling_hedge", decision) is not None


def _first_or_again(chosen: set[ActId], decision_said: bool) -> set[ActId]:
    """A decision is stated once and then repeated."""
    if not chosen & _DECISION:
        return chosen
    return (chosen - _DECISION) | {ActId.REPEAT_DECISION if decision_said else ActId.STATE_DECISION}


def _seems_said(text: str, client_line: str) -> bool:
    """Whether the decision was said before, where nobody remembers: a client who is not just opening has heard it."""
    return bool(client_line.strip()) and not found("client_opens", client_line) and not found("first_time", text)


def _quoted(units: tuple[Unit, ...], scores: Matrix) -> Unit:
    """The words that do it: the surest sentence, or one of its clauses if that is much surer."""
    sentences = [place for place, unit in enumerate(units) if unit.whole]
    best = max(sentences, key=lambda place: float(scores[place]))
    clauses = [place for place, unit in enumerate(units) if not unit.whole]
    surest = max(clauses, key=lambda place: float(scores[place]), default=best)
    return units[surest if scores[surest] > scores[best] * _CLAUSE_GAIN else best]


def _sigmoid(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)
