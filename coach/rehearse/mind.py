"""Mind: how the client's state changes when they hear a turn. Pure: an old state and a reading in, a new state out."""

from coach.rehearse.difficulty import Level
from coach.rehearse.effects import EFFECTS, OUTRAGES, UNPRODUCTIVE, Effect
from coach.rehearse.personas import Profile
from coach.rehearse.reading import Reading
from coach.vocabulary.rehearsal import ActId, AgendaItem, ClientState, Goal, Stage, Tone

_CALMING = 2.0
_HOSTILE_HEAT = 5.0
_ANXIOUS_RESOLVE = 2.0
_TRIGGER = 5.0
_SOOTHER = (2.5, -2.5)
_WAVERING = Effect(0, -2, 8)  # of what only sounds like giving in
_FADING = 0.7  # each further acknowledgement counts that much of the one before
_OLD_NEWS = 0.4  # of an act's effect is left when the client has had it before
_ROOM = 35.0  # points from the end of the scale where trust grows and heat falls more slowly: some resistance stays
_ECHO = (1.0, 0.8, 0.5, 0.25, 0.1)  # of a turn's good is left when it was said that often before
_MOST_ECHOES = 2  # the same sentence again is firmness; beyond that it is a recording
_LIMIT_WORDS = 4
_HOLDING = (ActId.REPEAT_DECISION, ActId.SET_BOUNDARY)


def first_state(profile: Profile, level: Level) -> ClientState:
    """The client before a word was said."""
    start = profile.temperament
    return ClientState(
        trust=_bounded(start.trust - level.start),
        heat=_bounded(start.heat + level.start),
        resolve=_bounded(start.resolve + level.start),
        open_agenda=profile.agenda,
        patience=max(2, start.patience + level.patience),
    )


def hear(state: ClientState, reading: Reading, profile: Profile, goal: Goal, level: Level) -> ClientState:
    """The client after hearing a turn, before they answer."""
    trust, heat, resolve = _moved(state, reading, profile, level)
    known = _knowledge(state, reading, goal)
    held = known["knows_decision"] and reading.heard.has(*_HOLDING, ActId.STATE_DECISION) and _steady(reading)
    held = held and state.knows_decision and reading.echoes <= _MOST_ECHOES
    productive = _is_productive(state, reading)
    decided_before = known["knows_decision"]
    after = state.model_copy(
        update={
            "trust": trust,
            "heat": heat,
            "resolve": resolve,
            **known,
            "open_agenda": tuple(item for item in state.open_agenda if item not in reading.addresses),
            "asked": None if state.asked in reading.addresses else state.asked,
            "times_decision_held": state.times_decision_held + held,
            "tests_held": state.tests_held + (state.being_tested and _steady(reading)),
            "being_tested": False,
            "acknowledgements": state.acknowledgements + (reading.specific and _acknowledged(reading)),
            "hedges": state.hedges + reading.hedged,
            "last_hedge": state.turns_heard if reading.hedged else state.last_hedge,
            "outrages": state.outrages + sum(act.id in OUTRAGES for act in reading.heard.acts),
            "was_blamed": state.was_blamed or reading.heard.has(ActId.BLAME, ActId.REASON_PERSON, ActId.INSULT),
            "idle_turns": 0 if productive else state.idle_turns + 1,
            "turns_heard": state.turns_heard + 1,
            "was_thanked": state.was_thanked or (decided_before and reading.heard.has(ActId.THANK)),
            "limits": state.limits + _sets_a_limit(reading),
            "trades": state.trades + reading.heard.has(ActId.BARGAIN),
            "goodbyes": state.goodbyes + reading.leaves,
        }
    )
    return after.model_copy(update={"stage": stage_of(after, level)})


def stage_of(state: ClientState, level: Level) -> Stage:
    """Where the talk stands, by what is known and how much will is left."""
    if state.accepted:
        return Stage.CLOSING
    if not state.knows_decision:
        return Stage.OPENING
    if state.times_decision_held == 0 and len(state.moves) <= 2:
        return Stage.REACTION
    if state.resolve > level.yield_resolve + 22 or state.heat > level.yield_heat:
        return Stage.PRESSING
    if state.resolve > level.yield_resolve + 10:
        return Stage.BARGAINING
    return Stage.LOGISTICS


def _moved(state: ClientState, reading: Reading, profile: Profile, level: Level) -> tuple[float, float, float]:
    trust = heat = resolve = 0.0
    for act_id in {act.id: None for act in reading.heard.acts}:
        effect = _effect(act_id, state, reading, profile)
        trust += effect.trust * (level.gain if effect.trust > 0 else level.harm)
        heat += effect.heat * (level.harm if effect.heat > 0 else level.gain)
        resolve += effect.resolve * (level.harm if effect.resolve > 0 else level.gain)
    if reading.heard.tone is Tone.HOSTILE:
        heat += _HOSTILE_HEAT * level.harm
    elif reading.heard.tone is Tone.ANXIOUS:
        resolve += _ANXIOUS_RESOLVE * level.harm
    elif state.heat > profile.temperament.heat - 20:
        heat -= _CALMING * level.gain
    fresh = _ECHO[min(reading.echoes, len(_ECHO) - 1)]
    trust, heat, resolve = (
        trust * (fresh if trust > 0 else 1),
        heat * (fresh if heat < 0 else 1),
        resolve * (fresh if resolve < 0 else 1),
    )
    trust *= min(1.0, (100 - state.trust) / _ROOM) if trust > 0 else 1
    heat *= min(1.0, state.heat / _ROOM) if heat < 0 else 1
    return _bounded(state.trust + trust), _bounded(state.heat + heat), _bounded(state.resolve + resolve)


