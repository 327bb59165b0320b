"""Drills: one skill in three lines. The client's lines are fixed, the answer is judged by what it does."""

import random
from collections.abc import Callable, Sequence
from functools import cache

from pydantic import ValidationError

from coach.errors import BadInput, ContentError, EmptyInput, UnknownName
from coach.rehearse.listener import Listener
from coach.rehearse.reading import is_specific
from coach.rehearse.wording import coaching
from coach.vocabulary.drill import Drill, Skill
from coach.vocabulary.rehearsal import ActId, Answer, Debrief, DebriefItem, Ending, Feedback, Heard, Move, Role, Turn


@cache
def drills() -> dict[str, Drill]:
    """The drills by id.

    Raises:
        ContentError: the file is damaged.
    """
    try:
        found = coaching("drills")["drills"]
        return {name: Drill.model_validate({"id": name, **entry}) for name, entry in found.items()}
    except (ValidationError, KeyError, TypeError) as error:
        raise ContentError(f"The content file 'coaching/drills.yaml' is damaged: {error}") from error


@cache
def skills() -> dict[str, Skill]:
    """The skills by id, in the order they are shown."""
    found = coaching("drills")["skills"]
    return {name: Skill.model_validate({"id": name, **entry}) for name, entry in found.items()}


def known_drill(name: str) -> Drill:
    """The drill called `name`.

    Raises:
        UnknownName: lists the ones there are.
    """
    if name not in drills():
        raise UnknownName(f"There is no drill {name!r}.", hint=f"Choose one of {', '.join(drills())}.")
    return drills()[name]


class DrillTalk:
    """A drill as it goes: a client's line, the user's answer with its feedback, three times over."""

    def __init__(
        self,
        drill: Drill,
        listener: Listener,
        *,
        seed: int = 1,
        turns: Sequence[Turn] = (),
        on_turn: Callable[[int, Turn], None] | None = None,
    ) -> None:
        self.drill = drill
        self._listener, self._seed, self._on_turn = listener, seed, on_turn
        self._turns = list(turns)
        self._stopped = False
        if not self._turns or (self._turns[-1].role is Role.YOU and self.ended is None):
            self._add(self._line(len(self._said())))

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(self._turns)

    @property
    def ended(self) -> Ending | None:
        """Resolved when every answer passed, at the cap when the rounds are over otherwise; None while it goes on."""
        said = self._said()
        if len(said) < len(self.drill.rounds):
            return Ending.STOPPED if self._stopped else None
        good = all(turn.feedback and turn.feedback.good for turn in said)
        return Ending.RESOLVED if good else Ending.AT_CAP

    def say(self, text: str) -> Feedback:
        """The user's answer; returns what it was worth. The client's next line follows it.

        Raises:
            EmptyInput: nothing was said. BadInput: the drill is over.
        """
        if not text.strip():
            raise EmptyInput("There is nothing in this answer.", hint="Write what you would say.")
        if self.ended is not None:
            raise BadInput("This drill is over.", hint="Start it again.")
        heard = self._listener.hear(text, self._turns[-1].text, decision_said=bool(self._said()))
        feedback = judge(self.drill, text, heard, self._turns[-1].text)
        self._add(Turn(role=Role.YOU, text=text, acts=heard.acts, tone=heard.tone, feedback=feedback))
        if self.ended is None:
            self._add(self._line(len(self._said())))
        return feedback

    def stop(self) -> Ending:
        """The user ends it here."""
        self._stopped = True
        return self.ended or Ending.STOPPED

    def debrief(self) -> Debrief:
        """The drill's skill, answered from its rounds; the first answer that did not pass is the one to say again."""
        said = [(index, turn) for index, turn in enumerate(self._turns) if turn.role is Role.YOU]
        failed = next(((index, turn) for index, turn in said if turn.feedback and not turn.feedback.good), None)
        passed = sum(bool(turn.feedback and turn.feedback.good) for _, turn in said)
        answer = Answer.NO if failed or not said else Answer.YES
        items = tuple(
            DebriefItem(
                id=item, answer=answer, quote=failed[1].text if failed else None, turn=failed[0] if failed else None
            )
            for item in skills()[self.drill.skill].items
        )
        point = failed[1].feedback.point if failed and failed[1].feedback else None
        return Debrief(
            items=items,
            turning_turn=failed[0] if failed else None,
            turning_line=failed[1].text if failed else None,
            next=(point or self.drill.passed,),
            score=round(passed / max(len(said), 1), 3),
        )

    def _add(self, turn: Turn) -> None:
        if self._on_turn is not None:
            self._on_turn(len(self._turns), turn)
        self._turns.append(turn)

    def _said(self) -> list[Turn]:
        return [turn for turn in self._turns if turn.role is Role.YOU]

    def _line(self, number: int) -> Turn:
        choice = random.Random(f"{self._seed}/{self.drill.id}/{number}").choice(self.drill.rounds[number])
        return Turn(role=Role.CLIENT, text=choice, move=Move.PRESS)


def judge(drill: Drill, text: str, heard: Heard, line: str = "") -> Feedback:
    """Whether an answer to `line` does what the drill asks, and if not the one thing to change."""
    words = coaching("drills")["words"]
    for act in heard.acts:
        if act.id in drill.avoids:
            return _again(drill, words["avoid"][act.id].format(quote=act.quote), act.quote)
    if heard.tone in drill.tone_not:
        return _again(drill, words["tone"], text)
    if not heard.has(*drill.needs):
        return _again(drill, drill.missing, text)
    if drill.specific and not is_specific(heard.quote(ActId.ACKNOWLEDGE_FEELINGS) or "", line):
        return _again(drill, words["empty"], heard.quote(ActId.ACKNOWLEDGE_FEELINGS) or text)
    count = len(text.split())
    if count > drill.most_words:
        return _again(drill, words["too_long"].format(words=count, most=drill.most_words), text)
    return Feedback(good=True, strength=drill.passed)


def _again(drill: Drill, point: str, quote: str) -> Feedback:
    return Feedback(good=False, goal=drill.aim, point=point, quote=quote)
