"""Director: decides what the client does next; a pure function of all it is given, the random source included."""

import random

from coach.rehearse.difficulty import Level, level
from coach.rehearse.effects import PROVOKES, TESTS, THREATS
from coach.rehearse.mind import first_state, hear
from coach.rehearse.needs import missing, untried
from coach.rehearse.personas import HeldBack, Profile
from coach.rehearse.reading import Reading
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import ActId, AgendaItem, ClientState, Ending, Goal, Move, Stage

WALK_OUT_HEAT = 95.0
MAX_OUTRAGES = 5
MOST_TIMES_ASKED = 3
EARLIEST_CONFIDENCE = 4  # client moves, the opening included, before anything is confided
CONFIDENCES_APART = 3
EARLIEST_GOODBYE = 3  # user turns; an earlier one is not let stand
FEWEST_WORDS = 3  # nobody gives way to less
_ANSWERS, _ANSWERS_AGAIN = 0.9, 0.3
_TOO_HOT = 55.0  # of heat
_SILENT_WHEN_ASKED = 0.05  # times, for saying nothing to a question
_EAGERNESS = 4.0  # times, for a move they must have tried
_AT_THE_DOOR = {Move.TEST_BOUNDARY: 3.0, Move.GUILT: 2.0, Move.PRESS: 3.0, Move.BARGAIN: 1.0}
_BY_RULE_ONLY = frozenset(
    {
        Move.ACCEPT,
        Move.AGREE_RESET,
        Move.CLOSE,
        Move.THANK,
        Move.WALK_OUT,
        Move.TAKE_WIN,
        Move.POUNCE_ON_HEDGE,
        Move.ANSWER,
    }
)
_ASKS = {Move.DEMAND_REASONS: AgendaItem.WHY, Move.OFFER_MONEY: AgendaItem.CAN_WE_FIX_IT}


class Step(Value):
    """The client's next step: `heard` is their state on hearing the turn, `state` the one after their own move."""

    heard: ClientState
    state: ClientState
    move: Move
    item: AgendaItem | None = None
    fact: str | None = None
    ended: Ending | None = None


def open_talk(profile: Profile, difficulty: int) -> ClientState:
    """The client's state before the user's first word, having said their own."""
    return first_state(profile, level(difficulty)).model_copy(update={"moves": (Move.OPEN,)})


def direct(
    state: ClientState,
    reading: Reading,
    profile: Profile,
    goal: Goal,
    difficulty: int,
    chance: random.Random,
    *,
    last_turn: bool = False,
    spent: frozenset[Move] = frozenset(),
) -> Step:
    """What the client does after hearing a turn.

    `last_turn` says that the turn cap is reached; moves in `spent` have nothing left to say and are not chosen.
    """
    rules = level(difficulty)
    heard = hear(state, reading, profile, goal, rules)
    ending = _ending(state, heard, reading, rules)
    if ending is not None:
        return _end(heard, ending, goal, chance)
    if _is_ready(heard, reading, profile, goal, rules):
        tries = untried(profile.needs_for(goal), heard, spent, rules.more_of_each)
        if not tries and (reading.leaves or chance.random() < rules.yield_chance):
            return _give_way(heard, reading, goal)
        if tries and not reading.leaves and not last_turn:
            return _step(heard, _tried(tries, heard, profile, chance), rebound=rules.rebound)
    if last_turn:
        return _step(heard, Move.CLOSE, ended=Ending.AT_CAP)
    if reading.leaves:
        return _goodbye(heard, goal, chance, spent)
    return _next_move(state, heard, reading, profile, goal, rules, chance, spent)


def _ending(before: ClientState, heard: ClientState, reading: Reading, rules: Level) -> Ending | None:
    """How the talk is over with this turn, if it is."""
    if reading.abusive or heard.outrages >= MAX_OUTRAGES:
        return Ending.STOPPED
    if reading.gives_in and (before.knows_decision or before.hedges):
        return Ending.GAVE_IN
    if heard.heat >= WALK_OUT_HEAT or heard.idle_turns > heard.patience:
        return Ending.WALKED_OUT
    if before.accepted and not reading.hedged:
        return Ending.RESOLVED
    return None


def _end(heard: ClientState, ending: Ending, goal: Goal, chance: random.Random) -> Step:
    if ending is Ending.RESOLVED and goal is Goal.RESET:
        ending = Ending.AGREED_TO_RESET
    if ending in (Ending.STOPPED, Ending.WALKED_OUT):
        return _step(heard, Move.WALK_OUT, ended=ending)
    if ending is Ending.GAVE_IN:
        return _step(heard, Move.TAKE_WIN, ended=ending)
    warm = heard.trust >= 45 and chance.random() < 0.6
    return _step(heard, Move.THANK if warm else Move.CLOSE, ended=ending)


