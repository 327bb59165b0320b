"""Terms: what a reader of a single term gets and gives - the sentences of a contract in, a value with its span out."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from coach.plan.actors import Cast, Holder
from coach.plan.clauses import Unit
from coach.plan.ending import Reading
from coach.plan.normal import normal


class Found(NamedTuple):
    """A term's value and the span of the words that state it."""

    value: bool | int | str
    start: int
    end: int


Reader = Callable[[Reading, Cast], Found | None]


def each(reading: Reading) -> Iterator[tuple[Unit, str]]:
    """Every sentence with its words on one line."""
    for unit in reading.units:
        yield unit, normal(reading.text[unit.start : unit.end])


def first(reading: Reading, test: Callable[[Unit, str], bool]) -> Found | None:
    """True with the first sentence that passes `test`."""
    return next((Found(True, unit.start, unit.end) for unit, words in each(reading) if test(unit, words)), None)


def subject_is(words: str, cast: Cast, holder: Holder) -> bool:
    """Whether the sentence begins with an actor of this kind."""
    named = next(iter(cast.mentions(words)), None)
    return named is not None and named.start <= 12 and named.holder is holder


def headed(unit: Unit, words: str) -> bool:
    """Whether the unit stands under a heading that holds one of `words` (a pattern)."""
    return re.search(words, unit.heading, re.IGNORECASE) is not None
