"""The guided intake: which question to ask next, and what an answer changes.

The questions of the possible signs come first, then those the verdict hangs on, then the signs that the text may have left
out. A question is asked only where one of its answers would change the signs or the verdict; when none would, it ends.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from coach.assess.cues import Cue
from coach.assess.detector import Reading, SignReading
from coach.assess.verdict import Facts, decide
from coach.content import load_signs, read_yaml
from coach.errors import BadInput
from coach.situation import Relation
from coach.vocabulary.assessment import PossibleSign, ReportedSign
from coach.vocabulary.intake import SKIP, Answer, Choice, Effect, Question, Raised, Try
from coach.vocabulary.signs import SignId

SIGN = "sign:"
SAID = 0.97  # confidence of a sign that the user confirmed
LEAST = 0.05  # a sign below this confidence is not asked about
SURE = 0.95  # a clear sign above this confidence is not asked about
MOST_OF_A_SIGN = 3


@cache
def _wording() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("intake.yaml")
    return found


def most_questions() -> int:
    """How many questions are asked at most, over the whole intake."""
    return int(_wording()["most_questions"])


def sign_question(sign: SignId, relation: Relation = Relation.CLIENT) -> Question:
    """The yes/no question of one sign, worded for how the teller stands to the other side."""
    choices = tuple(Choice(id=name, text=text) for name, text in _wording()["sign_choices"].items())
    return Question(id=f"{SIGN}{sign}", text=_sign_words(sign, relation), choices=choices, about="signs")


def _sign_words(sign: SignId, relation: Relation) -> str:
    own = _wording()["vendor_signs"] if relation is Relation.VENDOR else {}
    return str(own.get(sign, _wording()["signs"][sign]))


def fact_question(name: str) -> Question:
    """A question whose answer the verdict may hang on."""
    entry = _wording()["facts"][name]
    choices = tuple(Choice(id=choice, text=text) for choice, text in entry["choices"].items())
    return Question(id=name, text=entry["ask"], choices=choices, about="verdict")


def known_question(id_: str) -> Question:
    """The question called `id_`.

    Raises:
        BadInput: there is none.
    """
    name = id_.removeprefix(SIGN)
    if id_.startswith(SIGN) and name in _wording()["signs"]:
        return sign_question(SignId(name))
    if id_ in _wording()["facts"]:
        return fact_question(id_)
    known = ", ".join([*_wording()["facts"], *(f"{SIGN}{sign}" for sign in SignId)])
    raise BadInput(f"There is no question {id_!r}.", hint=f"The questions are: {known}.")


def checked(answer: Answer) -> Answer:
    """`answer`, if its question and its choice exist.

    Raises:
        BadInput: names the question and its choices.
    """
    choices = [choice.id for choice in known_question(answer.question).choices]
    if answer.choice not in (*choices, SKIP):
        raise BadInput(
            f"{answer.choice!r} is no answer to {answer.question!r}.",
            hint=f"Choose one of {', '.join(choices)} or {SKIP}.",
        )
    return answer


class Settled(NamedTuple):
    """The signs after the answers: clear and possible ones."""

    clear: tuple[ReportedSign, ...]
    possible: tuple[PossibleSign, ...]


def settle(
    readings: tuple[SignReading, ...],
    answers: tuple[Answer, ...],
    most_possible: int,
    most: int,
    relation: Relation = Relation.CLIENT,
) -> Settled:
    """Clear and possible signs: as read, then promoted or dropped by what the user answered."""
    said = {answer.question: answer.choice for answer in answers}
    clear: list[ReportedSign] = []
    open_ones: list[SignReading] = []
    for reading in readings:
        choice = said.get(f"{SIGN}{reading.id}", SKIP)
        if not reading.evidence or choice == "no":
            continue
        if choice == "yes":
            clear.append(_reported(reading, confirmed=True))
        elif reading.clear and choice != "sometimes":
            clear.append(_reported(reading))
        elif reading.possible:
            open_ones.append(reading)
    clear.sort(key=lambda sign: (-sign.severity, -sign.confidence))
    open_ones.sort(key=lambda reading: -reading.confidence)
    room = max(0, min(most_possible, most - len(clear)))
    return Settled(tuple(clear), tuple(_possible(reading, relation) for reading in open_ones[:room]))


def _reported(reading: SignReading, confirmed: bool = False) -> ReportedSign:
    known = load_signs()[reading.id]
    return ReportedSign(
        id=reading.id,
        confidence=max(reading.confidence, SAID) if confirmed else reading.confidence,
        severity=known.severity,
        evidence=reading.evidence[:MOST_OF_A_SIGN],
        sources=tuple(dict.fromkeys((*reading.sources, *known.passages))),
        confirmed=confirmed,
    )


def _possible(reading: SignReading, relation: Relation) -> PossibleSign:
    return PossibleSign(
        id=reading.id,
        confidence=reading.confidence,
        question=_sign_words(reading.id, relation),
        evidence=reading.evidence[:1],
    )


def told(facts: Facts, answers: tuple[Answer, ...], tries: tuple[Try, ...]) -> Facts:
    """`facts` with what the user answered and recorded in place of what was read."""
    said = {answer.question: answer.choice for answer in answers if answer.choice != SKIP}
    tries = in_order(tries)
    raised = raised_by(tries) or facts.raised
    changes: dict[str, Any] = {
        "raised": Raised(said.get("raised", raised)),
        "tries": tries,
        "answered": raised_by(tries) is not None or any(_decides(*one) for one in said.items()),
    }
    if "danger" in said:
        changes["in_danger"] = said["danger"] == "yes"
    if "ethics" in said:
        changes["asked_to_do_wrong"] = said["ethics"] == "yes"
    if "habit" in said:
        changes["habit"] = said["habit"] == "habit"
    if "relation" in said:
        changes["relation"] = Relation(said["relation"])
    return facts._replace(**changes)


def _decides(question: str, choice: str) -> bool:
    """Whether an answer settles what the verdict hangs on; that nobody is in danger, or asked to do wrong, leaves all else open."""
    return not question.startswith(SIGN) and (question, choice) not in (("danger", "no"), ("ethics", "no"))


def in_order(tries: tuple[Try, ...]) -> tuple[Try, ...]:
    """The record by its dates, where every entry has one; else as it was kept."""
    if any(one.when is None for one in tries):
        return tries
    return tuple(sorted(tries, key=lambda one: one.when or date.min))


def raised_by(tries: tuple[Try, ...]) -> Raised | None:
    """What the fix-first record says: its last word decides; thinking it over alone is no talk."""
    effects = [one.effect for one in in_order(tries) if one.approach != "perspective"]
    if not effects:
        return None
    if effects[-1] is Effect.BETTER:
        return Raised.MENDED
    return Raised.FAILED if {Effect.SAME, Effect.WORSE} & set(effects) else Raised.ONCE


def next_questions(reading: Reading, facts: Facts, answers: tuple[Answer, ...]) -> tuple[Question, ...]:
    """What is still worth asking, the most useful first; empty when no answer would change anything."""
    left = most_questions() - len(answers)
    asked = {answer.question for answer in answers}
    found = dict.fromkeys(question for question in _candidates(reading, facts) if question.id not in asked)
    return tuple(found)[: max(left, 0)]


def _candidates(reading: Reading, facts: Facts) -> Iterator[Question]:
    clear = {sign.id for sign in facts.signs}
    if facts.unsafe and _matters(fact_question("danger"), facts):
        yield fact_question("danger")
    for sign in facts.possible:
        yield sign_question(sign.id, facts.relation)
    yield from (question for question in _facts_asked(facts) if _matters(question, facts))
    rest = [one for one in reading.signs if one.evidence and one.id not in clear and one.confidence >= LEAST]
    unsure = [one for one in reading.signs if one.id in clear and one.confidence < SURE]
    for one in sorted([*rest, *unsure], key=lambda one: -one.confidence * (1 - one.confidence)):
        yield sign_question(one.id, facts.relation)


def _facts_asked(facts: Facts) -> Iterator[Question]:
    """The questions of fact that this account leaves open."""
    abuse = facts.has(SignId.VERBAL_ABUSE) or any(sign.id is SignId.VERBAL_ABUSE for sign in facts.possible)
    if (facts.unsafe or abuse) and facts.in_danger is None:
        yield fact_question("danger")
    if not facts.tries:
        yield fact_question("raised")
    if facts.has(SignId.CULTURE_CLASH) or (facts.cues[Cue.ETHICS] and facts.may(SignId.CULTURE_CLASH)):
        yield fact_question("ethics")
    if facts.habit is None and facts.signs:
        yield fact_question("habit")


def _matters(question: Question, facts: Facts) -> bool:
    """Whether two answers to `question` lead to different verdicts."""
    actions = {
        decide(told(facts, (Answer(question=question.id, choice=choice.id),), ())).action for choice in question.choices
    }
    return len(actions) > 1
