"""Paragraphs: the headings, paragraphs and lines of a plain or Markdown text, whoever wrapped its lines."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

_HASH = re.compile(r"\s{0,3}#{1,6}\s+(?P<title>.+?)\s*#*\s*")
_RULE = re.compile(r"\s*(?:[=\-*_~]\s?){3,}\s*")
_PAGE = re.compile(r"\W*(?:page|p\.)?\s*\d+\s*(?:(?:of|/)\s*\d+)?\W*", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•·–]|\d{1,2}[.)])\s+(?=\S)")
_ITEM = re.compile(r"\s*[-*•·–]\s+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]+[^)]*\)")
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")
_END = re.compile(r"[.!?…:;][\"'”’)\]*_]*$")
_HEADING_WORDS, _HEADING_LENGTH = 10, 70


class Border(IntEnum):
    """What stands before a line."""

    LINE = 1
    PARAGRAPH = 2
    HEADING = 3


class Line(NamedTuple):
    """A heading, or lines that belong together as running text. `marker` is the bullet or number before it."""

    text: str
    border: Border
    marker: str = ""


def lines(text: str) -> Iterator[Line]:
    """The headings and runs of text, in order, without page numbers, rules and link targets."""
    raw = _LINK.sub(r"\1", text).splitlines()
    kept = ["" if _PAGE.fullmatch(line) and line.strip() else line.rstrip() for line in raw]
    current: Line | None = None
    for number, line in enumerate(kept):
        title = _heading(kept, number)
        border = Border.HEADING if title else _border(kept, number)
        if current is not None and (border is not None or not line):
            yield current
            current = None
        if title:
            yield Line(title, Border.HEADING)
        elif line and not _RULE.fullmatch(line):
            current = _begin(line, border or Border.PARAGRAPH) if current is None else _join(current, line)
    if current is not None:
        yield current


def _begin(line: str, border: Border) -> Line:
    bullet = _BULLET.match(line)
    marker = bullet[0].strip() + " " if bullet else ""
    return Line(line[bullet.end() if bullet else 0 :].strip(), border, marker)


def _join(current: Line, line: str) -> Line:
    """The line goes on: a word cut at the end of the last one is put together again."""
    if re.search(r"[a-z]-$", current.text) and line.strip()[:1].islower():
        return current._replace(text=current.text[:-1] + line.strip())
    return current._replace(text=f"{current.text} {line.strip()}")


def _border(kept: list[str], number: int) -> Border | None:
    """What begins at this line; None when it goes on from the one before."""
    line, before = kept[number], kept[number - 1] if number else ""
    if not before or _RULE.fullmatch(before) or _HASH.fullmatch(before):
        return Border.PARAGRAPH
    if _BULLET.match(line) or (_END.search(before) and not line.strip()[:1].islower()):
        return Border.LINE
    return None


def _heading(kept: list[str], number: int) -> str:
    """The title, if this line is a heading: marked, underlined, or short and standing alone above text."""
    line = kept[number]
    marked = _HASH.fullmatch(line)
    if marked:
        return _MARKS.sub("", marked["title"])
    following = kept[number + 1] if number + 1 < len(kept) else ""
    if not _is_short(line) or _ITEM.match(line):
        return ""
    if following and re.fullmatch(r"\s*(={3,}|-{3,})\s*", following):
        return _MARKS.sub("", line.strip())
    return line.strip().rstrip(":") if _stands_alone(kept, number) else ""


def _is_short(line: str) -> bool:
    few = len(line.split()) <= _HEADING_WORDS and len(line) <= _HEADING_LENGTH
    return few and bool(re.search(r"[^\W\d_]", line))


def _stands_alone(kept: list[str], number: int) -> bool:
    """Whether the line begins like a sentence but ends like none, after one that has ended and before a longer one."""
    line, before = kept[number].strip(), kept[number - 1] if number else ""
    following = next((other for other in kept[number + 1 : number + 3] if other), "")
    if not (line[0].isupper() or line[0].isdigit()) or (before and not _END.search(before)):
        return False
    if (_END.search(line) or line.endswith(",")) and (before or not line.endswith(":")):
        return False
    return len(following) > len(line) and not following.strip()[:1].islower() and not _BULLET.match(following)
