"""Variants: small changes of wording that keep the meaning, so that two messages seldom share a sentence."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from coach.content import read_yaml
from coach.vocabulary.draft import DraftTone
from coach.write.kinds import Form
from coach.write.phrases import Draw

_TWO = re.compile(r"[^.!?;:(]{12,90}\. [^.!?;:(]{8,90}\.")  # two plain sentences of moderate length
_MAY_SHRINK = re.compile(r"(?!I\b|I['’!])[A-Z][a-z]+\b")
_PLAIN = re.compile(r"[^.!?;:()\n]{10,95}\.")
_RUNS_ON = re.compile(
    r"(?:I|We|You|The|My|Our|What|This|That|New|Any|Anything|All|It|There|Nothing|Questions|Payment)\b"
)
_STANDS_ALONE = re.compile(r"\. (?:Thank|Many|Goodbye|Good-bye)\b")
Options = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


class Variants(NamedTuple):
    """`style` is chosen once for a message, `words` at each place; `contractions` are for a relaxed hand, `meeting` for a meeting."""

    style: Options
    words: Options
    contractions: tuple[tuple[re.Pattern[str], str], ...]
    meeting: tuple[tuple[re.Pattern[str], str], ...]


@cache
def variants() -> Variants:
    """`knowledge/phrases/variants.yaml`."""
    found = read_yaml("phrases", "variants.yaml")
    return Variants(
        style=tuple((re.compile(pattern), tuple(options)) for pattern, options in found["style"].items()),
        words=tuple((re.compile(pattern), tuple(options)) for pattern, options in found["words"].items()),
        contractions=tuple((re.compile(pattern), new) for pattern, new in found["contractions"].items()),
        meeting=tuple((re.compile(pattern), new) for pattern, new in found["meeting"].items()),
    )


class Hand:
    """The hand of one message: which spellings, words and contractions it prefers."""

    def __init__(self, draw: Draw, tone: DraftTone, form: Form, meets: bool = False, contract: bool = True) -> None:
        self._draw = draw
        self._meets, self._contract = meets, contract
        stiff = tone is DraftTone.FIRM or form is Form.LETTER
        self._contracts = not stiff and draw.one(("yes", "no"), "contractions") == "yes"
        self._style = [(pattern, draw.one(options, pattern.pattern)) for pattern, options in variants().style]

    def vary(self, wording: str, purpose: str) -> str:
        """`wording` with other words of the same meaning; slots stay."""
        if self._meets:
            for pattern, new in variants().meeting:
                wording = pattern.sub(new, wording)
        for pattern, options in variants().words:
            wording = self._varied(wording, pattern, options, purpose)
        for pattern, option in self._style:
            if self._contract or "contract" not in option:
                wording = pattern.sub(option, wording)
        return wording

    def join(self, wording: str, purpose: str) -> str:
        """`wording` with its two halves as one sentence, mostly: `a; b.`"""
        joins = self._draw.one(("joined", "joined ", "as it is"), f"{purpose}:joint:{wording}") != "as it is"
        if joins and _TWO.fullmatch(wording) and not _STANDS_ALONE.search(wording):
            first, second = wording.split(". ")
            return f"{first}; {second[:1].lower() if _MAY_SHRINK.match(second) else second[:1]}{second[1:]}"
        return wording

    def run_on(self, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The parts of a paragraph, here and there with two short ones as one sentence: `a, and b.` or `a; b.`"""
        joined = list(texts)
        for i, ((name, first), (after, second)) in enumerate(pairwise(texts)):
            may = _PLAIN.fullmatch(first) and _PLAIN.fullmatch(second) and _RUNS_ON.match(second)
            how = self._draw.one(("apart", "apart ", ", and ", "; "), f"{name}+{after}") if may else "apart"
            if how.startswith("apart"):
                continue
            start = second if second.startswith("I ") or second.startswith("I’") else second[0].lower() + second[1:]
            joined[i] = (name, first[:-1] + how.rstrip())
            joined[i + 1] = (after, start)
            break
        return joined

    def _varied(self, wording: str, pattern: re.Pattern[str], options: tuple[str, ...], purpose: str) -> str:
        """`wording` with one of `options` at each place of `pattern`."""

        def choose(match: re.Match[str]) -> str:
            return self._draw.one(options, f"{purpose}:{pattern.pattern}:{match.start()}:{wording}")

        return pattern.sub(choose, wording)

    def contract(self, phrase: str) -> str:
        """`phrase` with contractions, if this hand uses them."""
        if self._contracts:
            for pattern, new in variants().contractions:
                phrase = pattern.sub(new, phrase)
        return phrase
