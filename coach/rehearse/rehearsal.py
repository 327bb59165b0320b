"""Rehearsal: the talk itself, turn by turn; every turn can be stored, replayed and branched."""

import random
from collections.abc import Callable, Sequence
from typing import Any, Self

from coach.errors import BadInput, EmptyInput, InputTooLong
from coach.llm.redaction import names_in
from coach.rehearse import debrief as scorecard
from coach.rehearse.actor import Actor, Cue, Scene, ScriptedActor, Spoken
from coach.rehearse.better import Check
from coach.rehearse.director import Step, direct, open_talk
from coach.rehearse.facts import facts_of, latest_date, signature_of
from coach.rehearse.feedback import feedback_on
from coach.rehearse.grievances import grievances_of
from coach.rehearse.hints import hint_for
from coach.rehearse.listener import Listener
from coach.rehearse.moment import Moment
from coach.rehearse.personas import Profile
from coach.rehearse.reading import Reading, read
from coach.rehearse.wording import case_slots, coaching
from coach.situation import Relation, Situation
from coach.vocabulary.assessment import ReportedSign
from coach.vocabulary.rehearsal import (
    Act,
    ActId,
    Channel,
    ClientState,
    Debrief,
    Ending,
    Feedback,
    Goal,
    Heard,
    Hint,
    Move,
    Role,
    Turn,
)

MAX_USER_TURNS = 20
MAX_TURN_CHARACTERS = 5_000

OnTurn = Callable[[int, Turn], None]


