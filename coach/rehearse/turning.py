"""Turning: the user turn that moved the talk most, for better or worse, measured on a client of average temperament."""

from coach.rehearse.account import Account
from coach.rehearse.difficulty import level
from coach.rehearse.mind import hear
from coach.rehearse.personas import Profile, Temperament
from coach.rehearse.wording import coaching
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import AgendaItem, ClientState, Goal, Move, Stage

SMALLEST = 4.0  # points of change: less is no turning


class Turning(Value):
    """The turn at index `turn`; `change` is trust gained minus heat and resolve gained, in points."""

    turn: int
    line: str
    change: float
    note: str
    before: ClientState

    @property
    def better(self) -> bool:
        return self.change > 0


def turning_of(account: Account) -> Turning | None:
    """The biggest step on the way; None when nothing moved."""
    state = _start()
    found: Turning | None = None
    for mine in account.mine:
        after = hear(state, mine.reading, _AVERAGE, Goal.EXIT, level(2))
        change = openness(after) - openness(state)
        worse = change < 0
        if abs(change) >= SMALLEST and abs(change) * (1.2 if worse else 1) > abs(found.change if found else 0):
            found = Turning(
                turn=mine.turn, line=mine.text, change=round(change, 1), note=_note(state, after), before=state
            )
        state = after
    return found


def openness(state: ClientState) -> float:
    """Trust less heat and resolve, in points."""
    return state.trust - state.heat - state.resolve


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


def _start() -> ClientState:
    return ClientState(trust=45, heat=40, resolve=65, open_agenda=tuple(AgendaItem))


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
