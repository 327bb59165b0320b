"""Difficulty: what each of the three levels changes in the client's behaviour."""

from dataclasses import dataclass

from coach.errors import BadInput


@dataclass(frozen=True)
class Level:
    """How hard the client is to move. Points are on the 0-100 scales of the client's state."""

    start: float  # added to heat and resolve, taken from trust, at the start
    gain: float  # how much of a good act's effect arrives
    harm: float  # how much of a bad act's effect arrives
    rebound: float  # resolve won back each turn by pushing on
    patience: int  # added to the persona's patience
    pressure: float  # weight of threats and attacks
    yield_resolve: float  # yields only at or below this resolve …
    yield_heat: float  # … and this heat …
    yield_trust: float  # … and from this trust on
    holds: int  # calm repetitions of the decision it takes
    agenda_left: int  # agenda questions that may stay open
    yield_chance: float  # once all that is so, the chance to yield in this turn
    confide_from: float  # added to the trust a held-back fact needs
    fewest_turns: int  # user turns before any yielding


LEVELS = {
    1: Level(-8, 1.2, 0.8, 0.0, 2, 0.5, 45, 72, 12, 1, 4, 0.9, -8, 4),
    2: Level(0, 0.95, 1.0, 1.2, 0, 1.0, 28, 60, 22, 3, 2, 0.5, 0, 6),
    3: Level(7, 0.72, 1.25, 2.6, -1, 1.6, 22, 50, 32, 4, 1, 0.3, 8, 8),
}


def level(difficulty: int) -> Level:
    """The level called 1 (easy), 2 or 3 (hard).

    Raises:
        BadInput: there is no such level.
    """
    if difficulty not in LEVELS:
        raise BadInput(f"Difficulty {difficulty!r} does not exist.", hint="Use 1, 2 or 3.")
    return LEVELS[difficulty]