class Rehearsal:
    """A talk with a simulated client. The client speaks first; `say` gives the user's turn and returns the answer.

    The same seed, persona, difficulty and words give the same talk. `on_turn(index, turn)` is called with each new turn
    before it is returned, so that what was shown was stored; turns given at the start are not reported again. Of the
    clear `signs` the client learns what they could know of themselves, never the user's sentences. Unless it is `coached`,
    no turn has feedback.
    """

    def __init__(
        self,
        profile: Profile,
        listener: Listener,
        actor: Actor | None = None,
        *,
        situation: Situation | None = None,
        signs: Sequence[ReportedSign] = (),
        goal: Goal = Goal.EXIT,
        difficulty: int = 2,
        channel: Channel = Channel.MEETING,
        seed: int = 1,
        on_turn: OnTurn | None = None,
        turns: Sequence[Turn] = (),
        check: Check | None = None,
        own_goal: str = "",
        max_user_turns: int = MAX_USER_TURNS,
        coached: bool = True,
    ) -> None:
        if goal not in profile.goals:
            raise BadInput(f"{profile.name!r} cannot be rehearsed for {goal.value!r}.", hint="Choose another persona.")
        self.profile, self.goal, self.difficulty, self.seed = profile, goal, difficulty, seed
        self._first_state = open_talk(profile, difficulty)
        self._listener, self._actor, self._on_turn = listener, actor or ScriptedActor(), on_turn
        self._check, self._own_goal, self._coached = check, own_goal, coached
        self._situation, self._signs, self._max_user_turns = situation, tuple(signs), max_user_turns
        pays = situation is None or situation.relation is not Relation.VENDOR
        self.scene = Scene(
            profile=profile,
            goal=goal,
            channel=channel,
            facts=facts_of(situation),
            grievances=grievances_of(signs) if pays else (),
            signature=signature_of(situation),
            pays=pays,
            names=names_in(situation) if situation else (),
        )
        self._turns: list[Turn] = list(turns)
        self._ended = next((turn.ended for turn in turns if turn.ended), None)
        if not self._turns:
            self._open()
        elif self._turns[-1].role is Role.YOU and not self._ended:
            self._answer()

    # -- what can be seen ------------------------------------------------------------------------------------------

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Everything said so far, the client's opening first."""
        return tuple(self._turns)

    @property
    def opening(self) -> Turn:
        """The client's first line."""
        return self._turns[0]

    @property
    def state(self) -> ClientState:
        """The client's state now."""
        return self._turns[-1].state or self._first_state

    @property
    def ended(self) -> Ending | None:
        """How it ended; None while it goes on. A client who has accepted still leaves the user the last word."""
        return self._ended

    @property
    def outcome(self) -> Ending | None:
        """How it ended, or would if it stopped here: an acceptance stands even when nobody says goodbye."""
        if self._ended is None and self.state.accepted:
            return Ending.AGREED_TO_RESET if self.goal is Goal.RESET else Ending.RESOLVED
        return self._ended

    @property
    def closing_note(self) -> str | None:
        """The coach's words on how it ended."""
        if self._ended is None:
            return None
        by_user = self._ended is Ending.STOPPED and self._turns[-1].ended is None
        if self._ended is Ending.STOPPED and self._turns[-1].move is Move.CLOSE and not by_user:
            return str(coaching("endings")["left"])
        return str(coaching("endings")["ended_by_you" if by_user else self._ended.value])

    # -- what can be done ------------------------------------------------------------------------------------------

    def say(self, text: str) -> Turn:
        """The user's turn; returns the client's answer.

        Raises:
            EmptyInput, InputTooLong: nothing was taken, say it again.
            BadInput: the talk is over.
        """
        if self._ended is not None:
            raise BadInput(
                f"This rehearsal is over ({self._ended.value}).", hint="Go back to a turn, or start a new rehearsal."
            )
        if not text.strip():
            raise EmptyInput("There is nothing in this turn.", hint="Write what you would say next.")
        if len(text) > MAX_TURN_CHARACTERS:
            raise InputTooLong("This turn is too long to be said.", hint="Say the part that matters most.")
        if self._turns[-1].role is Role.YOU:  # an answer that failed, or was never given
            answer = self._answer()
            if text == self._turns[-2].text or self._ended is not None:
                return answer
        self._listen(text)
        return self._answer()

    def stop(self) -> Ending:
        """The user ends it here."""
        if self._ended is None:
            self._ended = self.outcome or Ending.STOPPED
        return self._ended

    def rewind(self, turn: int) -> Self:
        """A new branch in which the user turn at index `turn` was not said yet; this rehearsal stays as it is.

        Raises:
            BadInput: there is no user turn at that index.
        """
        if not 0 < turn < len(self._turns) or self._turns[turn].role is not Role.YOU:
            raise BadInput(f"Turn {turn} is not one of yours.", hint="Choose one of your own turns.")
        return type(self)(
            self.profile,
            self._listener,
            self._actor,
            situation=self._situation,
            signs=self._signs,
            goal=self.goal,
            difficulty=self.difficulty,
            channel=self.scene.channel,
            seed=self.seed,
            turns=self._turns[:turn],
            check=self._check,
            own_goal=self._own_goal,
            max_user_turns=self._max_user_turns,
            coached=self._coached,
        )

    def debrief(self) -> Debrief:
        """The scorecard so far."""
        return scorecard.debrief(
            self._turns,
            self.goal,
            self._listener,
            slots=self._slots(),
            check=self._check,
            own_goal=self._own_goal,
        )

    def hint(self) -> Hint:
        """Help with the next turn, the goal first."""
        return hint_for(self._turns, self.state, self.goal, self._slots())

    def record(self) -> dict[str, Any]:
        """The talk as the JSON document of the command line."""
        turns = [turn.model_dump(mode="json", exclude_none=True) for turn in self._turns]
        outcome = self.outcome.value if self.outcome else None
        return {"turns": turns, "ended": outcome, "debrief": self.debrief().model_dump(mode="json")}

    # -- how it goes -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        cue = Cue(scene=self.scene, state=self._first_state, move=Move.OPEN)
        spoken = self._actor.speak(cue, self._chance("open"))
        self._add(_client_turn(spoken, Step(heard=self._first_state, state=self._first_state, move=Move.OPEN)))

    def _listen(self, text: str) -> None:
        """Hear the user's turn, look at it as a coach, and keep it with the client's state on hearing it."""
        before = self.state
        line = self._turns[-1].text
        heard = self._listener.hear(text, line, decision_said=before.knows_decision or before.hedges > 0)
        reading = read(text, heard, line, before.asked, self._mine())
        feedback = self._feedback(Moment(text, reading, before, self.goal, before.asked, self._slots(heard), line))
        step = self._direct(before, reading)
        self._add(Turn(role=Role.YOU, text=text, acts=heard.acts, tone=heard.tone, state=step.heard, feedback=feedback))

    def _feedback(self, moment: Moment) -> Feedback | None:
        if not self._coached:
            return None
        return feedback_on(moment, self._hear_rewording, self._chance("feedback"), self._check)

    def _answer(self) -> Turn:
        """Let the client answer the last turn, which is the user's."""
        before = next((turn.state for turn in reversed(self._turns[:-1]) if turn.state), self._first_state)
        mine = self._turns[-1]
        heard = Heard(acts=mine.acts or (), tone=mine.tone or self._listener.hear(mine.text).tone)
        reading = read(mine.text, heard, self._turns[-2].text, before.asked, self._mine()[:-1])
        step = self._direct(before, reading)
        spoken = self._actor.speak(self._cue(step, reading, mine.text), self._chance("line"))
        answer = _client_turn(spoken, step)
        self._ended = step.ended
        return self._add(answer)

    def _direct(self, before: ClientState, reading: Reading) -> Step:
        mine = sum(turn.role is Role.YOU for turn in self._turns)
        if self._turns[-1].role is Role.CLIENT:
            mine += 1
        return direct(
            before,
            reading,
            self.profile,
            self.goal,
            self.difficulty,
            random.Random(f"{self.seed}/{mine}/move"),
            last_turn=mine >= self._max_user_turns,
            spent=self._actor.spent(self.scene, self._said()),
        )

    def _cue(self, step: Step, reading: Reading, heard: str) -> Cue:
        slots = {"hedge": reading.hedge, "said": reading.said, "date": self._named_date()}
        return Cue(
            scene=self.scene,
            state=step.state,
            move=step.move,
            item=step.item,
            fact=step.fact,
            heard=heard,
            slots={slot: value for slot, value in slots.items() if value},
            said=self._said(),
            earlier=tuple(turn.text for turn in self._turns[:-1] if turn.role is Role.YOU),
        )

    def _said(self) -> tuple[str, ...]:
        return tuple(turn.text for turn in self._turns if turn.role is Role.CLIENT)

    def _mine(self) -> tuple[str, ...]:
        return tuple(turn.text for turn in self._turns if turn.role is Role.YOU)

    def _slots(self, heard: Heard | None = None) -> dict[str, str]:
        """What the coach may fill into a wording: the project, and the date the user named."""
        return case_slots(self.scene.facts, self._named_date(heard.acts if heard else ()))

    def _named_date(self, now: Sequence[Act] = ()) -> str | None:
        """The date the user named in their turns, and in the acts of the turn that is being looked at."""
        before = [act for turn in self._turns if turn.role is Role.YOU for act in turn.acts or ()]
        return latest_date(act.quote for act in (*before, *now) if act.id is ActId.NAME_DATE)

    def _hear_rewording(self, text: str) -> Heard:
        said = self.state.knows_decision or self.state.hedges > 0
        return self._listener.hear(text, self._turns[-1].text, decision_said=said)

    def _chance(self, purpose: str) -> random.Random:
        return random.Random(f"{self.seed}/{len(self._turns)}/{purpose}")

    def _add(self, turn: Turn) -> Turn:
        if self._on_turn is not None:
            self._on_turn(len(self._turns), turn)
        self._turns.append(turn)
        return turn


def _client_turn(spoken: Spoken, step: Step) -> Turn:
    return Turn(
        role=Role.CLIENT,
        text=spoken.text,
        move=spoken.move,
        agenda_item=step.item,
        state=step.state,
        ended=step.ended,
        engine=spoken.engine,
        degraded_because=spoken.degraded_because,
    )
