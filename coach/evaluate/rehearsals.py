"""The realism suite: users of many kinds against every persona, at every difficulty, and how the client behaves."""

import multiprocessing
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import product
from statistics import mean, median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from coach.evaluate.users import Case, User, own_cases, users
from coach.rehearse.in_part import out_of_part
from coach.rehearse.listener import Listener
from coach.rehearse.relevance import Encodes
from coach.vocabulary.rehearsal import Ending, Heard, Move, Role, Turn

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.rehearsal import Rehearsal
    from coach.settings import Settings

SEEDS = 20
SEEDS_OF_A_MODEL = 1  # a model is slow and may cost money
PROCESSES = 2
AGREEING = frozenset({Move.ACCEPT, Move.AGREE_RESET, Move.SOFTEN, Move.THANK, Move.CLOSE})
GOOD_ENDINGS = frozenset({Ending.RESOLVED, Ending.AGREED_TO_RESET})
OPEN = "not_over"


class Played(NamedTuple):
    """What one talk showed."""

    name: str  # user and difficulty
    outcome: Ending | None
    moves: tuple[Move, ...]
    words: tuple[int, ...]
    with_fact: int  # lines that name a fact of the case
    repeats: int
    reversals: int  # lines that leave the client's part
    asked: int  # questions of the user's that got a reply
    answered: int  # of those, in words that answer what was asked


class RememberingListener:
    """A listener that hears the same words after the same line once: the scripted users repeat themselves."""

    def __init__(self, listener: Listener, most: int = 100_000) -> None:
        self._hear = lru_cache(maxsize=most)(
            lambda text, line, said: listener.hear(text, line, decision_said=said),
        )

    def hear(self, text: str, client_line: str = "", *, decision_said: bool | None = None) -> Heard:
        """See `Listener.hear`."""
        return self._hear(text, client_line, decision_said)


class RememberingEncoder:
    """An encoder that encodes each text once: the clients' lines come back in every talk."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encodes.encode`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else self._encoder.encode(texts)


def evaluate_rehearsals(
    coach: "Coach", seed: int, seeds: int | None = None, processes: int = PROCESSES
) -> dict[str, Any]:
    """Every user with every persona at every difficulty, over several seeds, each of which takes the next case."""
    own_cases()  # refused here and not in a process of its own
    found = users()
    if coach.settings.uses_model:
        talks = [talk for user in found for talk in played(coach, user, seed, seeds or SEEDS_OF_A_MODEL)]
    else:
        parts = [(coach.settings, user.name, seed, seeds or SEEDS) for user in found]
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            talks = [talk for done in pool.map(_play, parts) for talk in done]
    return figures(talks)


def figures(talks: Sequence[Played]) -> dict[str, Any]:
    """The suite's figures; where a concession never came it is left out of its mean and counted apart."""
    by_name: dict[str, list[Played]] = defaultdict(list)
    for talk in talks:
        by_name[talk.name].append(talk)
    groups = sorted(by_name.items())
    moves = [move for talk in talks for move in talk.moves]
    words = [count for talk in talks for count in talk.words]
    asked = max(1, sum(talk.asked for talk in talks))
    return {
        "talks": len(talks),
        "resolved": {name: _share(group, GOOD_ENDINGS) for name, group in groups},
        "endings": {name: _endings(group) for name, group in groups},
        "conceded": {name: _conceded(group) for name, group in groups},
        "turns_to_first_concession": {name: _first_concession(group) for name, group in groups},
        "agreeing_turns": round(mean(move in AGREEING for move in moves), 3),
        "words_a_turn": {"median": median(words), "longest": max(words)},
        "repeated_lines": sum(talk.repeats for talk in talks),
        "role_reversals": sum(talk.reversals for talk in talks),
        "replies_with_a_fact_of_the_case": round(sum(talk.with_fact for talk in talks) / len(moves), 3),
        "questions_of_the_user": sum(talk.asked for talk in talks),
        "questions_of_the_user_answered": round(sum(talk.answered for talk in talks) / asked, 3),
    }


