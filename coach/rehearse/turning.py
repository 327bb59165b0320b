"""Turning: the user turns that moved the talk most, for better and for worse, with the client's state before and after."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coach.rehearse.account import Account, Mine
from coach.rehearse.difficulty import level
from coach.rehearse.mind import hear
from coach.rehearse.personas import Profile, Temperament
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import (
    AgendaItem,
    ClientState,
    CurvePoint,
    Goal,
    Mood,
    Move,
    Role,
    Stage,
    Turn,
    TurningPoint,
)

SMALLEST = 4.0  # points of change: less is no turning


class Course(NamedTuple):
    """How the client took the talk: in a rehearsal as it was (`real`), else as one of average temperament would."""

    better: TurningPoint | None
    worse: TurningPoint | None
    curve: tuple[CurvePoint, ...]
    real: bool
    before: dict[int, ClientState]

    @property
    def biggest(self) -> TurningPoint | None:
        """The turn that moved most; a step for the worse weighs a fifth more."""
        if self.better and self.worse:
            return self.worse if -self.worse.change * 1.2 > self.better.change else self.better
        return self.worse or self.better


class _Step(NamedTuple):
    mine: Mine
    before: ClientState
    after: ClientState

    @property
    def change(self) -> float:
        return openness(self.after) - openness(self.before)


def course_of(account: Account, turns: Sequence[Turn], goal: Goal) -> Course:
    """What each user turn did to the client. The states of `turns` are used where each of the user's has one.

    What pleased the client because the decision was dropped or hedged was not for the better.
    """
    real = all(turn.state is not None for turn in turns if turn.role is Role.YOU) and bool(account.mine)
    steps = list(_lived(account, turns) if real else _imagined(account, goal))
    kept = [step for step in steps if not (step.mine.reading.gives_in or step.mine.reading.hedged)]
    up = max(kept, key=lambda step: step.change, default=None)
    down = min(steps, key=lambda step: step.change, default=None)
    return Course(
        better=_point(up) if up and up.change >= SMALLEST else None,
        worse=_point(down) if down and down.change <= -SMALLEST else None,
        curve=_curve(steps),
        real=real,
        before={step.mine.turn: step.before for step in steps},
    )


def openness(state: ClientState) -> float:
    """Trust less heat and resolve, in points."""
    return state.trust - state.heat - state.resolve


def _lived(account: Account, turns: Sequence[Turn]) -> Iterator[_Step]:
    """The states of a rehearsal: the client's after their last line, and on hearing the turn."""
    for mine in account.mine:
        after = turns[mine.turn].state
        before = next((turn.state for turn in reversed(turns[: mine.turn]) if turn.state), after)
        if after is not None and before is not None:
            yield _Step(mine, before, after)


def _imagined(account: Account, goal: Goal) -> Iterator[_Step]:
    state = ClientState(trust=45, heat=40, resolve=65, open_agenda=tuple(AgendaItem))
    for mine in account.mine:
        after = hear(state, mine.reading, _AVERAGE, goal, level(2))
        yield _Step(mine, state, after)
        state = after


def _curve(steps: Sequence[_Step]) -> tuple[CurvePoint, ...]:
    """Where the client stood after each user turn; the first point, of turn None, is before the first of them."""
    if not steps:
        return ()
    start = CurvePoint(turn=None, **_mood(steps[0].before).model_dump())
    return (start, *(CurvePoint(turn=step.mine.turn, **_mood(step.after).model_dump()) for step in steps))


def _point(step: _Step) -> TurningPoint:
    return TurningPoint(
        turn=step.mine.turn,
        line=step.mine.text,
        change=round(step.change, 1),
        note=_note(step.before, step.after),
        before=_mood(step.before),
        after=_mood(step.after),
    )


def _mood(state: ClientState) -> Mood:
    return Mood(trust=state.trust, heat=state.heat, resolve=state.resolve)


def _note(before: ClientState, after: ClientState) -> str:
    words = coaching("debrief")["turning"]
    deltas = {
        "trust": after.trust - before.trust,
        "heat_down": before.heat - after.heat,
        "resolve_down": before.resolve - after.resolve,
    }
    better = sum(deltas.values()) > 0
    strongest = max(deltas, key=lambda name: deltas[name] if better else -deltas[name])
    worse = {"trust": "distrust", "heat_down": "heat_up", "resolve_down": "resolve_up"}
    reason = words["reasons"][strongest if better else worse[strongest]]
    return str(words["better" if better else "worse"]).format(reason=reason)


_AVERAGE = Profile(
    id="average",
    name="Average",
    summary="",
    goals=tuple(Goal),
    background="",
    interests=(),
    leverage=(),
    temperament=Temperament(trust=45, heat=40, resolve=65, patience=6),
    verbal_habits=(),
    triggers=(),
    soothers=(),
    agenda=tuple(AgendaItem),
    signs=(),
    moves={stage: {Move.PRESS: 1} for stage in Stage},
    yields_when={},
)
