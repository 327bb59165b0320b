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

from coach.evaluate.users import Case, User, own_cases, users
from coach.rehearse.in_part import out_of_part
from coach.rehearse.listener import Listener
from coach.vocabulary.rehearsal import ActId, Ending, Heard, Move, Role, Turn

if TYPE_CHECKING:
    from coach.coach import Coach
    from coach.rehearse.rehearsal import Rehearsal
    from coach.settings import Settings

SEEDS = 6  # of the users whose figures have a bar, skilled and robotic: each case once
SEEDS_OF_OTHERS = 3
SEEDS_OF_A_MODEL = 1  # a model is slow and may cost money
PROCESSES = 2
AGREEING = frozenset({Move.ACCEPT, Move.AGREE_RESET, Move.SOFTEN, Move.THANK, Move.CLOSE})
GOOD_ENDINGS = frozenset({Ending.RESOLVED, Ending.AGREED_TO_RESET})
OPEN = "not_over"
_MANY = ("skilled", "robotic")


class Played(NamedTuple):
    """What one talk showed."""

    name: str  # user and difficulty
    outcome: Ending | None
    moves: tuple[Move, ...]
    words: tuple[int, ...]
    with_fact: int  # lines that name a fact of the case
    repeats: int
    reversals: int  # lines that leave the client's part
    asked: int  # user turns that ask something and were answered at all
    answered: int  # of those, with a move that answers
    on_topic: int  # of those, in words that are about what was asked


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
    """Every user with every persona at every difficulty, over several seeds, each of which takes the next case."""
    own_cases()  # refused here and not in a process of its own
    found = users()
    if coach.settings.uses_model:
        talks = [talk for user in found for talk in played(coach, user, seed, seeds or SEEDS_OF_A_MODEL)]
    else:
        parts = [(coach.settings, user.name, seed, seeds or seeds_of(user)) for user in found]
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            talks = [talk for done in pool.map(_play, parts) for talk in done]
    return figures(talks)


def seeds_of(user: User) -> int:
    """How many seeds a user is run with."""
    return SEEDS if user.name.startswith(_MANY) else SEEDS_OF_OTHERS


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
        "answers_about_what_was_asked": round(sum(talk.on_topic for talk in talks) / asked, 3),
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
    from coach.coach import Coach

    settings, name, seed, seeds = part
    coach = Coach(settings.model_copy(update={"threads": 1}))
    coach.listener = RememberingListener(coach.listener)
    return list(played(coach, next(user for user in users() if user.name == name), seed, seeds))


def played(coach: "Coach", user: User, seed: int, seeds: int) -> Iterator[Played]:
    """The talks of one user; the cases take turns."""
    cases = own_cases()
    situations = [coach.situation(case.situation) for case in cases]
    for persona, difficulty, turn in product(coach.personas(), (1, 2, 3), range(seeds)):
        case, situation = cases[turn % len(cases)], situations[turn % len(cases)]
        talk = coach.rehearse(situation, persona.id, user.goal, difficulty, seed=seed + turn)
        yield seen(f"{user.name}, difficulty {difficulty}", converse(talk, user, case), case)


def converse(talk: "Rehearsal", user: User, case: Case) -> "Rehearsal":
    """Lets the user talk until it is over or they have nothing left to say."""
    while talk.ended is None and (line := user.reply(talk.turns, case)) is not None:
        talk.say(line)
    return talk


def seen(name: str, talk: "Rehearsal", case: Case) -> Played:
    """What a talk showed."""
    said = [turn for turn in talk.turns if turn.role is Role.CLIENT]
    pairs = [(a, b) for a, b in zip(talk.turns, talk.turns[1:], strict=False) if b.role is Role.CLIENT and not b.ended]
    asked = [(question, answer) for turn, answer in pairs if (question := _question(turn)) is not None]
    return Played(
        name=name,
        outcome=talk.outcome,
        moves=tuple(turn.move for turn in said if turn.move),
        words=tuple(len(turn.text.split()) for turn in said),
        with_fact=sum(any(fact in turn.text for fact in case.facts) for turn in said),
        repeats=len(said) - len({turn.text for turn in said}),
        reversals=sum(out_of_part(turn.text) for turn in said),
        asked=len(asked),
        answered=sum(answer.move is Move.ANSWER for _, answer in asked),
        on_topic=sum(about_the_question(question, answer.text) for question, answer in asked),
    )


def _question(turn: Turn) -> str | None:
    return next((act.quote for act in turn.acts or () if act.id is ActId.ASK), None)


# What a question wants to know, and the words by which an answer shows that it is about that.
_WANTED = (
    (r"\bwho(?:m|se)?\b", r"\b(?:i|me|we|us|she|he|they|him|her|them|nobody|somebody|someone|anyone|[a-z]+ does)\b"),
    (
        r"\bwhen\b|\bwhat (?:day|time)\b|\bby (?:when|which)\b|day\b.*\?|\bat (?:nine|ten|\d+)\b",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tomorrow|tonight|week|month|morning|afternoon|noon|now"
        r"|soon|o'clock|\d+|time|date|day|end of|works?|fine|no|yes)\b",
    ),
    (
        r"\b(?:pay|paid|invoice|money|fee|cost|charge|price)\w*\b",
        r"\b(?:pay|paid|invoice|money|fee|cost|charge|price|bank|transfer|due)\w*\b|[$€£\d]",
    ),
    (r"\b(?:what|which|how|where)\b", r"\b(?:the|a|one|by|in|on|to|my|our|your)\b"),
)
_YES_OR_NO = r"\b(?:yes|no|sure|fine|of course|works?|all right|okay|not|never|don't|can't|won't|do|if)\b"


def about_the_question(question: str, answer: str) -> bool:
    """Whether an answer's words are of the kind the question asks for: a person, a time, money, or yes or no."""
    wanted = next((words for asks, words in _WANTED if re.search(asks, question, re.IGNORECASE)), _YES_OR_NO)
    return re.search(wanted, answer, re.IGNORECASE) is not None
