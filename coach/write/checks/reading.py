"""Reading: a message as the rules see it: its sentences, its aim, and which of its parts are there."""

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from coach.sentences import Span, sentences
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.draft import DraftKind
from coach.vocabulary.plan import Contract
from coach.write.checks.rulebook import rulebook
from coach.write.kinds import Aim, Form, Kind, kinds

if TYPE_CHECKING:
    from coach.write.checks.heads import Floats, Reader

MOST_CHARACTERS = 40_000  # read by the heads; the rules read everything

_CONDITION = re.compile(r"\b(?:if|unless|otherwise|without|should (?:you|we|there|neither)|in case)\b", re.I)
_SUBJECT = re.compile(r"\A\s*subject\s*:[ \t]*([^\n]*)", re.I)
_DECIDES = 0.65  # probability from which the head alone shows a decision, if it is not a hedged one
_HEDGED = 0.4
_ASKS = 0.7  # probability from which the head alone shows new terms
_SHORT = {"u": "you", "ur": "your", "r": "are", "im": "i'm", "ive": "i've", "dont": "don't", "wont": "won't", "cant": "can't", "youre": "you're", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "havent": "haven't", "hasnt": "hasn't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "thats": "that's", "theyre": "they're", "gonna": "going to", "wanna": "want to", "plz": "please", "pls": "please", "thx": "thanks"}  # fmt: skip
_SHORT_WORD = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_RESET_LEAD = 3  # more sentences about new terms than about an ending: a reset that names what happens otherwise


class Sentence(NamedTuple):
    """`text[start:end]`; `straight` is the same as the patterns read it: straight apostrophes, no texting shorthand."""

    start: int
    end: int
    text: str
    straight: str
    signals: frozenset[str]

    @property
    def conditional(self) -> bool:
        """Whether it says what happens in a certain case only."""
        return _CONDITION.search(self.straight) is not None


class Message(NamedTuple):
    """A text with what is known of it."""

    text: str
    sentences: tuple[Sentence, ...]
    aim: Aim
    kind: Kind | None
    situation: Situation | None
    declines: bool
    words: int
    subject: re.Match[str] | None
    read: tuple[dict[str, float], ...] = ()  # what the heads say of each sentence; empty without them
    sure: dict[str, float] = {}  # probability from which each head is reported
    meaning: "Floats | None" = None  # (384,) the mean of the sentences' vectors
    today: date | None = None
    contract: Contract | None = None

    def has(self, signal: str) -> bool:
        """Whether any sentence gives the signal."""
        return any(signal in sentence.signals for sentence in self.sentences)

    @property
    def decides(self) -> bool:
        """Whether a sentence states an ending without a condition."""
        return any("decision" in s.signals and not s.conditional for s in self.sentences)

    @property
    def is_letter(self) -> bool:
        """Whether the text is itself sent (a script or notes are not)."""
        return self.kind is None or self.kind.form in (Form.EMAIL, Form.LETTER, Form.CHAT)

    @property
    def vendor(self) -> bool:
        return self.situation is not None and self.situation.relation is Relation.VENDOR


def read_message(
    text: str,
    kind: DraftKind | None,
    situation: Situation | None,
    reader: "Reader | None" = None,
    *,
    today: date | None = None,
    contract: Contract | None = None,
) -> Message:
    """`text` as the rules see it; without a `kind` its aim is read from its words."""
    spans = sentences(text)
    read: tuple[dict[str, float], ...] = ()
    meaning = None
    if reader:
        near = [text[s.start : s.end] if s.end <= MOST_CHARACTERS else "" for s in spans]
        read, meaning = tuple(reader.read(near)), reader.meaning(near)
    found = tuple(_sentence(text, s, read[i] if read else {}) for i, s in enumerate(spans))
    chosen = kinds()[kind] if kind else None
    return Message(
        text=text,
        sentences=found,
        aim=chosen.goal if chosen else _aim(found),
        kind=chosen,
        situation=situation,
        declines=_declines(found, kind, situation),
        words=len(_WORD.findall(text)),
        subject=_SUBJECT.match(text),
        read=read,
        sure=reader.sure if reader else {},
        meaning=meaning,
        today=today,
        contract=contract,
    )


def _sentence(text: str, span: Span, read: dict[str, float]) -> Sentence:
    words = text[span.start : span.end]
    straight = _SHORT_WORD.sub(lambda match: _SHORT[match[0].lower()], words.translate(_STRAIGHT))
    signals = frozenset(name for name, pattern in rulebook().signals.items() if pattern.search(straight))
    if read.get("decision", 0.0) >= _DECIDES and read.get("hedged_decision", 1.0) < _HEDGED:
        signals |= {"decision"}
    if read.get("terms", 0.0) >= _ASKS:
        signals |= {"reset", "request"}
    return Sentence(span.start, span.end, words, straight, signals)


_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


def _aim(found: tuple[Sentence, ...]) -> Aim:
    ends = sum("decision" in s.signals and not s.conditional for s in found)
    resets = sum("reset" in s.signals for s in found)
    if ends and resets < ends + _RESET_LEAD:
        return Aim.EXIT
    if resets:
        return Aim.RESET
    hedged = rulebook().patterns["hedged_decision"]
    return Aim.EXIT if any(p.search(s.straight) for s in found for p in hedged) else Aim.OTHER


def _declines(found: tuple[Sentence, ...], kind: DraftKind | None, situation: Situation | None) -> bool:
    """Whether it turns down work that was never agreed: then there is nothing to hand over."""
    if kind is DraftKind.DECLINE_PROSPECT or (situation and situation.relation is Relation.PROSPECT):
        return True
    if situation is not None:
        return False
    said = " ".join(s.straight for s in found)
    agreed = re.search(
        r"\b(?:contract|agreement|our work together|working (?:together|with you)|last day|retainer|notice)\b",
        said,
        re.I,
    )
    return agreed is None and any("decline" in s.signals for s in found)


def known(situation: Situation | None, kind: FactKind) -> str | None:
    """The first fact of a kind, if a situation was given."""
    return situation.first(kind) if situation else None