def _is_ready(heard: ClientState, reading: Reading, profile: Profile, goal: Goal, rules: Level) -> bool:
    """Whether all that this client needs is there: what the level asks of everybody, and what is their own."""
    recent_hedge = heard.last_hedge is not None and heard.turns_heard - heard.last_hedge <= 2
    if heard.accepted or recent_hedge or not heard.knows_decision:
        return False
    worn = heard.resolve <= rules.yield_resolve and heard.heat <= rules.yield_heat and heard.trust >= rules.yield_trust
    held = heard.times_decision_held - heard.hedges >= rules.holds and heard.turns_heard >= rules.fewest_turns
    told = heard.knows_terms if goal is Goal.RESET else (heard.knows_date or heard.knows_handover)
    answered = len(heard.open_agenda) <= rules.agenda_left and heard.asked is None
    soft = reading.heard.has(ActId.BARGAIN, ActId.OVER_APOLOGISE, ActId.DODGE, ActId.INSULT, ActId.THREATEN)
    own = len(missing(profile.needs_for(goal), heard, rules.more_of_each)) <= rules.needs_left
    return worn and held and told and answered and own and not soft and reading.words >= FEWEST_WORDS


def _give_way(heard: ClientState, reading: Reading, goal: Goal) -> Step:
    """The client accepts; the user has the last word, unless they have said goodbye already."""
    accepted = heard.model_copy(update={"accepted": True, "stage": Stage.CLOSING})
    move = Move.AGREE_RESET if goal is Goal.RESET else Move.ACCEPT
    ending = Ending.AGREED_TO_RESET if goal is Goal.RESET else Ending.RESOLVED
    return _step(accepted, move, ended=ending if reading.heard.has(ActId.GOODBYE) else None)


def _tried(tries: tuple[Move, ...], heard: ClientState, profile: Profile, chance: random.Random) -> Move:
    """One of the moves that this client cannot leave untried, as they like it."""
    liking = profile.moves[heard.stage]
    weights = [liking.get(move, 2.0) * (0.3 if heard.moves[-1:] == (move,) else 1.0) for move in tries]
    return chance.choices(tries, weights=weights)[0]


def _goodbye(heard: ClientState, goal: Goal, chance: random.Random, spent: frozenset[Move]) -> Step:
    """A user who says goodbye leaves, with or without a yes; one who does so early or unexplained is held back once."""
    if heard.goodbyes > 1 or (heard.knows_decision and heard.turns_heard >= EARLIEST_GOODBYE):
        return _step(heard, Move.CLOSE, ended=Ending.STOPPED)
    item = _next_item(heard) if heard.knows_decision else None
    moves = {move: weight for move, weight in _AT_THE_DOOR.items() if move not in spent and _fits(move, heard, goal)}
    move = _drawn(moves, chance)
    return _press(heard, item) if move is Move.PRESS else _step(heard, move)


def _next_move(
    state: ClientState,
    heard: ClientState,
    reading: Reading,
    profile: Profile,
    goal: Goal,
    rules: Level,
    chance: random.Random,
    spent: frozenset[Move],
) -> Step:
    if reading.hedged and Move.POUNCE_ON_HEDGE not in spent and _pounces(heard, chance):
        return _step(heard.model_copy(update={"accepted": False}), Move.POUNCE_ON_HEDGE)
    if reading.asks and Move.ANSWER not in spent and chance.random() < _answers(state, heard, reading):
        return _step(heard, Move.ANSWER)
    fact = _ripe_fact(heard, profile, rules)
    if fact is not None and not reading.asks and chance.random() < 0.6:
        return _step(heard, Move.CONFIDE, fact=fact.fact)
    if _insists(heard, chance) and Move.PRESS not in spent:
        return _press(heard, heard.asked)
    move = _drawn(_weights(heard, reading, profile, goal, rules, spent), chance)
    if move is Move.PRESS:
        return _press(heard, _next_item(heard))
    return _step(heard, move, rebound=rules.rebound)


def _answers(before: ClientState, heard: ClientState, reading: Reading) -> float:
    """How likely it is that a question is answered and nothing else; otherwise the actor begins with a short answer.

    News is reacted to, a user who asks each time is not let off, and who is beside themselves answers less.
    """
    calm = 1 - max(0.0, heard.heat - _TOO_HOT) / 100
    news = heard.knows_decision and not before.knows_decision
    in_short = reading.asks is not None and reading.asks.about is not None
    return calm * (_ANSWERS_AGAIN if in_short and (news or heard.moves[-1] is Move.ANSWER) else _ANSWERS)


def _pounces(heard: ClientState, chance: random.Random) -> bool:
    """Always at first, and then most of the time."""
    return heard.hedges <= 2 or chance.random() < 0.7


def _insists(heard: ClientState, chance: random.Random) -> bool:
    """A question left unanswered is asked again, though not for ever and not always at once."""
    item = heard.asked
    return item is not None and heard.pressed.count(item) < MOST_TIMES_ASKED and chance.random() < 0.7


