"""Actor: says the client's line. The protocol every engine keeps, and the one that speaks a persona's written lines."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from coach.rehearse.personas import SLOT, Line, LineBook, Manner, Mood, Profile, load_lines
from coach.rehearse.relevance import Relevance
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import AgendaItem, Channel, ClientState, Goal, Move

MAX_WORDS = 30
_FACTS = frozenset({"you", "project", "pending", "amount", "date", "company", "boss", "months"})
_FACT_SHARE = 0.62  # replies that should use a fact, where lines allow it
_WEARINESS = {False: 0.6, True: 1.0}  # of a fact used lately; of the user's name more
_RELATED: dict[Move, tuple[Move, ...]] = {
    Move.DEMAND_REASONS: (Move.PRESS, Move.DENY),
    Move.MINIMISE: (Move.DENY, Move.MISUNDERSTAND),
    Move.OFFER_MONEY: (Move.BARGAIN,),
    Move.BARGAIN: (Move.OFFER_MONEY, Move.TEST_BOUNDARY),
    Move.CONFIDE: (Move.SOFTEN,),
    Move.THANK: (Move.CLOSE,),
    Move.POUNCE_ON_HEDGE: (Move.PRESS, Move.BARGAIN),
    Move.ANSWER: (Move.GO_SILENT, Move.ASK_LOGISTICS),
}


class Scene(Value):
    """What stays the same in a rehearsal, as the client may know it: never the diagnosis, the notes or the rubric.

    `names` are those of the user's account, in its order: an actor hides them from a model that is not on this machine.
    """

    profile: Profile
    goal: Goal
    channel: Channel = Channel.MEETING
    facts: Mapping[str, str] = {}
    names: tuple[str, ...] = ()


class Cue(Value):
    """The director's instruction for one line; `heard` is the user's turn, `said` all the client said before."""

    scene: Scene
    state: ClientState
    move: Move
    item: AgendaItem | None = None
    fact: str | None = None
    heard: str = ""
    slots: Mapping[str, str] = {}
    said: tuple[str, ...] = ()


class Spoken(Value):
    """A line as it was said; `move` differs from the cue's only when nothing was left to say for that one."""

    text: str
    move: Move
    engine: str = "builtin"
    degraded_because: str | None = None


class Actor(Protocol):
    """Puts a client's move into words."""

    def speak(self, cue: Cue, chance: random.Random) -> Spoken:
        """One line of 3-30 words that makes the cue's move and was not said before."""
        ...

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """The moves this actor has no unsaid words left for."""
        ...


class ScriptedActor:
    """Draws from the persona's written lines; never the same line twice in a rehearsal."""

    def __init__(self, relevance: Relevance | None = None) -> None:
        self._relevance = relevance or Relevance(None)

    def speak(self, cue: Cue, chance: random.Random) -> Spoken:
        """The best fitting unsaid line; a held-back fact is said as it is."""
        if cue.fact is not None:
            return Spoken(text=cue.fact, move=Move.CONFIDE)
        book = load_lines(cue.scene.profile.id)
        for move, item in _preferences(cue, book):
            lines = _unsaid(book[move, item], cue)
            if lines:
                line = self._best(lines, cue, chance)
                return Spoken(text=fill(line, _slots(cue)), move=move)
        raise AssertionError("a persona's lines outlast every rehearsal")

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """Moves whose every fitting line was said."""
        book = load_lines(scene.profile.id)
        cue = Cue(scene=scene, state=_ANY_STATE, move=Move.CLOSE, said=tuple(said))
        left = {move for (move, _), lines in book.items() if _unsaid(lines, cue)}
        return frozenset(Move) - left

    def _best(self, lines: Sequence[Line], cue: Cue, chance: random.Random) -> Line:
        relevance = self._relevance.of([line.text for line in lines], cue.heard)
        scores = [
            _fit(line, cue) + weight + 0.8 * chance.random() for line, weight in zip(lines, relevance, strict=True)
        ]
        return lines[scores.index(max(scores))]


def mood_of(state: ClientState) -> Mood:
    """How the client sounds, from their trust and heat."""
    if state.heat >= 58:
        return Mood.HOT
    if state.trust >= 58 and state.heat <= 35:
        return Mood.WARM
    if state.trust >= 40:
        return Mood.HURT if state.heat >= 28 else Mood.ANY
    return Mood.COLD


def fill(line: Line, slots: Mapping[str, str]) -> str:
    """The line with its slots filled."""
    return SLOT.sub(lambda match: slots[match.group(1)], line.text)


def _fit(line: Line, cue: Cue) -> float:
    """How well a line suits the mood, the facts and the variety of the talk."""
    score = 0.0
    if line.mood is not Mood.ANY:
        score += 0.5 if line.mood is mood_of(cue.state) else -1.5
    facts = line.slots & _FACTS
    if facts:
        score += 1.3 if _fact_share(cue) < _FACT_SHARE else -0.2
        score -= sum(_WEARINESS[slot == "you"] * _recently_used(slot, cue) for slot in facts)
    if line.slots - _FACTS:
        score += 0.4
    if line.goal is cue.scene.goal:
        score += 0.2
    if any(_opening(line.text) == _opening(before) for before in cue.said):
        score -= 1.0
    return score


def _fact_share(cue: Cue) -> float:
    values = [value.lower() for value in cue.scene.facts.values()]
    using = sum(any(value in line.lower() for value in values) for line in cue.said)
    return using / max(1, len(cue.said))


def _recently_used(slot: str, cue: Cue) -> float:
    """1 for a fact used in the last line, less for older uses, growing with each use."""
    value = _slots(cue)[slot].lower()
    ages = [age for age, line in enumerate(reversed(cue.said)) if value in line.lower()]
    return sum(1 / (1 + age) for age in ages)


def _opening(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[\w']+", text.lower())[:2])


def _preferences(cue: Cue, book: LineBook) -> list[tuple[Move, AgendaItem | None]]:
    """The keys to look under, the cue's own first, then related moves, then anything a client may say mid-talk."""
    wanted: list[tuple[Move, AgendaItem | None]] = [(cue.move, cue.item)]
    moves = (cue.move, *_RELATED.get(cue.move, ()), Move.GO_SILENT, Move.TEST_BOUNDARY, Move.PRESS, Move.GUILT)
    wanted += [key for move in moves for key in book if key[0] is move]
    enders = {Move.OPEN, Move.ACCEPT, Move.AGREE_RESET, Move.CLOSE, Move.THANK, Move.WALK_OUT, Move.TAKE_WIN}
    wanted += [key for key in book if key[0] not in enders]
    return [key for key in dict.fromkeys(wanted) if key in book]


def _unsaid(lines: Sequence[Line], cue: Cue) -> list[Line]:
    slots, scene = _slots(cue), cue.scene
    return [
        line
        for line in lines
        if line.fits(scene.goal, Manner.of(scene.channel))
        and line.slots <= slots.keys()
        and len(fill(line, slots).split()) <= MAX_WORDS
        and not any(_was(line, before) for before in cue.said)
    ]


def _was(line: Line, said: str) -> bool:
    """Whether `said` is this line, in whatever filling."""
    if not line.slots:
        return said == line.text
    pattern = SLOT.sub("\0", line.text)
    return re.fullmatch(".+?".join(re.escape(part) for part in pattern.split("\0")), said) is not None


def _slots(cue: Cue) -> dict[str, str]:
    return {**cue.scene.facts, **cue.slots}


_ANY_STATE = ClientState(trust=50, heat=50, resolve=50)
