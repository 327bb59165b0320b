"""Held: things that lie with the wrong side, as the text lists them ("I still have her spare lead and the clippers blade").

What the teller holds of theirs has to go back; what they hold of the teller's has to come back. Only things that can change
hands are read, by the words of `knowledge/facts.yaml`: nobody hands back a bad feeling.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from coach.content import read_yaml

MOST_THINGS = 5
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|half an?)"
_DETERMINER = rf"(?:the|a|an|my|our|his|her|their|its|all|both|some|(?:about |over )?{_NUMBER})"
_WORD = r"[\w'’/-]+"
_MODIFIER = rf"(?!(?:of|in|for|from|to|and|or|who|not)(?![\w-])){_WORD}"
_OF = rf"(?: (?:of|in|for|from) (?:{_WORD}|[$£€]?\d[\d,]*)(?: {_WORD}){{0,3}})?"
_SPLIT = re.compile(r",\s+and\s+|,\s+|\s+and\s+|\s+&\s+|\s+plus\s+", re.I)
_ASIDE = re.compile(r"\s*\([^)]*\)")
_CLAUSE = re.compile(
    r"\s+(?:that|which|who|whom|she|he|they|we|I|it|you|with|back|still|until|because|so|but|at|on|here|bought|for (?=[A-Z]))\b.*"
    r"|\s*[-–—]\s.*",
    re.S,
)
_THEIRS = re.compile(r"^(?:(?:all )?(?:his|her|their|its|a|an|my|our)) ", re.I)
_JUDGED = re.compile(r"\b(?:ridiculous|stupid|silly|bloody|damn|awful|ugly|horrible|precious|beloved|fancy) ", re.I)
_INNER = re.compile(r"\bof (?:that|his|her|their|this|these|those) ", re.I)
_MONEY = re.compile(r"^\s*(?:[A-Z]{3} |kr )?[$£€₹]?\s?\d[\d,.]*(?: [a-z]+)?\s*$")


class Thing(NamedTuple):
    """One thing with the words that name it: `text[start:end]` is its quote, `value` how a message names it."""

    start: int
    end: int
    value: str


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("facts.yaml")["held"]
    return found


@cache
def _noun_phrase(proof: bool) -> re.Pattern[str]:
    """A thing with what stands around it: "the clippers blade", "three sets of keys"; `proof` leaves out what may be one's proof."""
    known = [str(word) for word in (*_words()["things"], *(() if proof else _words()["proof"]))]
    named = rf"(?:{'|'.join(sorted(known, key=len, reverse=True))})(?:e?s)?(?:['’]s (?:{'|'.join(known)})s?)?"
    some = rf"(?:(?:sets?|bags?|half|box|boxes|bunch|pair|pairs|list) of (?:{_WORD} ){{0,2}}?)?"
    return re.compile(rf"(?P<det>(?:{_DETERMINER} )+)?(?:{_MODIFIER} ){{0,4}}?{some}{named}{_OF}", re.I)


@cache
def _signals(side: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _words()[side])


def things(text: str, side: str) -> Iterator[Thing]:
    """The things that the signals of `side` (`by_teller`, `by_them`) list, each once."""
    named: set[str] = set()
    for number, signal in enumerate(_signals(side)):
        for match in signal.finditer(text):
            for thing in _listed(text, *match.span("list"), own=side == "by_them", proof=number < _words()["having"]):
                kind = re.sub(r"[^a-z].*", "", thing.value.split()[-1].lower()).rstrip("s")
                if kind not in named:
                    named.add(kind)
                    yield thing


def _listed(text: str, start: int, end: int, own: bool, proof: bool) -> Iterator[Thing]:
    """The things at the head of a list, up to the first item that is none; sums of money are passed over."""
    at, found = start, False
    for piece in [*_SPLIT.finditer(text, start, end), None]:
        stop = piece.start() if piece else end
        thing = _thing(text, at, stop, own, proof, bare=found)
        if thing:
            found = True
            yield thing
        elif not _MONEY.match(text[at:stop]):
            return
        at = piece.end() if piece else end


def _thing(text: str, start: int, end: int, own: bool, proof: bool, bare: bool) -> Thing | None:
    words = _JUDGED.sub("", _INNER.sub("of ", _ASIDE.sub("", text[start:end]).strip(" ,;:")))
    words = _CLAUSE.sub("", words)
    match = _noun_phrase(proof).fullmatch(words)
    if match is None:
        return None
    if not match["det"]:
        if not bare and text[:start].rstrip()[-1:] != ":":
            return None
        words = f"the {words}"
    keeps = own and re.match(r"(?:my|our) ", words, re.I)
    value = words if keeps else _THEIRS.sub("the ", words)
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip(" ,;:"))
    return Thing(start, start + len(inside.strip(" ,;:")), value[0].lower() + value[1:])
