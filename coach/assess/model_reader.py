"""The reader that asks a language model: neutral statements, a few signs at a time, for and against, every quote checked.

Nothing of what the model writes reaches the user but places of their own text, ids of signs and ids of passages it was given.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from coach.assess.detector import Opinion, Opinions, Says
from coach.assess.quoting import find_quote, meets
from coach.content import load_signs
from coach.errors import ModelError, ModelRefused
from coach.facts import read_facts
from coach.llm.data import Marks, instructions_in, without_instructions
from coach.llm.gateway import Gateway, Message
from coach.llm.preview import Preview, preview
from coach.llm.prompts import load_prompt
from coach.llm.redaction import Redactor
from coach.llm.structured import ask_for
from coach.situation import Situation
from coach.thread import Voice
from coach.vocabulary.assessment import Dropped
from coach.vocabulary.base import Value
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.passage import Passage
from coach.vocabulary.signs import Sign, SignId

PROMPT = "detect.v1"
SIGNS_AT_A_TIME = 7  # in one request
LONGEST_PART = 16_000  # characters of an account in one request
MOST_PARTS = 4
_LONGEST_PASSAGE = 240  # characters of a passage that the model is shown
_MOST_TOKENS = 2_000  # of an answer
_AT_ONCE = 3  # requests, where the model is not on this machine
_KEPT = 500  # readings that are remembered

Quote = Annotated[str, Field(max_length=400)]
Retrieve = Callable[[Sign], Sequence[Passage]]


class SignAnswer(BaseModel):
    """What a model answers on one sign."""

    id: SignId
    quotes_for: Annotated[list[Quote], Field(max_length=3)]
    quotes_against: Annotated[list[Quote], Field(max_length=2)]
    answer: Literal["yes", "perhaps", "no"]
    passages: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=2)]


class SignAnswers(BaseModel):
    """What a model answers on the signs of one request."""

    signs: Annotated[list[SignAnswer], Field(max_length=SIGNS_AT_A_TIME)]


class AskedSign(Value):
    """A sign as the prompt states it."""

    id: str
    definition: str
    not_: tuple[str, ...]


class DetectInputs(Value):
    """The variables of the prompt `detect`."""

    relation: str
    signs: tuple[AskedSign, ...]
    marks: Marks
    own: str
    passages: tuple[str, ...]
    account: str
    part: int
    parts: int


class _Question(Value):
    """One request: which signs, which passages may be named for them, and what is sent."""

    signs: tuple[SignId, ...]
    passages: frozenset[str]
    messages: tuple[Message, ...]


class ModelReader:
    """A second reader behind the gateway; `retrieve` gives the passages that a sign may rest on.

    The last readings are remembered, so that an answer of the user's asks no model again. May be shared by threads.
    """

    def __init__(self, gateway: Gateway, retrieve: Retrieve) -> None:
        self._gateway, self._retrieve = gateway, retrieve
        self._kept: dict[object, Opinions | ModelError] = {}

    def read(self, situation: Situation, again: bool = True) -> Opinions:
        """An opinion on every sign; signs whose request failed have none. See `SecondReader`."""
        key = (situation.text, situation.relation, situation.thread)
        kept = self._kept.get(key)
        if isinstance(kept, Opinions) and (not again or kept.unread_because is None):
            return kept
        if isinstance(kept, ModelError) and not again:
            raise kept
        try:
            self._keep(key, found := self._opinions(situation))
        except ModelError as error:
            self._keep(key, error.with_traceback(None))
            raise
        return found

    def preview(self, situation: Situation) -> Preview:
        """What `read` sends.

        Raises:
            ModelRefused: the text is too long to be sent at all.
        """
        questions, redactor = self._prepared(situation)
        return preview(self._gateway, (question.messages for question in questions), redactor)

    def _keep(self, key: object, found: Opinions | ModelError) -> None:
        self._kept[key] = found
        for old in list(self._kept)[:-_KEPT]:
            self._kept.pop(old, None)

    def _opinions(self, situation: Situation) -> Opinions:
        questions, redactor = self._prepared(situation)
        heard, because = self._ask(questions)
        checking = _Checking(situation, redactor)
        for question, answers in heard:
            checking.take(question, answers)
        return Opinions(
            engine=self._gateway.model,
            signs=tuple(checking.opinions()),
            dropped=checking.dropped,
            unread_because=because,
            speaks_to_machines=checking.to_machines,
        )

    def _ask(self, questions: Sequence[_Question]) -> tuple[list[tuple[_Question, SignAnswers]], str | None]:
        """The answers, and why some are missing. The first request goes alone: it shows whether the model answers at all."""
        first, *rest = questions
        heard, because = [(first, self._one(first))], None
        with ThreadPoolExecutor(1 if self._is_local else _AT_ONCE) as pool:
            for question, answer in zip(rest, pool.map(self._tried, rest), strict=True):
                if isinstance(answer, ModelError):
                    because = str(answer)
                else:
                    heard.append((question, answer))
        return heard, because

    def _one(self, question: _Question) -> SignAnswers:
        return ask_for(self._gateway, question.messages, SignAnswers, max_tokens=_MOST_TOKENS)

    def _tried(self, question: _Question) -> SignAnswers | ModelError:
        try:
            return self._one(question)
        except ModelError as error:
            return error.with_traceback(None)

    @property
    def _is_local(self) -> bool:
        settings = self._gateway.settings
        return all(settings.is_local(model) for model in settings.models)

    def _prepared(self, situation: Situation) -> tuple[list[_Question], Redactor]:
        """The requests, and what is hidden in them."""
        signs, parts = list(load_signs().values()), parts_of(_told(situation.text))
        given = {sign.id: tuple(self._retrieve(sign)) for sign in signs}
        added = [_in_short(one) for sign in signs for one in given[sign.id] if one.id not in sign.passages]
        redactor = self._redactor(situation, added)  # what everybody can read needs no hiding
        batches = [signs[start : start + SIGNS_AT_A_TIME] for start in range(0, len(signs), SIGNS_AT_A_TIME)]
        return [
            _question(situation, batch, number, parts, given, redactor)
            for batch in batches
            for number in range(len(parts))
        ], redactor

    def _redactor(self, situation: Situation, added: Sequence[str]) -> Redactor:
        if not self._gateway.redacts:
            return Redactor.off()
        own, facts = _own_names(situation), situation.facts or read_facts(situation.text)
        return Redactor.of([situation.text, *own, *added], [(fact.kind, fact.value) for fact in facts], own)


def _question(
    situation: Situation,
    signs: Sequence[Sign],
    number: int,
    parts: Sequence[str],
    given: Mapping[SignId, Sequence[Passage]],
    redactor: Redactor,
) -> _Question:
    """The request on some signs in one part of the text."""
    passages = {passage.id: _in_short(passage) for sign in signs for passage in given[sign.id]}
    inputs = DetectInputs(
        relation=situation.relation.value,
        signs=tuple(AskedSign(id=sign.id, definition=sign.definition, not_=sign.not_) for sign in signs),
        marks=Marks.of(PROMPT, parts[number], *(sign.id for sign in signs)),
        own=redactor.hide(" and ".join(_own_names(situation))),
        passages=tuple(map(redactor.hide, passages.values())),
        account=redactor.hide(parts[number]),
        part=number + 1,
        parts=len(parts),
    )
    return _Question(
        signs=tuple(sign.id for sign in signs),
        passages=frozenset(passages),
        messages=load_prompt(PROMPT).messages(inputs),
    )


class _Checking:
    """Takes answers in and keeps what holds: quotes that stand in the text, and passages that were given."""

    def __init__(self, situation: Situation, redactor: Redactor) -> None:
        self._situation, self._redactor = situation, redactor
        self.to_machines = instructions_in(situation.text)
        self._found: dict[SignId, Opinion] = {}
        self._counts = dict.fromkeys(Dropped.model_fields, 0)

    @property
    def dropped(self) -> Dropped:
        return Dropped(**self._counts)

    def opinions(self) -> Iterator[Opinion]:
        """In the order of the signs."""
        yield from (self._found[sign] for sign in SignId if sign in self._found)

    def take(self, question: _Question, answers: SignAnswers) -> None:
        """The answers to one request; those of another part of the same text are joined to what is there."""
        seen: set[SignId] = set()
        for answer in answers.signs:
            if answer.id not in question.signs or answer.id in seen:
                self._counts["answers"] += 1
                continue
            seen.add(answer.id)
            opinion = self._opinion(answer, question.passages)
            before = self._found.get(answer.id)
            self._found[answer.id] = _joined(before, opinion) if before else opinion

    def _opinion(self, answer: SignAnswer, given: frozenset[str]) -> Opinion:
        conduct = load_signs()[answer.id].conduct
        evidence = self._standing(answer.quotes_for, conduct)
        against = self._standing(answer.quotes_against, conduct=False)
        named = tuple(dict.fromkeys(one.strip(" []") for one in answer.passages))
        sources = tuple(one for one in named if one in given)
        self._counts["citations"] += len(named) - len(sources)
        says = Says(answer.answer)
        if says is not Says.NO and not evidence:
            self._counts["signs"] += 1
            says = Says.NO
        return Opinion(id=answer.id, says=says, evidence=evidence, against=against, sources=sources if evidence else ())

    def _standing(self, quotes: Sequence[str], conduct: bool) -> tuple[Evidence, ...]:
        kept: list[Evidence] = []
        for quote in quotes:
            place = find_quote(self._redactor.show(quote), self._situation.text)
            if place is None:
                self._counts["quotes"] += bool(quote.strip())
            elif meets(place, self.to_machines):
                self._counts["instructions"] += 1
            elif conduct and self._is_own(place):
                self._counts["own_words"] += 1
            elif not meets(place, kept):
                kept.append(place)
        return tuple(kept)

    def _is_own(self, place: Evidence) -> bool:
        thread = self._situation.thread
        return thread is not None and thread.voice_at(place.start) is Voice.TELLER


_WEIGHT: Mapping[Says, int] = {Says.NO: 0, Says.PERHAPS: 1, Says.YES: 2}


def _joined(one: Opinion, other: Opinion) -> Opinion:
    """Two opinions on one sign, from two parts of a text: what one part shows, the other does not take back."""
    first, second = sorted((one, other), key=lambda opinion: -_WEIGHT[opinion.says])
    return first.model_copy(
        update={
            "evidence": (*first.evidence, *(place for place in second.evidence if not meets(place, first.evidence))),
            "against": (*first.against, *second.against),
            "sources": tuple(dict.fromkeys((*first.sources, *second.sources))),
        }
    )


def parts_of(text: str) -> tuple[str, ...]:
    """The text in parts of at most 16,000 characters, cut between paragraphs or lines where there are any.

    Raises:
        ModelRefused: it is longer than four such parts.
    """
    if len(text) > LONGEST_PART * MOST_PARTS:
        raise ModelRefused(
            f"The text has {len(text):,} characters; a model is sent at most {LONGEST_PART * MOST_PARTS:,}.",
            hint="Keep the part that matters most.",
        )
    parts, rest = [], text
    while len(rest) > LONGEST_PART:
        cut = max(rest.rfind(joint, LONGEST_PART // 2, LONGEST_PART) for joint in ("\n\n", "\n", ". "))
        cut = cut + 1 if cut > 0 else LONGEST_PART
        parts.append(rest[:cut])
        rest = rest[cut:]
    return (*parts, rest)


def _told(text: str) -> str:
    """What is sent of a text: all but the sentences that speak to a machine, which tell nothing."""
    return re.sub(r" {3,}", " ", without_instructions(text)).strip()


def _own_names(situation: Situation) -> tuple[str, ...]:
    """Who of the speakers of a thread the user is."""
    if situation.thread is None:
        return ()
    own = (one.speaker for one in situation.thread.utterances if one.voice is Voice.TELLER)
    return tuple(dict.fromkeys(own))


@lru_cache(maxsize=256)
def _in_short(passage: Passage) -> str:
    words = re.sub(r"\s+", " ", _told(passage.text)).strip()
    if len(words) > _LONGEST_PASSAGE:
        words = words[:_LONGEST_PASSAGE].rsplit(" ", 1)[0] + " …"
    return f"{passage.id}: {words}"
