"""The assessor: reads a situation with a detector, decides by rule, tells it with quotes and citations."""

import re
from collections.abc import Callable

from coach.assess.cues import Cue, read_cues
from coach.assess.detector import Opinions, Reading, SecondReader, SignDetector, SignReading
from coach.assess.intake import most_questions, next_questions, settle, sign_question, told
from coach.assess.quoting import together
from coach.assess.reader import MARKS
from coach.assess.second import beside, both_see, cleared, doubt_asked, doubts, failed, summed_up
from coach.assess.telling import MOST_QUESTIONS, next_steps, questions, tell
from coach.assess.verdict import Decision, Facts, decide
from coach.content import load_signs
from coach.errors import ModelError
from coach.llm.data import without_instructions
from coach.situation import Situation
from coach.thread import Thread, Voice
from coach.vocabulary.assessment import Assessment, SecondReading
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.intake import Question, Raised
from coach.vocabulary.passage import Citation, Passage
from coach.vocabulary.signs import SignId

TOLD_ENOUGH = 200  # characters around a thread from which it tells what was tried
UNTOLD_FINE = 0.15  # the judges of a whole account know no threads: at most undecided, and without a leaning
MOST_POSSIBLE = 5
MOST_DOUBTS = 2  # of a second reader that are told among the questions; the intake asks them all
MOST_PROPOSALS = 6  # clear and possible together, unless more are clear
_REFERENCE = re.compile(r"\[([a-z0-9-]+#[a-z0-9-]+)\]")


def assess(
    situation: Situation,
    detector: SignDetector,
    cite: Callable[[str], Passage],
    second: SecondReader | None = None,
    again: bool = True,
) -> Assessment:
    """The assessment of `situation`; `cite` gives the passage with an id.

    Every quote is checked against the text; a reading whose quotes are not in it is dropped. What the user answered and
    recorded stands above what was read. A `second` reader adds quotes and questions and cannot move the verdict; without
    `again` it does not try anew what failed before.
    """
    reading = _checked(_read(situation, detector), situation.text)
    reading = reading.model_copy(update={"signs": tuple(_fair(sign, reading) for sign in reading.signs)})
    facts = _facts(situation, reading)
    decision = decide(facts)
    opinions, because = _opinions(situation, second, again)
    noted: SecondReading | None = None
    if opinions is not None:
        noted = summed_up(reading.signs, opinions)
        reading, facts = _with_second(situation, reading, opinions, decision)
    asks, asked = next_questions(reading, facts, situation.answers), questions(decision, facts, situation)
    if opinions is not None:
        asks, asked = _asked_besides(situation, facts, opinions, asks, asked)
    verdict, steps = tell(decision, facts, situation), next_steps(decision, facts)
    return Assessment(
        signs=facts.signs,
        possible=facts.possible,
        verdict=verdict,
        questions=asked,
        next_steps=steps,
        citations=_citations(
            facts, (*verdict.reasons, *verdict.against, *verdict.their_side, *verdict.my_part, *steps), cite
        ),
        engine=noted.engine if noted else detector.name,
        asks=asks,
        second=noted,
        degraded_because=because,
    )


def _facts(situation: Situation, reading: Reading) -> Facts:
    """What the rules look at, settled by what the user answered and recorded."""
    relation = reading.relation or situation.relation
    settled = settle(reading.signs, situation.answers, MOST_POSSIBLE, MOST_PROPOSALS, relation)
    cues = _cues(situation)
    facts = Facts(
        signs=settled.clear,
        possible=settled.possible,
        cues=cues,
        relation=relation,
        words=len(situation.text.split()),
        raised=reading.raised,
        fine=reading.fine,
        leanings=reading.leanings,
        tried=reading.tried or cues[Cue.TRIED],
        goodwill=reading.goodwill or cues[Cue.PRAISE],
        own_part=together(reading.own_part, cues[Cue.OWN_FAULT]),
        unsafe=reading.danger,
        despair=reading.self_harm,
    )
    return told(facts, situation.answers, situation.tries)


def _opinions(situation: Situation, second: SecondReader | None, again: bool) -> tuple[Opinions | None, str | None]:
    """What a second reader says, or why it says nothing."""
    if second is None:
        return None, None
    try:
        return second.read(situation, again), None
    except ModelError as error:
        return None, failed(str(error))


