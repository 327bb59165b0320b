"""Actor: says the client's line. The protocol every engine keeps, and the one that speaks a persona's written lines."""

import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from coach.rehearse.grievances import Grievance
from coach.rehearse.mail import as_sent
from coach.rehearse.personas import LineBook, Manner, Mood, Profile, load_lines
from coach.rehearse.relevance import Relevance
from coach.rehearse.repertoire import MAX_WORDS, PART, Option, lead, options, was_said, written
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import AgendaItem, Channel, ClientState, Goal, Move

__all__ = ["MAX_WORDS", "Actor", "Cue", "Scene", "ScriptedActor", "Spoken", "mood_of"]

_FACTS = frozenset({"you", "project", "pending", "amount", "date", "company", "boss", "months"})
_FACT_SHARE = 0.62  # replies that should use a fact, where lines allow it
_QUOTES_BACK = 1.6  # a hedge is held against the user in their own words, where a line has room for them
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

    `pays` says that the other side is the one who pays; `signature` is how they sign an e-mail.
    `names` are those of the user's account, in its order: an actor hides them from a model that is not on this machine.
    """

    profile: Profile
    goal: Goal
    channel: Channel = Channel.MEETING
    facts: Mapping[str, str] = {}
    grievances: tuple[Grievance, ...] = ()
    signature: str | None = None
    pays: bool = True
    names: tuple[str, ...] = ()


class Cue(Value):
    """The director's instruction for one line; `heard` is the user's turn, `earlier` their turns before it, `said` all the
    client said before."""

    scene: Scene
    state: ClientState
    move: Move
    item: AgendaItem | None = None
    fact: str | None = None
    heard: str = ""
    slots: Mapping[str, str] = {}
    said: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


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
            return Spoken(text=as_sent(cue.fact, cue, Move.CONFIDE, chance), move=Move.CONFIDE)
        for move, item in _preferences(cue, load_lines(cue.scene.profile.id)):
            found = options(cue, move, item)
            if found:
                text = _led(self._best(found, cue, chance), cue, move, chance)
                return Spoken(text=as_sent(text, cue, move, chance), move=move)
        raise AssertionError("a persona's lines outlast every rehearsal")

    def spent(self, scene: Scene, said: Sequence[str]) -> frozenset[Move]:
        """Moves whose every fitting line was said."""
        manner, book = Manner.of(scene.channel), load_lines(scene.profile.id)
        left = {
            move
            for move, item in book
            if any(
                line.fits(scene.goal, manner) and line.slots <= scene.facts.keys() and not was_said(line, said)
                for line in written(scene, move, item)
            )
        }
        return frozenset(Move) - left

    def _best(self, found: Sequence[Option], cue: Cue, chance: random.Random) -> str:
        relevance = self._relevance.of([option.line.text for option in found], cue.heard)
        scores = [
            _fit(option, cue) + weight + 0.8 * chance.random() for option, weight in zip(found, relevance, strict=True)
        ]
        return found[scores.index(max(scores))].text


def _led(text: str, cue: Cue, move: Move, chance: random.Random) -> str:
    """The line, after a short answer where the user asked something that it does not answer."""
    answers = [answer for answer in lead(cue, move, text) if not any(answer in before for before in cue.said)]
    return f"{chance.choice(answers)} {text}" if answers else text


def mood_of(state: ClientState) -> Mood:
    """How the client sounds, from their trust and heat."""
    if state.heat >= 58:
        return Mood.HOT
    if state.trust >= 58 and state.heat <= 35:
        return Mood.WARM
    if state.trust >= 40:
        return Mood.HURT if state.heat >= 28 else Mood.ANY
    return Mood.COLD


def _fit(option: Option, cue: Cue) -> float:
    """How well a line suits the mood, the facts, the topic and the variety of the talk."""
    line, score = option.line, option.lift
    if line.mood is not Mood.ANY:
        score += 0.5 if line.mood is mood_of(cue.state) else -1.5
    facts = line.slots & _FACTS
    if facts:
        score += 1.3 if _fact_share(cue) < _FACT_SHARE else -0.2
        score -= sum(_WEARINESS[slot == "you"] * _recently_used(slot, cue) for slot in facts)
    if line.slots - _FACTS:
        score += _QUOTES_BACK if cue.move is Move.POUNCE_ON_HEDGE else 0.4
    if line.goal is cue.scene.goal:
        score += 0.2
    if cue.scene.channel in (Channel.EMAIL, Channel.CHAT) and line.sounds_spoken:
        score -= 6.0
    if _opening(option.text) in {_opening(_body(before)) for before in cue.said}:
        score -= 1.0
    return score


def _fact_share(cue: Cue) -> float:
    values = [value.lower() for value in cue.scene.facts.values()]
    using = sum(any(value in line.lower() for value in values) for line in cue.said)
    return using / max(1, len(cue.said))


def _recently_used(slot: str, cue: Cue) -> float:
    """1 for a fact used in the last line, less for older uses, growing with each use."""
    value = {**cue.scene.facts, **cue.slots}[slot].lower()
    ages = [age for age, line in enumerate(reversed(cue.said)) if value in line.lower()]
    return sum(1 / (1 + age) for age in ages)


def _body(said: str) -> str:
    """The line of an e-mail without its greeting; any other text as it is."""
    parts = said.split(PART)
    return parts[1] if len(parts) > 1 and parts[0].count(" ") < 3 else parts[0]


@lru_cache(maxsize=16_384)
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
