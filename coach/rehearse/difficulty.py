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
    needs_left: int  # of the persona's own needs that may stay unmet
    more_of_each: int  # added to the times a persona must be acknowledged, or try in vain


LEVELS = {
    1: Level(
        start=-8,
        gain=1.2,
        harm=0.8,
        rebound=0.0,
        patience=2,
        pressure=0.5,
        yield_resolve=45,
        yield_heat=72,
        yield_trust=12,
        holds=1,
        agenda_left=4,
        yield_chance=0.9,
        confide_from=-8,
        fewest_turns=4,
        needs_left=1,
        more_of_each=0,
    ),
    2: Level(
        start=0,
        gain=0.95,
        harm=1.0,
        rebound=1.2,
        patience=0,
        pressure=1.0,
        yield_resolve=28,
        yield_heat=60,
        yield_trust=22,
        holds=3,
        agenda_left=2,
        yield_chance=0.5,
        confide_from=0,
        fewest_turns=6,
        needs_left=0,
        more_of_each=0,
    ),
    3: Level(
        start=7,
        gain=0.57,
        harm=1.25,
        rebound=3.4,
        patience=-1,
        pressure=1.6,
        yield_resolve=22,
        yield_heat=50,
        yield_trust=32,
        holds=5,
        agenda_left=1,
        yield_chance=0.24,
        confide_from=8,
        fewest_turns=9,
        needs_left=0,
        more_of_each=1,
    ),
}


def level(difficulty: int) -> Level:
    """The level called 1 (easy), 2 or 3 (hard).

    Raises:
        BadInput: there is no such level.
    """
    if difficulty not in LEVELS:
        raise BadInput(f"Difficulty {difficulty!r} does not exist.", hint="Use 1, 2 or 3.")
    return LEVELS[difficulty]
