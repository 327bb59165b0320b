"""Chunking: a document's text cut into passages of 60 to 180 words, where it hurts least."""

from collections.abc import Iterator
from itertools import takewhile
from math import inf
from typing import NamedTuple

from coach.library.paragraphs import Border, Line, lines
from coach.sentences import sentences

CHUNKING = "1"  # part of every document's edition: change it when the same text is cut differently
FEWEST, MOST = 60, 180  # words of a passage; a text of fewer words is one passage

_IDEAL, _SPREAD = 110, 50
_LONGEST = 55  # words of one unit
_COSTS = {Border.HEADING: 0.0, Border.PARAGRAPH: 1.0, Border.LINE: 2.0}
_SENTENCE, _AFTER_HEADING, _INNER_HEADING, _TOO_SHORT = 4.0, 50.0, 2.0, 100.0
_TITLE_WORDS = 8
_JOINED = 15  # words up to which short lines (a table, an address) are kept together


class Chunk(NamedTuple):
    """A passage to be, under the heading it stands below, or else its first words."""

    title: str
    text: str


class _Unit(NamedTuple):
    """What is never cut. `cost` is the cost of beginning a passage here, `gap` stands before it when none begins."""

    text: str
    words: int
    cost: float
    gap: str
    heading: bool = False


def chunk(text: str) -> list[Chunk]:
    """The passages of `text` in order, each text once.

    Borders are put at headings first, then between paragraphs, then between lines, and within a paragraph only when it
    is too long or stands alone. A heading is the title of what follows it, and no longer part of the text.
    """
    units = _units(text)
    chunks: dict[str, Chunk] = {}
    title = ""
    for first, end in _passages(units):
        part = units[first:end]
        headings = list(takewhile(lambda unit: unit.heading, part))
        title = headings[-1].text if headings else title
        made = _made(part[len(headings) :] or part, title)
        chunks.setdefault(" ".join(made.text.lower().split()), made)
        title = next((unit.text for unit in reversed(part) if unit.heading), title)
    return list(chunks.values())


def _made(body: list[_Unit], title: str) -> Chunk:
    text = body[0].text + "".join(unit.gap + unit.text for unit in body[1:])
    return Chunk(title or _first_words(text), text)


def _first_words(text: str) -> str:
    words = text.lstrip("-*•·– ").split()
    return " ".join(words[:_TITLE_WORDS]).rstrip(".,;:") + ("…" if len(words) > _TITLE_WORDS else "")


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    for line in lines(text):
        for unit in _units_of(line):
            after_heading = bool(units) and units[-1].heading
            if after_heading and not unit.heading:
                unit = unit._replace(cost=_AFTER_HEADING, gap="\n")
            if units and _belongs(units[-1], unit):
                units[-1] = _together(units[-1], unit)
            else:
                units.append(unit)
    return units


def _units_of(line: Line) -> Iterator[_Unit]:
    if line.border is Border.HEADING:
        yield _Unit(line.text, len(line.text.split()), _COSTS[line.border], "\n\n", heading=True)
        return
    cost, gap = _COSTS[line.border], "\n\n" if line.border is Border.PARAGRAPH else "\n"
    marker = line.marker
    for words in _sentences(line.text):
        yield _Unit(marker + " ".join(words), len(words) + bool(marker), cost, gap)
        cost, gap, marker = _SENTENCE, " ", ""


def _sentences(text: str) -> Iterator[list[str]]:
    for span in sentences(text):
        words = text[span.start : span.end].split()
        for first in range(0, len(words), _LONGEST):
            yield words[first : first + _LONGEST]


def _belongs(last: _Unit, unit: _Unit) -> bool:
    return unit.cost == _COSTS[Border.LINE] and not last.heading and last.words + unit.words <= _JOINED


def _together(last: _Unit, unit: _Unit) -> _Unit:
    return last._replace(text=last.text + unit.gap + unit.text, words=last.words + unit.words)


def _passages(units: list[_Unit]) -> list[tuple[int, int]]:
    """First and end of each passage: the cheapest way to cut, found from left to right."""
    best = [0.0] + [inf] * len(units)
    begins = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        for first, cost in _endings(units, end):
            if best[first] + cost < best[end]:
                best[end], begins[end] = best[first] + cost, first
    return _walk_back(begins)


def _walk_back(begins: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    end = len(begins) - 1
    while end > 0:
        found.append((begins[end], end))
        end = begins[end]
    return found[::-1]


def _endings(units: list[_Unit], end: int) -> Iterator[tuple[int, float]]:
    """Every passage that may end before `end`: where it begins and what it costs."""
    words = inner = 0
    for first in range(end - 1, -1, -1):
        unit = units[first]
        counted = words + (0 if unit.heading and words else unit.words)  # a heading in front is a title, not text
        if counted > MOST and first < end - 1:
            return
        cost = unit.cost if first else 0.0
        yield first, cost + _INNER_HEADING * inner + _length_cost(counted)
        words += unit.words
        inner += unit.heading


def _length_cost(words: int) -> float:
    return ((words - _IDEAL) / _SPREAD) ** 2 + (_TOO_SHORT if words < FEWEST else 0.0)
