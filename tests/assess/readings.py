"""A reading with the confidences a test asks for."""

from coach.assess.detector import Reading, SignReading
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

QUOTE = (Evidence(quote="x", start=0, end=1),)


def reading(quote: tuple[Evidence, ...] = QUOTE, **sure: float) -> Reading:
    """A reading with these confidences; clear from 0.5, possible from 0.1."""
    return Reading(
        signs=tuple(
            SignReading(
                id=sign,
                confidence=sure.get(sign, 0.0),
                clear=sure.get(sign, 0.0) >= 0.5,
                possible=sure.get(sign, 0.0) >= 0.1,
                evidence=quote,
            )
            for sign in SignId
        )
    )