def _effect(act_id: ActId, state: ClientState, reading: Reading, profile: Profile) -> Effect:
    effect = EFFECTS[act_id]
    if act_id is ActId.ACKNOWLEDGE_FEELINGS:
        effect = _acknowledgement(effect, state, reading)
    if act_id is ActId.GIVE_IN and not reading.retracts:
        effect = _WAVERING
    if act_id is ActId.ANSWER_QUESTION and not _answers(state, reading):
        effect = Effect(0, 0, 0)
    if act_id is ActId.STATE_DECISION and state.knows_decision:
        effect = EFFECTS[ActId.REPEAT_DECISION]
    if act_id in (ActId.STATE_DECISION, ActId.REPEAT_DECISION) and not reading.firm:
        effect = Effect(0, 0, 0)
    if _is_old(act_id, state):
        effect = Effect(effect.trust * _OLD_NEWS, effect.heat * _OLD_NEWS, effect.resolve * _OLD_NEWS)
    if act_id in profile.triggers:
        return Effect(effect.trust - 1, effect.heat + _TRIGGER, effect.resolve)
    if act_id in profile.soothers and effect != Effect(0, 0, 0) and not _is_old(act_id, state):
        return Effect(effect.trust + _SOOTHER[0], effect.heat + _SOOTHER[1], effect.resolve)
    return effect


def _answers(state: ClientState, reading: Reading) -> bool:
    """Whether what sounds like an answer is one: to the question that is open, else in more than a word or two."""
    if state.asked is not None:
        return state.asked in reading.addresses
    return reading.words >= _LIMIT_WORDS and not reading.echoes


def _is_old(act_id: ActId, state: ClientState) -> bool:
    """Whether the client has had this before, so that it hardly moves them any more."""
    known = {
        ActId.NAME_DATE: state.knows_date,
        ActId.OFFER_HANDOVER: state.knows_handover,
        ActId.NAME_NEW_TERMS: state.knows_terms,
        ActId.REASON_FACTS: state.knows_reason,
        ActId.PROPOSE_RESET: state.knows_decision,
        ActId.THANK: state.turns_heard > 1,
        ActId.GREET: state.turns_heard > 0,
    }
    return known.get(act_id, False)


def _acknowledgement(effect: Effect, state: ClientState, reading: Reading) -> Effect:
    """A specific one counts, a bit less each time; an empty one counts for nothing."""
    if not reading.specific:
        return Effect(0, 0, 0)
    fading = _FADING**state.acknowledgements
    return Effect(effect.trust * fading, effect.heat * fading, effect.resolve * fading)


def _knowledge(state: ClientState, reading: Reading, goal: Goal) -> dict[str, bool]:
    heard = reading.heard
    terms = heard.has(ActId.NAME_NEW_TERMS)
    proposed = goal is Goal.RESET and heard.has(ActId.PROPOSE_RESET, ActId.NAME_NEW_TERMS)
    soft = heard.has(ActId.HEDGE_DECISION, ActId.GIVE_IN)
    return {
        "knows_decision": state.knows_decision or reading.firm or (proposed and not soft),
        "knows_date": state.knows_date or heard.has(ActId.NAME_DATE),
        "knows_handover": state.knows_handover or heard.has(ActId.OFFER_HANDOVER),
        "knows_terms": state.knows_terms or terms,
        "knows_reason": state.knows_reason or AgendaItem.WHY in reading.addresses,
    }


def _steady(reading: Reading) -> bool:
    """Whether a turn gives nothing away."""
    return not reading.heard.has(ActId.GIVE_IN, ActId.BARGAIN, ActId.HEDGE_DECISION, ActId.OVER_APOLOGISE)


def _sets_a_limit(reading: Reading) -> bool:
    """Whether a turn says, in more than a word and not for the second time, what the user will not take."""
    said = reading.words >= _LIMIT_WORDS and not reading.echoes
    return said and reading.heard.has(ActId.SET_BOUNDARY) and _steady(reading)


def _acknowledged(reading: Reading) -> bool:
    return reading.heard.has(ActId.ACKNOWLEDGE_FEELINGS)


def _is_productive(state: ClientState, reading: Reading) -> bool:
    """Whether the turn brought the client anything: news, an answer, a clear word."""
    if reading.heard.has(*UNPRODUCTIVE):
        return False
    answers = state.asked is None or state.asked in reading.addresses
    return answers or reading.firm or (reading.specific and _acknowledged(reading))


def _bounded(points: float) -> float:
    return round(min(100.0, max(0.0, points)), 2)
