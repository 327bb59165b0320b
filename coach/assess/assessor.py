"""The assessor: reads a situation with a detector, decides by rule, tells it with quotes and citations."""

import re
from collections.abc import Callable

from coach.assess.cues import read_cues
from coach.assess.detector import SignDetector, SignReading
from coach.assess.telling import next_steps, questions, tell
from coach.assess.verdict import Facts, decide
from coach.content import load_signs
from coach.situation import Situation
from coach.vocabulary.assessment import Assessment, PossibleSign, ReportedSign
from coach.vocabulary.passage import Citation, Passage

MOST_POSSIBLE = 5
MOST_PROPOSALS = 6  # clear and possible together, unless more are clear
_REFERENCE = re.compile(r"\[([a-z0-9-]+#[a-z0-9-]+)\]")


def assess(situation: Situation, detector: SignDetector, cite: Callable[[str], Passage]) -> Assessment:
    """The assessment of `situation`; `cite` gives the passage with an id.

    Every quote is checked against the text; a reading whose quotes are not in it is dropped.
    """
    readings = [_verified(reading, situation.text) for reading in detector.read(situation.text)]
    clear = tuple(_reported(reading) for reading in readings if reading.clear and reading.evidence)
    room = max(0, min(MOST_POSSIBLE, MOST_PROPOSALS - len(clear)))
    open_ones = sorted(
        (r for r in readings if r.possible and not r.clear and r.evidence),
        key=lambda r: -r.confidence,
    )
    facts = Facts(
        signs=tuple(sorted(clear, key=lambda sign: (-sign.severity, -sign.confidence))),
        possible=tuple(_possible(reading) for reading in open_ones[:room]),
        cues=read_cues(situation.text),
        relation=situation.relation,
        words=len(situation.text.split()),
    )
    decision = decide(facts)
    verdict, steps = tell(decision, facts, situation), next_steps(decision, facts)
    return Assessment(
        signs=facts.signs,
        possible=facts.possible,
        verdict=verdict,
        questions=questions(decision, facts),
        next_steps=steps,
        citations=_citations(
            facts, (*verdict.reasons, *verdict.against, *verdict.their_side, *verdict.my_part, *steps), cite
        ),
        engine=detector.name,
    )


def _verified(reading: SignReading, text: str) -> SignReading:
    kept = tuple(quote for quote in reading.evidence if quote.is_in(text))
    return reading if kept == reading.evidence else reading.model_copy(update={"evidence": kept})


def _reported(reading: SignReading) -> ReportedSign:
    known = load_signs()[reading.id]
    return ReportedSign(
        id=reading.id,
        confidence=reading.confidence,
        severity=known.severity,
        evidence=reading.evidence[:3],
        sources=known.passages,
    )


def _possible(reading: SignReading) -> PossibleSign:
    return PossibleSign(
        id=reading.id,
        confidence=reading.confidence,
        question=load_signs()[reading.id].questions[0],
        evidence=reading.evidence[:1],
    )


def _citations(facts: Facts, sentences: tuple[str, ...], cite: Callable[[str], Passage]) -> tuple[Citation, ...]:
    """Every passage that a sign or a sentence names, once, in the order of naming."""
    named = [source for sign in facts.signs for source in sign.sources]
    named += [reference for sentence in sentences for reference in _REFERENCE.findall(sentence)]
    return tuple(Citation.of(cite(reference)) for reference in dict.fromkeys(named))
