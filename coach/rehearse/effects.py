"""Effects: what each dialogue act does to a client's trust, heat and resolve, and what it makes them likely to do.

Calm repetition wears resolve down, hedging and bargaining feed it, blame and insult raise heat, empty empathy does
nothing, a specific acknowledgement and a straight answer earn trust.
"""

from typing import NamedTuple

from coach.vocabulary.rehearsal import ActId, Move


class Effect(NamedTuple):
    """Points added to trust, heat and resolve."""

    trust: float
    heat: float
    resolve: float


EFFECTS: dict[ActId, Effect] = {
    ActId.GREET: Effect(0.5, 0, 0),
    ActId.THANK: Effect(2, -1, 0),
    ActId.ACKNOWLEDGE_FEELINGS: Effect(8, -7, -3),
    ActId.STATE_DECISION: Effect(0, 5, -4),
    ActId.HEDGE_DECISION: Effect(-2, 1, 10),
    ActId.REASON_FACTS: Effect(3, -2, -4),
    ActId.REASON_PERSON: Effect(-8, 12, 4),
    ActId.CITE_CONTRACT: Effect(-1, 2, -5),
    ActId.NAME_DATE: Effect(2, -1, -5),
    ActId.OFFER_HANDOVER: Effect(5, -3, -6),
    ActId.SET_BOUNDARY: Effect(1, 1, -6),
    ActId.REPEAT_DECISION: Effect(0, 1, -8),
    ActId.ANSWER_QUESTION: Effect(4, -3, -3),
    ActId.DODGE: Effect(-6, 6, 4),
    ActId.ASK: Effect(2, -1, 0),
    ActId.PROPOSE_RESET: Effect(3, -1, -4),
    ActId.NAME_NEW_TERMS: Effect(1, 1, -6),
    ActId.CONCEDE: Effect(3, -3, 2),
    ActId.BARGAIN: Effect(0, -1, 8),
    ActId.APOLOGISE: Effect(2, -2, 0),
    ActId.OVER_APOLOGISE: Effect(-3, 0, 9),
    ActId.BLAME: Effect(-6, 11, 5),
    ActId.INSULT: Effect(-14, 22, 8),
    ActId.THREATEN: Effect(-12, 18, 6),
    ActId.LECTURE: Effect(-5, 8, 4),
    ActId.OVER_EXPLAIN: Effect(-2, 2, 6),
    ActId.GIVE_IN: Effect(4, -10, 30),
    ActId.GOODBYE: Effect(1, 0, -1),
}

OUTRAGES = (ActId.INSULT, ActId.THREATEN)
UNPRODUCTIVE = (ActId.DODGE, ActId.HEDGE_DECISION, ActId.OVER_APOLOGISE, ActId.OVER_EXPLAIN)
TESTS = frozenset(
    {
        Move.BARGAIN,
        Move.OFFER_MONEY,
        Move.TEST_BOUNDARY,
        Move.GO_TO_BOSS,
        Move.THREATEN_REVIEW,
        Move.THREATEN_NONPAYMENT,
        Move.THREATEN_LAWYER,
        Move.GUILT,
        Move.FLATTER,
        Move.POUNCE_ON_HEDGE,
    }
)
THREATS = frozenset(
    {Move.THREATEN_REVIEW, Move.THREATEN_NONPAYMENT, Move.THREATEN_LAWYER, Move.GO_TO_BOSS, Move.ATTACK}
)

# What an act makes more likely (times its factor) in the client's answer.
PROVOKES: dict[ActId, dict[Move, float]] = {
    ActId.REASON_FACTS: {Move.DENY: 1.6, Move.MINIMISE: 1.8, Move.DEMAND_REASONS: 0.0},
    ActId.REASON_PERSON: {Move.ATTACK: 2.0, Move.DENY: 2.0, Move.GUILT: 1.5},
    ActId.BLAME: {
        Move.DENY: 2.2,
        Move.ATTACK: 1.8,
        Move.GUILT: 1.3,
        Move.FLATTER: 0.2,
        Move.BARGAIN: 0.5,
        Move.ASK_LOGISTICS: 0.3,
    },
    ActId.INSULT: {
        Move.ATTACK: 3.0,
        Move.GO_TO_BOSS: 2.0,
        Move.FLATTER: 0.0,
        Move.BARGAIN: 0.2,
        Move.OFFER_MONEY: 0.1,
        Move.ASK_LOGISTICS: 0.1,
    },
    ActId.THREATEN: {Move.THREATEN_LAWYER: 3.0, Move.ATTACK: 2.0, Move.FLATTER: 0.0, Move.BARGAIN: 0.3},
    ActId.LECTURE: {Move.ATTACK: 1.8, Move.DENY: 1.5, Move.GO_SILENT: 1.5},
    ActId.CITE_CONTRACT: {Move.THREATEN_LAWYER: 1.8, Move.DENY: 0.7, Move.ASK_LOGISTICS: 1.3},
    ActId.NAME_DATE: {Move.BARGAIN: 1.4, Move.ASK_LOGISTICS: 1.4, Move.TEST_BOUNDARY: 1.3},
    ActId.OFFER_HANDOVER: {Move.ASK_LOGISTICS: 1.8, Move.SOFTEN: 1.5, Move.TEST_BOUNDARY: 1.3},
    ActId.SET_BOUNDARY: {Move.ATTACK: 1.3, Move.GO_SILENT: 1.5, Move.SOFTEN: 1.3, Move.TEST_BOUNDARY: 0.6},
    ActId.REPEAT_DECISION: {Move.BARGAIN: 1.3, Move.OFFER_MONEY: 1.3, Move.GUILT: 1.2, Move.MISUNDERSTAND: 0.3},
    ActId.APOLOGISE: {Move.GUILT: 1.5},
    ActId.OVER_APOLOGISE: {Move.GUILT: 2.5, Move.TEST_BOUNDARY: 2.0, Move.FLATTER: 1.3},
    ActId.OVER_EXPLAIN: {Move.MINIMISE: 1.8, Move.DENY: 1.4, Move.MISUNDERSTAND: 1.5},
    ActId.BARGAIN: {Move.BARGAIN: 3.0, Move.OFFER_MONEY: 1.5, Move.TEST_BOUNDARY: 1.5},
    ActId.CONCEDE: {Move.TEST_BOUNDARY: 2.5, Move.BARGAIN: 1.8, Move.SOFTEN: 1.3},
    ActId.NAME_NEW_TERMS: {Move.BARGAIN: 1.5, Move.MINIMISE: 1.3, Move.TEST_BOUNDARY: 1.4, Move.ASK_LOGISTICS: 1.3},
    ActId.ACKNOWLEDGE_FEELINGS: {Move.SOFTEN: 1.6, Move.CONFIDE: 1.5, Move.GUILT: 1.2, Move.ATTACK: 0.7},
    ActId.GOODBYE: {Move.TEST_BOUNDARY: 0.3, Move.GUILT: 1.5, Move.SOFTEN: 1.5, Move.MISUNDERSTAND: 0.2},
    ActId.THANK: {Move.FLATTER: 1.3, Move.SOFTEN: 1.2},
}
