"""Claims: what a wording takes for granted, and whether the case holds it; nothing is asserted that nobody said."""

import re
from collections.abc import Iterator, Set
from functools import cache

from coach.content import read_yaml
from coach.situation import Relation
from coach.vocabulary.base import Value


class Claim(Value):
    """An assertion found by `words` that one of `needs`, if any, must cover and none of `not_with` may stand against."""

    id: str
    words: str
    needs: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    relations: frozenset[Relation] = frozenset(Relation)

    def is_covered(self, known: Set[str]) -> bool:
        """Whether what is known allows it."""
        return (not self.needs or bool(self.needs & known)) and not self.not_with & known


@cache
def claims() -> tuple[Claim, ...]:
    """`knowledge/phrases/claims.yaml`."""
    return tuple(
        Claim.model_validate({"id": key, **entry}) for key, entry in read_yaml("phrases", "claims.yaml").items()
    )


@cache
def _patterns() -> tuple[tuple[Claim, re.Pattern[str]], ...]:
    return tuple((claim, re.compile(claim.words, re.I)) for claim in claims())


@cache
def claims_of(wording: str, relation: Relation) -> tuple[Claim, ...]:
    """The claims a wording makes towards one side."""
    straight = wording.replace("’", "'")
    return tuple(c for c, pattern in _patterns() if relation in c.relations and pattern.search(straight))


def may_say(wording: str, relation: Relation, known: Set[str]) -> bool:
    """Whether the case holds everything that a wording asserts."""
    return all(claim.is_covered(known) for claim in claims_of(wording, relation))


def unsupported(text: str, relation: Relation, known: Set[str]) -> Iterator[tuple[str, str]]:
    """What a finished text asserts without support: the claim and the words."""
    for claim, pattern in _patterns():
        if relation in claim.relations and not claim.is_covered(known):
            for match in pattern.finditer(text.replace("’", "'")):
                yield claim.id, match[0]