def _with_second(
    situation: Situation, reading: Reading, opinions: Opinions, decision: Decision
) -> tuple[Reading, Facts]:
    """The reading with what the second one adds, and its facts; a sign that both see is clear where the verdict stays."""
    joined = reading.model_copy(update={"signs": beside(reading.signs, opinions)})
    both: list[SignId] = []
    for sign in both_see(reading.signs, opinions):
        tried = reading.model_copy(update={"signs": cleared(reading.signs, (*both, sign))})
        if decide(_facts(situation, tried)).action is decision.action:
            both.append(sign)
    joined = joined.model_copy(update={"signs": cleared(joined.signs, both)})
    return joined, _facts(situation, joined)


def _asked_besides(
    situation: Situation, facts: Facts, opinions: Opinions, asks: tuple[Question, ...], asked: tuple[str, ...]
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """The intake's questions and those that are told, where the two readings differ first; danger before all."""
    answered = {answer.question for answer in situation.answers}
    differing = [
        (question, doubt_asked(sign, against, question.text))
        for sign, against in doubts(opinions, facts.signs)
        if (question := sign_question(sign.id, facts.relation)).id not in answered
    ]
    danger = [ask for ask in asks if ask.about == "verdict" and ask.id == "danger"]
    room = max(0, most_questions() - len(situation.answers))
    asks = tuple(dict.fromkeys((*danger, *(question for question, _ in differing), *asks)))[:room]
    return asks, tuple(dict.fromkeys((*(line for _, line in differing[:MOST_DOUBTS]), *asked)))[:MOST_QUESTIONS]


def _fair(sign: SignReading, reading: Reading) -> SignReading:
    """The sign without what cannot show it: of one that is only possible, praise of the other side, and for how they behave the
    teller's own fault."""
    if sign.clear:
        return sign
    other = {one.start for one in reading.goodwill if not _BUT.search(one.quote)}
    if load_signs()[sign.id].conduct:
        other |= {one.start for one in reading.own_part if _OWN_ACT.match(one.quote)}
    kept = tuple(one for one in sign.evidence if one.start not in other)
    return sign.model_copy(update={"evidence": kept})


_BUT = re.compile(r"\b(?:but|only|except|though|until|used to|however|yet)\b", re.I)
_OWN_ACT = re.compile(r"(?:\w+ ){0,2}?(?:i|we)\b", re.I)


def _read(situation: Situation, detector: SignDetector) -> Reading:
    """The reading of all own words; in a thread each voice is read for what it can tell. What speaks to a machine is not read."""
    thread, text = situation.thread, without_instructions(situation.text)
    if thread is None:
        return detector.read(text)
    theirs = detector.read(thread.readable(text, Voice.ACCOUNT, Voice.OTHER, Voice.UNKNOWN))
    if not any(one.voice in (Voice.TELLER, Voice.ACCOUNT) for one in thread.utterances):
        return theirs.model_copy(update={**_NOT_TOLD, "fine": min(theirs.fine, UNTOLD_FINE)})
    own = detector.read(thread.readable(text, Voice.ACCOUNT, Voice.TELLER))
    return own.model_copy(
        update={
            "signs": tuple(map(_voiced, theirs.signs, own.signs)),
            "danger": theirs.danger,
            "goodwill": tuple(quote for quote in own.goodwill if thread.voice_at(quote.start) is Voice.ACCOUNT),
            "fine": min(theirs.fine, own.fine, UNTOLD_FINE),
            "leanings": {},
            "raised": _raised_in(thread, own),
        }
    )


_NOT_TOLD = {"tried": (), "goodwill": (), "own_part": (), "self_harm": (), "raised": Raised.UNSAID, "leanings": {}}


def _voiced(theirs: SignReading, own: SignReading) -> SignReading:
    """How somebody behaves is read from their words and the account; what is so, from whoever says it more surely."""
    if load_signs()[own.id].conduct or theirs.confidence >= own.confidence:
        return theirs
    return own


def _raised_in(thread: Thread, own: Reading) -> Raised:
    """As told around the thread; where little is told, whether the user's own messages raise it."""
    told = sum(one.end - one.start for one in thread.utterances if one.voice is Voice.ACCOUNT)
    if told >= TOLD_ENOUGH:
        return own.raised
    return Raised.ONCE if own.tried else Raised.UNSAID


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
        return tuple(_verbatim(one, text) for one in quotes if _plain(text[one.start : one.end]) == _plain(one.quote))

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