def _ripe_fact(heard: ClientState, profile: Profile, rules: Level) -> HeldBack | None:
    """The next held-back fact they trust the user with: not at once, and not one after the other."""
    if len(heard.moves) < EARLIEST_CONFIDENCE or Move.CONFIDE in heard.moves[-CONFIDENCES_APART:]:
        return None
    ripe = (fact for fact in profile.held_back if heard.trust >= fact.needs_trust + rules.confide_from)
    return next((fact for fact in ripe if fact.fact not in heard.confided), None)


def _next_item(heard: ClientState) -> AgendaItem | None:
    fresh = [item for item in heard.open_agenda if heard.pressed.count(item) < MOST_TIMES_ASKED]
    return min(fresh, key=heard.pressed.count, default=None)


def _press(heard: ClientState, item: AgendaItem | None) -> Step:
    state = heard.model_copy(update={"asked": item, "pressed": (*heard.pressed, item) if item else heard.pressed})
    return _step(state, Move.PRESS, item=item)


def _weights(
    heard: ClientState, reading: Reading, profile: Profile, goal: Goal, rules: Level, spent: frozenset[Move]
) -> dict[Move, float]:
    """How likely each move is now: the persona's liking, what fits, what was provoked, what was done already."""
    weights = {}
    eager = untried(profile.needs_for(goal), heard, spent, rules.more_of_each)
    for move, liking in (dict.fromkeys(eager, 1.0) | profile.moves[heard.stage]).items():
        if move in _BY_RULE_ONLY or move in spent or not _fits(move, heard, goal):
            continue
        weight = liking * _mood_factor(move, heard)
        weight *= _EAGERNESS if move in eager else 0.45 ** heard.moves.count(move)
        if move in THREATS:
            weight *= rules.pressure
        if heard.moves and heard.moves[-1] is move:
            weight *= 0.05
        if move is Move.GO_SILENT and reading.asks:
            weight *= _SILENT_WHEN_ASKED
        for act in reading.heard.acts:
            weight *= PROVOKES.get(act.id, {}).get(move, 1.0)
        weights[move] = weight
    return weights


def _fits(move: Move, heard: ClientState, goal: Goal) -> bool:
    """Whether a move makes sense with what the client knows."""
    decided = heard.knows_decision
    fits: dict[Move, bool] = {
        Move.OPEN: False,
        Move.DEMAND_REASONS: decided and AgendaItem.WHY in heard.open_agenda and not heard.knows_reason,
        Move.DENY: decided and (heard.knows_reason or heard.was_blamed),
        Move.MINIMISE: decided,
        Move.GUILT: decided,
        Move.BARGAIN: decided,
        Move.OFFER_MONEY: decided,
        Move.MISUNDERSTAND: len(heard.moves) <= 4,
        Move.ASK_LOGISTICS: heard.knows_terms or decided if goal is Goal.RESET else decided,
        Move.SOFTEN: decided and heard.times_decision_held > 0 and _was_given_something(heard),
        Move.CONFIDE: heard.trust >= 50 and Move.CONFIDE not in heard.moves[-CONFIDENCES_APART:],
        Move.PRESS: decided and _next_item(heard) is not None,
        Move.ATTACK: decided or heard.heat > 60,
        Move.THREATEN_REVIEW: decided,
        Move.THREATEN_NONPAYMENT: decided,
        Move.THREATEN_LAWYER: decided,
        Move.GO_TO_BOSS: decided,
    }
    return fits.get(move, True)


def _was_given_something(heard: ClientState) -> bool:
    """Whether the user gave more than their decision; nobody warms to a bare no, however often it is said."""
    return heard.acknowledgements > 0 or heard.knows_reason or heard.knows_handover


def _mood_factor(move: Move, heard: ClientState) -> float:
    if move in THREATS:
        return 0.2 + heard.heat / 60
    if move in (Move.SOFTEN, Move.CONFIDE, Move.FLATTER):
        return max(0.05, (heard.trust + 60 - heard.heat) / 80)
    return 1.0


def _drawn(weights: dict[Move, float], chance: random.Random) -> Move:
    likely = {move: weight for move, weight in weights.items() if weight > 0}
    if not likely:
        return Move.GO_SILENT
    return chance.choices(list(likely), weights=list(likely.values()))[0]


def _step(
    heard: ClientState,
    move: Move,
    *,
    item: AgendaItem | None = None,
    fact: str | None = None,
    ended: Ending | None = None,
    rebound: float = 0.0,
) -> Step:
    testing = move in TESTS and ended is None
    state = heard.model_copy(
        update={
            "moves": (*heard.moves, move),
            "asked": _ASKS.get(move, heard.asked) if ended is None else None,
            "tests": heard.tests + testing,
            "being_tested": testing,
            "confided": (*heard.confided, fact) if fact else heard.confided,
            "resolve": min(100.0, heard.resolve + rebound),
        }
    )
    return Step(heard=heard, state=state, move=move, item=item, fact=fact, ended=ended)
