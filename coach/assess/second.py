"""The second reading: what a model sees in the same text is laid beside the built-in reading, and where they differ the user is asked.

A model settles nothing. What it alone sees becomes a possible sign with its question; a clear sign that it does not see stays, and
is asked about; what both see is clear, unless that would change the verdict: then the user decides it. So whatever a model
answers, for whatever reason, the verdict is the one that the rules give on the built-in reading and the user's own answers.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from coach.assess.detector import Opinion, Opinions, Says, SignReading
from coach.assess.quoting import together
from coach.content import load_signs, read_yaml
from coach.vocabulary.assessment import ReportedSign, SecondReading
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId

SEEN = 0.8  # how sure a plain yes of a model is taken to be, before the built-in reading is weighed in
MOST_QUOTES = 3


def beside(readings: Sequence[SignReading], opinions: Opinions) -> tuple[SignReading, ...]:
    """The built-in readings with what the model adds: quotes, passages, and possible signs; no sign becomes clear or less so."""
    return tuple(_beside(one, opinions.of(one.id)) for one in readings)


def _beside(one: SignReading, other: Opinion | None) -> SignReading:
    if other is None or other.says is Says.NO:
        return one
    seen = one.clear or one.possible
    if not seen and other.says is Says.PERHAPS:
        return one
    evidence = together(one.evidence, other.evidence) if seen else other.evidence
    sure = one.confidence if one.clear else max(one.confidence, round((one.confidence + SEEN) / 2, 3))
    return one.model_copy(
        update={
            "possible": True,
            "confidence": sure if other.says is Says.YES else one.confidence,
            "evidence": evidence[:MOST_QUOTES],
            "sources": other.sources,
        }
    )


def both_see(readings: Sequence[SignReading], opinions: Opinions) -> tuple[SignId, ...]:
    """The possible signs of the built-in reading that the model says a plain yes to, the surest first.

    Not those that call for leaving at once, and none where the text speaks to machines: they are asked about.
    """
    if opinions.speaks_to_machines:
        return ()
    found = [
        one
        for one in readings
        if one.possible
        and not one.clear
        and not load_signs()[one.id].urgent
        and (other := opinions.of(one.id)) is not None
        and other.says is Says.YES
    ]
    return tuple(one.id for one in sorted(found, key=lambda one: -one.confidence))


def cleared(readings: Sequence[SignReading], signs: Sequence[SignId]) -> tuple[SignReading, ...]:
    """The readings with these signs clear."""
    return tuple(one.model_copy(update={"clear": True}) if one.id in signs else one for one in readings)


def summed_up(readings: Sequence[SignReading], opinions: Opinions) -> SecondReading:
    """What the second reading came to; `readings` are the built-in ones."""
    said = {one.id: one.says for one in opinions.signs}
    seen = [one.id for one in readings if one.clear or one.possible]
    first = _plain_words(opinions.speaks_to_machines[0].quote) if opinions.speaks_to_machines else None
    return SecondReading(
        engine=opinions.engine,
        agrees=tuple(sign for sign in seen if said.get(sign, Says.NO) is not Says.NO),
        adds=tuple(sign for sign, says in said.items() if says is Says.YES and sign not in seen),
        doubts=tuple(one.id for one in readings if one.clear and said.get(one.id) is Says.NO),
        unread=tuple(one.id for one in readings if one.id not in said),
        unread_because=opinions.unread_because,
        dropped=opinions.dropped,
        speaks_to_machines=first,
    )


def doubts(opinions: Opinions, clear: Sequence[ReportedSign]) -> Iterator[tuple[ReportedSign, tuple[Evidence, ...]]]:
    """The clear signs that the model does not see and the user has not confirmed, with what it quotes against them."""
    for sign in clear:
        opinion = opinions.of(sign.id)
        if opinion is not None and opinion.says is Says.NO and not sign.confirmed:
            yield sign, opinion.against


def failed(because: str) -> str:
    """What the user is told where there is no second reading."""
    return str(_words()["degraded"]).format(because=because)


def about(second: SecondReading) -> tuple[str, ...]:
    """What the user is told of a second reading, a sentence each."""
    words, told = _words(), []
    counts = [(key, len(getattr(second, key))) for key in ("agrees", "adds", "doubts")]
    told.append(words["read"].format(engine=second.engine, **{key: _counted(key, n) for key, n in counts}))
    if second.unread:
        told.append(
            words["unread"].format(
                count=_signs(len(second.unread)), because=second.unread_because or words["no_answer"]
            )
        )
    dropped = [_counted(key, n) for key, n in second.dropped.model_dump().items() if n]
    if dropped:
        told.append(words["dropped"].format(what=_listed(dropped)))
    if second.speaks_to_machines:
        told.append(words["speaks_to_machines"].format(quote=second.speaks_to_machines))
    return tuple(told)


def doubt_asked(sign: ReportedSign, against: Sequence[Evidence], question: str) -> str:
    """The open question of a clear sign that the model does not see."""
    words, name = _words(), load_signs()[sign.id].name
    key = "doubt_with_quote" if against else "doubt"
    quote = _short(against[0].quote) if against else ""
    return str(words[key].format(name=name, quote=quote, question=question))


def _plain_words(quote: str) -> str:
    """The first words of a quote, letters alone: no link or tag can be among them."""
    return " ".join(re.findall(r"[^\W\d_]+", quote)[:_FIRST_WORDS])


def _counted(key: str, number: int) -> str:
    forms = _words()["counts"][key]
    return str(forms.get(number, forms["more"])).format(n=number)


def _signs(number: int) -> str:
    return _counted("signs_read", number)


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"


_LONGEST, _FIRST_WORDS = 140, 6


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("second.yaml")
    return found
