"""The assessor: reads a situation with a detector, decides by rule, tells it with quotes and citations."""

import re
from collections.abc import Callable

from coach.assess.cues import Cue, read_cues
from coach.assess.detector import Reading, SignDetector, SignReading
from coach.assess.intake import next_questions, settle, told
from coach.assess.reader import MARKS
from coach.assess.telling import next_steps, questions, tell
from coach.assess.verdict import Facts, decide
from coach.content import load_signs
from coach.situation import Situation
from coach.thread import Voice
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.passage import Citation, Passage

MOST_POSSIBLE = 5
MOST_PROPOSALS = 6  # clear and possible together, unless more are clear
_REFERENCE = re.compile(r"\[([a-z0-9-]+#[a-z0-9-]+)\]")


def assess(situation: Situation, detector: SignDetector, cite: Callable[[str], Passage]) -> Assessment:
    """The assessment of `situation`; `cite` gives the passage with an id.

    Every quote is checked against the text; a reading whose quotes are not in it is dropped. What the user answered and
    recorded stands above what was read.
    """
    reading = _checked(_read(situation, detector), situation.text)
    settled = settle(reading.signs, situation.answers, MOST_POSSIBLE, MOST_PROPOSALS)
    cues = _cues(situation)
    cues[Cue.DANGER] = reading.danger or cues[Cue.DANGER]
    cues[Cue.SELF_HARM] = reading.self_harm or cues[Cue.SELF_HARM]
    facts = Facts(
        signs=settled.clear,
        possible=settled.possible,
        cues=cues,
        relation=reading.relation or situation.relation,
        words=len(situation.text.split()),
        raised=reading.raised,
        fine=reading.fine,
        tried=reading.tried or cues[Cue.TRIED],
        goodwill=reading.goodwill or cues[Cue.PRAISE],
        own_part=reading.own_part or cues[Cue.OWN_FAULT],
    )
    facts = told(facts, situation.answers, situation.tries)
    decision = decide(facts)
    verdict, steps = tell(decision, facts, situation), next_steps(decision, facts)
    return Assessment(
        signs=facts.signs,
        possible=facts.possible,
        verdict=verdict,
        questions=questions(decision, facts, situation),
        next_steps=steps,
        citations=_citations(
            facts, (*verdict.reasons, *verdict.against, *verdict.their_side, *verdict.my_part, *steps), cite
        ),
        engine=detector.name,
        asks=next_questions(reading, facts, situation.answers),
    )


def _read(situation: Situation, detector: SignDetector) -> Reading:
    """The reading of all own words; how somebody behaves is not read from what the user wrote to them."""
    thread = situation.thread
    if thread is None:
        return detector.read(situation.text)
    everything = detector.read(thread.readable(situation.text))
    if not any(utterance.voice is Voice.TELLER for utterance in thread.utterances):
        return everything
    others = detector.read(thread.readable(situation.text, Voice.ACCOUNT, Voice.OTHER, Voice.UNKNOWN))
    signs = load_signs()
    return everything.model_copy(
        update={
            "danger": others.danger,
            "signs": tuple(
                theirs if signs[theirs.id].conduct else ours
                for theirs, ours in zip(others.signs, everything.signs, strict=True)
            ),
        }
    )


def _cues(situation: Situation) -> dict[Cue, tuple[Evidence, ...]]:
    """The cues, in words of the text; what the user wrote to the other side is no danger from them."""
    if situation.thread is None:
        return read_cues(situation.text)
    found = read_cues(situation.thread.readable(situation.text, Voice.ACCOUNT, Voice.OTHER, Voice.UNKNOWN))
    own = read_cues(situation.thread.readable(situation.text))
    found |= {cue: own[cue] for cue in (Cue.TRIED, Cue.UNTRIED, Cue.OWED, Cue.CONTRACT, Cue.SELF_HARM)}
    return {cue: tuple(_verbatim(one, situation.text) for one in quotes) for cue, quotes in found.items()}


def _verbatim(quote: Evidence, text: str) -> Evidence:
    return Evidence.at(text, quote.start, quote.end)


def _checked(reading: Reading, text: str) -> Reading:
    """`reading` with every quote as it stands in `text`, quote marks and all; what is not there is dropped."""

    def kept(quotes: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        same = (Evidence.at(text, one.start, one.end) for one in quotes if one.end <= len(text))
        pairs = zip(same, (one for one in quotes if one.end <= len(text)), strict=True)
        return tuple(here for here, there in pairs if _plain(here.quote) == _plain(there.quote))

    def sign(one: SignReading) -> SignReading:
        return one.model_copy(update={"evidence": kept(one.evidence)})

    return reading.model_copy(
        update={
            "signs": tuple(sign(one) for one in reading.signs),
            **{mark: kept(getattr(reading, mark)) for mark in MARKS},
        }
    )


def _plain(quote: str) -> str:
    """A quote without the marks that mail programs put before lines."""
    return " ".join(quote.replace(">", " ").split())


def _citations(facts: Facts, sentences: tuple[str, ...], cite: Callable[[str], Passage]) -> tuple[Citation, ...]:
    """Every passage that a sign or a sentence names, once, in the order of naming."""
    named = [source for sign in facts.signs for source in sign.sources]
    named += [reference for sentence in sentences for reference in _REFERENCE.findall(sentence)]
    return tuple(Citation.of(cite(reference)) for reference in dict.fromkeys(named))
