"""The realism suite: scripted users against every persona, and how the client behaves."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import mean, median
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from coach.errors import BadInput
from coach.evaluate.cases import evals_folder
from coach.vocabulary.rehearsal import Ending, Move, Role, Turn

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.rehearsal import Rehearsal

SEEDS = 1
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


def evaluate_rehearsals(coach: "Coach", seed: int) -> dict[str, Any]:
    """Every script with every persona at every difficulty, over several seeds."""
    ended: dict[str, list[Ending | None]] = defaultdict(list)
    turns: list[Turn] = []
    first_concession: list[int] = []
    repeats = with_fact = 0
    case = own_case()
    for name, talk in _talks(coach, case.situation, seed):
        said = [turn for turn in talk.turns if turn.role is Role.CLIENT]
        turns += said
        ended[name].append(talk.outcome)
        repeats += len(said) - len({turn.text for turn in said})
        with_fact += sum(any(fact in turn.text for fact in case.facts) for turn in said)
        first_concession += [next((i for i, turn in enumerate(said) if turn.move in AGREEING), len(said))]
    words = [len(turn.text.split()) for turn in turns]
    return {
        "talks": sum(len(results) for results in ended.values()),
        "resolved": {name: _share(results, GOOD_ENDINGS) for name, results in sorted(ended.items())},
        "walked_out_or_stopped": {
            name: _share(results, {Ending.WALKED_OUT, Ending.STOPPED}) for name, results in sorted(ended.items())
        },
        "turns_to_first_concession": round(mean(first_concession), 1),
        "agreeing_turns": round(mean(turn.move in AGREEING for turn in turns), 3),
        "words_a_turn": {"median": median(words), "longest": max(words)},
        "repeated_lines": repeats,
        "replies_with_a_fact_of_the_case": round(with_fact / len(turns), 3),
    }


def _talks(coach: "Coach", text: str, seed: int) -> "Iterator[tuple[str, Rehearsal]]":
    situation = coach.situation(text)
    for script in scripts():
        for persona in coach.personas():
            for difficulty in (1, 2, 3):
                for turn in range(SEEDS):
                    talk = coach.rehearse(situation, persona.id, script.goal, difficulty, seed=seed + turn)
                    for line in script.lines:
                        if talk.ended is None:
                            talk.say(line)
                    yield f"{script.name}, difficulty {difficulty}", talk


def _share(results: list[Ending | None], wanted: "frozenset[Ending] | set[Ending]") -> float:
    return round(sum(result in wanted for result in results) / len(results), 2)
