"""Needs: what a kind of client must have heard, and tried in vain, before they give way; in each persona's file."""

from collections.abc import Collection
from enum import StrEnum

from pydantic import Field

from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import AgendaItem, ClientState, Move


class Need(StrEnum):
    """One thing a client may still be waiting for."""

    HOLDS = "holds"
    REASON = "reason"
    ACKNOWLEDGEMENT = "acknowledgement"
    LIMIT = "limit"
    THANKS = "thanks"
    DATE = "date"
    HANDOVER = "handover"
    TERMS = "terms"
    ANSWER = "answer"
    NO_TRADE = "no_trade"


class Tries(Value):
    """What this client tries before they can let go: at least `least` of `moves`, in vain."""

    moves: tuple[Move, ...] = Field(min_length=1)
    least: int = Field(ge=1, le=4)


class Needs(Value):
    """What must be there before this client gives way, besides what the difficulty asks of everybody.

    `holds`, `acknowledgements` and `limits` are counts of user turns; `answers` are questions that may not stay open;
    `most_trades` is how often the user may make a counter-offer of their own.
    """

    holds: int = 0
    reason: bool = False
    acknowledgements: int = 0
    limits: int = 0
    thanks: bool = False
    date: bool = False
    handover: bool = False
    terms: bool = False
    answers: tuple[AgendaItem, ...] = ()
    most_trades: int | None = None
    tries: Tries | None = None


def missing(needs: Needs, state: ClientState, more: int = 0) -> frozenset[Need]:
    """What the client still waits for; `more` is added to how often they must be acknowledged, where they must be."""
    acknowledgements = needs.acknowledgements + more if needs.acknowledgements else 0
    lacking = {
        Need.HOLDS: state.times_decision_held - state.hedges < needs.holds,
        Need.REASON: needs.reason and not state.knows_reason,
        Need.ACKNOWLEDGEMENT: state.acknowledgements < acknowledgements,
        Need.LIMIT: state.limits < needs.limits,
        Need.THANKS: needs.thanks and not state.was_thanked,
        Need.DATE: needs.date and not state.knows_date,
        Need.HANDOVER: needs.handover and not state.knows_handover,
        Need.TERMS: needs.terms and not state.knows_terms,
        Need.ANSWER: any(item in state.open_agenda for item in needs.answers),
        Need.NO_TRADE: needs.most_trades is not None and state.trades > needs.most_trades,
    }
    return frozenset(need for need, lacks in lacking.items() if lacks)


def untried(needs: Needs, state: ClientState, spent: Collection[Move] = (), more: int = 0) -> tuple[Move, ...]:
    """The moves the client must make before they let go, while they have not made enough of them, `more` than they need
    by themselves; those in `spent` are past making."""
    tries = needs.tries
    if tries is None or sum(state.moves.count(move) for move in tries.moves) >= tries.least + more:
        return ()
    return tuple(move for move in tries.moves if move not in spent)
