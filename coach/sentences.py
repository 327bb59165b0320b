"""Segmentation: the sentences of a text with their offsets, for prose, bullets and dictated notes alike."""

import re
from typing import NamedTuple

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sr jr st vs etc e.g i.e eg ie approx inc ltd co corp no nr fig dept est jan feb mar apr jun jul aug sep "
    "sept oct nov dec a.m p.m am pm u.s u.k".split()
)
_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s|$)|\n+""")
_BULLET = re.compile(r"[\s>*•·\-–—]*(?:\d{1,2}[.)]\s+)?")
WRAPPED_AT = 45  # characters of a line from which a break before a small letter is one of the mail program
LONGEST = 320  # characters; a longer run is cut at a joint
WHOLE = 160  # characters up to which a sentence is quoted whole
SHORTEST_CLAUSE = 40
_CLAUSE = re.compile(
    r"[,;:–—]\s+(?:(?:and|but|so|then)\s+)?|\s+(?=(?:but|because|so that|while|although|and (?:he|she|they|i|we|then)|then)\s)",
    re.I,
)
_JOINTS = (re.compile(r"[;:]\s"), re.compile(r",\s(?:and|but|so|then|because)\s"), re.compile(r"\s(?:and then|but|so|then|because|and)\s"), re.compile(r",\s"), re.compile(r"\s"))  # fmt: skip


class Span(NamedTuple):
    """`text[start:end]` is one sentence without surrounding space or bullet."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of `text` in order. Runs without punctuation are cut at joints, at most 320 characters each."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if _wrapped(text, match) if match[0][0] == "\n" else _goes_on(text, match):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def clause(text: str, sentence: Span, place: Span) -> Span:
    """The fewest neighbouring clauses of a long sentence that hold `place` and can stand by themselves; a short one is left whole."""
    if sentence.end - sentence.start <= WHOLE:
        return sentence
    joints = [match.end() for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    cuts = [sentence.start, *joints, sentence.end]
    start = max(cut for cut in cuts if cut <= place.start)
    long_enough = [cut for cut in cuts if cut >= place.end and cut - start >= SHORTEST_CLAUSE]
    end = long_enough[0] if long_enough else sentence.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—"):
        end -= 1
    return Span(start, end)


def _wrapped(text: str, match: re.Match[str]) -> bool:
    """Whether the line was only broken to fit: it is long, has no full stop, and goes on with a small letter."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    return len(match[0]) == 1 and len(line) >= WRAPPED_AT and text[match.end() :].lstrip(" ")[:1].islower()


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial, or a number, or a small letter follows it."""
    if match[0] != ".":
        following = text[match.end() : match.end() + 2].strip()
        return (len(match[0]) > 1 or match[0] == "…") and following[:1].islower()
    before = re.search(r"([\w.]+)\.$", text[max(0, match.start() - 12) : match.start() + 1])
    word = before[1].lower() if before else ""
    if word in _ABBREVIATIONS and text[match.end() :].lstrip(" ")[:1] not in ("", "\n"):
        return word not in {"etc", "am", "pm", "a.m", "p.m"} or text[match.end() :].lstrip(" ")[:1].islower()
    if word.isdigit() and len(word) < 3:
        line_start = text.rfind("\n", 0, match.start()) + 1
        return not text[line_start : match.start()].strip(" \t-*>•0123456789")
    return len(word) == 1 and before is not None and before[1].isupper() and word != "i"


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(c.isalnum() for c in text[start:end]):
        return
    while end - start > LONGEST:
        cut = _cut(text, start)
        spans.append(Span(start, _trimmed_end(text, start, cut)))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if any(c.isalnum() for c in text[start:end]):
        spans.append(Span(start, end))


def _cut(text: str, start: int) -> int:
    """Where to cut a run that begins at `start`: at its best joint between a third of the limit and the limit."""
    low, high = start + LONGEST // 4, start + LONGEST
    for joint in _JOINTS:
        places = list(joint.finditer(text, low, high))
        if places:
            return places[-1].start() + (1 if places[-1][0][0] in ";:," else 0)
    return high


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
