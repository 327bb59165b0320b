"""The realism suite: scripted users against every persona, at every difficulty, over many seeds, and how the client behaves."""

import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import product
from statistics import mean, median
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from coach.errors import BadInput
from coach.evaluate.cases import evals_folder
from coach.rehearse.in_part import out_of_part
from coach.rehearse.listener import Listener
from coach.vocabulary.rehearsal import ActId, Ending, Heard, Move, Role

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.rehearsal import Rehearsal
    from coach.settings import Settings

SEEDS = 20
SEEDS_OF_A_MODEL = 1  # a model is slow and may cost money
PROCESSES = 2
AGREEING = frozenset({Move.ACCEPT, Move.AGREE_RESET, Move.SOFTEN, Move.THANK, Move.CLOSE})
GOOD_ENDINGS = frozenset({Ending.RESOLVED, Ending.AGREED_TO_RESET})


class Script(NamedTuple):
    name: str
    goal: str
    lines: tuple[str, ...]


class Case(NamedTuple):
    """The situation every talk is about, and the words by which a reply shows that it knows it."""

    situation: str
    facts: tuple[str, ...]


def own_case() -> Case:
    """The case in `tests/evals/rehearsal.yaml` of a checkout."""
    found = yaml.safe_load((evals_folder() / "rehearsal.yaml").read_text(encoding="utf-8"))
    return Case(found["situation"], tuple(found["facts"]))


def scripts() -> list[Script]:
    """The scripted users of the checkout.

    Raises:
        BadInput: this is an installed package, which does not carry them.
    """
    folder = evals_folder().parent / "rehearse" / "scripts"
    found = []
    for path in sorted(folder.glob("*.yaml")):
        script = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.append(Script(path.stem, script["goal"], tuple(script["lines"])))
    if not found:
        raise BadInput("There are no scripted users to run.", hint="Run it in a complete checkout.")
    return found


class Played(NamedTuple):
    """What one talk showed."""

    name: str  # script and difficulty
    outcome: Ending | None
    moves: tuple[Move, ...]
    words: tuple[int, ...]
    with_fact: int  # lines that name a fact of the case
    repeats: int
    reversals: int  # lines that leave the client's part
    asked: int  # user turns that ask something and were answered at all
    answered: int  # of those, with an answer


class RememberingListener:
    """A listener that hears the same words after the same line once: the scripted users repeat themselves."""

    def __init__(self, listener: Listener, most: int = 20_000) -> None:
        self._hear = lru_cache(maxsize=most)(
            lambda text, line, said: listener.hear(text, line, decision_said=said),
        )

    def hear(self, text: str, client_line: str = "", *, decision_said: bool | None = None) -> Heard:
        """See `Listener.hear`."""
        return self._hear(text, client_line, decision_said)


def evaluate_rehearsals(coach: "Coach", seed: int, seeds: int | None = None) -> dict[str, Any]:
    """Every script with every persona at every difficulty, over several seeds."""
    own_case(), scripts()  # refused here and not in a process of its own
    if coach.settings.uses_model:
        talks = [talk for script in scripts() for talk in _played(coach, script, seed, seeds or SEEDS_OF_A_MODEL)]
    else:
        parts = [(coach.settings, script.name, seed, seeds or SEEDS) for script in scripts()]
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            talks = [talk for found in pool.map(_play, parts) for talk in found]
    return _figures(talks)


def _figures(talks: list[Played]) -> dict[str, Any]:
    ended: dict[str, list[Ending | None]] = defaultdict(list)
    for talk in talks:
        ended[talk.name].append(talk.outcome)
    moves = [move for talk in talks for move in talk.moves]
    words = [count for talk in talks for count in talk.words]
    conceded = [next((i for i, move in enumerate(talk.moves) if move in AGREEING), len(talk.moves)) for talk in talks]
    return {
        "talks": len(talks),
        "resolved": {name: _share(results, GOOD_ENDINGS) for name, results in sorted(ended.items())},
        "walked_out_or_stopped": {
            name: _share(results, {Ending.WALKED_OUT, Ending.STOPPED}) for name, results in sorted(ended.items())
        },
        "turns_to_first_concession": round(mean(conceded), 1),
        "agreeing_turns": round(mean(move in AGREEING for move in moves), 3),
        "words_a_turn": {"median": median(words), "longest": max(words)},
        "repeated_lines": sum(talk.repeats for talk in talks),
        "role_reversals": sum(talk.reversals for talk in talks),
        "replies_with_a_fact_of_the_case": round(sum(talk.with_fact for talk in talks) / len(moves), 3),
        "questions_of_the_user_answered": round(
            sum(talk.answered for talk in talks) / max(1, sum(talk.asked for talk in talks)), 3
        ),
    }


def _play(part: "tuple[Settings, str, int, int]") -> list[Played]:
    """One script, in a process of its own."""
    from coach.coach import Coach

    settings, name, seed, seeds = part
    coach = Coach(settings.model_copy(update={"threads": 1}))
    coach.listener = RememberingListener(coach.listener)
    script = next(one for one in scripts() if one.name == name)
    return list(_played(coach, script, seed, seeds))


def _played(coach: "Coach", script: Script, seed: int, seeds: int) -> Iterator[Played]:
    case = own_case()
    situation = coach.situation(case.situation)
    for persona, difficulty, turn in product(coach.personas(), (1, 2, 3), range(seeds)):
        talk = coach.rehearse(situation, persona.id, script.goal, difficulty, seed=seed + turn)
        for line in script.lines:
            if talk.ended is None:
                talk.say(line)
        yield _seen(f"{script.name}, difficulty {difficulty}", talk, case)


def _seen(name: str, talk: "Rehearsal", case: Case) -> Played:
    said = [turn for turn in talk.turns if turn.role is Role.CLIENT]
    pairs = [(a, b) for a, b in zip(talk.turns, talk.turns[1:], strict=False) if b.role is Role.CLIENT and not b.ended]
    asked = [answer for turn, answer in pairs if any(act.id is ActId.ASK for act in turn.acts or ())]
    return Played(
        name=name,
        outcome=talk.outcome,
        moves=tuple(turn.move for turn in said if turn.move),
        words=tuple(len(turn.text.split()) for turn in said),
        with_fact=sum(any(fact in turn.text for fact in case.facts) for turn in said),
        repeats=len(said) - len({turn.text for turn in said}),
        reversals=sum(out_of_part(turn.text) for turn in said),
        asked=len(asked),
        answered=sum(answer.move is Move.ANSWER for answer in asked),
    )


def _share(results: list[Ending | None], wanted: "frozenset[Ending] | set[Ending]") -> float:
    return round(sum(result in wanted for result in results) / len(results), 2)