def _share(group: Sequence[Played], wanted: "frozenset[Ending]") -> float:
    return round(mean(talk.outcome in wanted for talk in group), 2)


def _endings(group: Sequence[Played]) -> str:
    """Each ending with its share, the most frequent first."""
    counted = Counter(talk.outcome.value if talk.outcome else OPEN for talk in group)
    return ", ".join(f"{name} {count / len(group):.2f}" for name, count in counted.most_common())


def _concession(talk: Played) -> int | None:
    """The number of the client's answer, from 1, that first gave way."""
    return next((number for number, move in enumerate(talk.moves) if number and move in AGREEING), None)


def _conceded(group: Sequence[Played]) -> float:
    return round(mean(_concession(talk) is not None for talk in group), 2)


def _first_concession(group: Sequence[Played]) -> float | None:
    counted = [number for talk in group if (number := _concession(talk)) is not None]
    return round(mean(counted), 1) if counted else None


def _play(part: "tuple[Settings, str, int, int]") -> list[Played]:
    """One user, in a process of its own."""
    settings, name, seed, seeds = part
    coach = _coach(settings.model_dump_json())
    return list(played(coach, next(user for user in users() if user.name == name), seed, seeds))


@lru_cache(maxsize=1)
def _coach(settings: str) -> "Coach":
    """The coach of this process, which keeps what it has heard and encoded from one user to the next."""
    from coach.coach import Coach
    from coach.settings import Settings

    coach = Coach(Settings.model_validate_json(settings).model_copy(update={"threads": 1}))
    coach.encoder = RememberingEncoder(coach.encoder)  # type: ignore[assignment]
    coach.listener = RememberingListener(coach.listener)
    return coach


def played(coach: "Coach", user: User, seed: int, seeds: int) -> Iterator[Played]:
    """The talks of one user; the cases take turns."""
    cases = own_cases()
    situations = [coach.situation(case.situation) for case in cases]
    for persona, difficulty, turn in product(coach.personas(), (1, 2, 3), range(seeds)):
        case, situation = cases[turn % len(cases)], situations[turn % len(cases)]
        talk = coach.rehearse(situation, persona.id, user.goal, difficulty, seed=seed + turn, coached=False)
        yield seen(f"{user.name}, difficulty {difficulty}", converse(talk, user, case), user, case)


def converse(talk: "Rehearsal", user: User, case: Case) -> "Rehearsal":
    """Lets the user talk until it is over or they have nothing left to say."""
    while talk.ended is None and (line := user.reply(talk.turns, case)) is not None:
        talk.say(line)
    return talk


def seen(name: str, talk: "Rehearsal", user: User, case: Case) -> Played:
    """What a talk showed."""
    said = [turn for turn in talk.turns if turn.role is Role.CLIENT]
    pairs = [(a, b) for a, b in zip(talk.turns, talk.turns[1:], strict=False) if b.role is Role.CLIENT and not b.ended]
    asked = [(wanted, answer) for turn, answer in pairs if (wanted := _wanted(turn, user)) is not None]
    return Played(
        name=name,
        outcome=talk.outcome,
        moves=tuple(turn.move for turn in said if turn.move),
        words=tuple(len(turn.text.split()) for turn in said),
        with_fact=sum(any(fact in turn.text for fact in case.facts) for turn in said),
        repeats=len(said) - len({turn.text for turn in said}),
        reversals=sum(out_of_part(turn.text) for turn in said),
        asked=len(asked),
        answered=sum(re.search(wanted, answer.text, re.IGNORECASE) is not None for wanted, answer in asked),
    )


def _wanted(turn: Turn, user: User) -> str | None:
    """What a reply to this turn must hold; None where nothing is asked."""
    asked = [words for question, words in user.wants.items() if question in turn.text] if turn.role is Role.YOU else []
    return asked[-1] if asked else None
