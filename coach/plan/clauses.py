"""Clauses: a contract cut into sentences and list items, each with its heading and the words that lead into it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos sec secs art arts cl cls para paras inc ltd llc co corp plc pty b.v bv gmbh e.g i.e eg ie etc vs "
    "u.s u.k u.s.c approx incl excl fig ex p pp jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m".split()
)
_UNIT_AFTER = r"(?!\s*(?i:calendar|business|working|clear|days?|weeks?|months?|years?|hours?|per|%)\b)"
_LABEL = re.compile(
    rf"""\s*(?:
        [-*•·–—▪●o]\s+(?=\S) | \#{{1,6}}\s+ | >\s+
      | §+\s*\d+(?:\.\d+)*[.)]?\s* | \(?[a-zA-Z]\)\s+ | \(?(?:[ivx]{{1,5}}|[IVX]{{1,5}})[).]\s+ | \(\d{{1,2}}\)\s+{_UNIT_AFTER}
      | \d{{1,2}}(?:\.\d{{1,2}})+[.)]?\s+ | \d{{1,2}}[.)]\s+{_UNIT_AFTER} | \d{{1,2}}\s+{_UNIT_AFTER}(?=[A-Z][a-z]+(?:\s+[A-Za-z]|[.:]\s)|[A-Z]{{2}})
      | [A-Z](?:\.\d+)*[.)]\s+(?=[A-Z]) | [A-Z]\.\d+\s+ | [a-z]\.\s+(?=\S)
      | (?:(?:A|a)rticle|ARTICLE|Section|SECTION|Clause|CLAUSE|Schedule|SCHEDULE|Part|PART)\s+(?:\d+(?:\.\d+)*|[IVXLC]+\b)(?:[.:]\s*|\s*[-–—]\s*|\s+(?=[A-Z])|$)
    )""",
    re.VERBOSE,
)
_FURNITURE = re.compile(r"\s*(?:page\s+\d+(?:\s+of\s+\d+)?|[-–—_=*~.\s]{3,}|\d{1,3})\s*", re.IGNORECASE)
_STOP = re.compile(r"""[.!?]["'”’)\]]*(?=\s)|;(?=\s)""")
_INLINE_LIST = re.compile(r"(?<=\s)\((?:[a-h]|[ivx]{1,4}|\d)\)\s+(?!days|months|weeks|years|calendar|business|working)")
_RUN_IN = re.compile(
    r"""(?:\*\*)?(?P<title>[A-Z][^.:;!?"“\t\n]{1,58}?)(?:\*\*)?\s*(?:[.:](?:\*\*)?(?=\s)|\t|\s[-–—]\s)"""
)
_SMALL = frozenset(
    "a an and at before by for from in into of on or the to upon until with without your our its no not if".split()
)
_VERBS = re.compile(
    r"\b(?:shall|may|will|must|can|is|are|has|have|applies|governs|governed|agrees?|pays?|keeps?)\b", re.IGNORECASE
)
_FULL_LINE = 0.7  # of the width, from which a line of a wrapped text may go on below
_OPEN_ENDS = 0.35  # share of long lines that end in mid-sentence, from which a text counts as wrapped
_LONG_LINE = 40  # characters
_WINDOW = 160  # characters at the end of a paragraph that decide whether it goes on
_LONGEST = 2_500  # characters: a longer run without a full stop is cut
_ROW_WORDS = 8
_ITEM_WORDS = 45  # a longer paragraph without a number is no item of a list


_STRAIGHT = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u2010": "-", "\u00ad": ""}
)
_CELLS = re.compile(r"[ \t]*\|[ \t]*")  # of a table written with bars
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)")
_REFERENCE = re.compile(
    r"\b(?:sections?|clauses?|articles?|paragraphs?|schedules?|to|with|under|of|in)\s*$|(?<![;,.:])\s(?:and|or)\s*$",
    re.IGNORECASE,
)
_MID_SENTENCE = re.compile(
    r"\b(?:with|upon|on|by|to|of|in|at|the|an?|for|within|than|least|and|or|from|its|their|our|your|shall|may|will|is|are)\s*$",
    re.IGNORECASE,
)  # no line of its own ends so
_ITEM_ENDS = re.compile(r"[;,]\s*(?:and|or|and/or)\s*$", re.IGNORECASE)
_FIRST_MARKS = ("(a)", "(i)", "(1)")


class _Layout(NamedTuple):
    """How lines were broken: `width` of wrapped lines (0: a line is a paragraph); `loose` if single words stand on lines."""

    width: int
    loose: bool


class Unit(NamedTuple):
    """`text[start:end]` is a sentence or list item; `lead` is the span of the words before its list, `heading` what it stands under."""

    start: int
    end: int
    heading: str
    section: int
    lead: tuple[int, int] | None = None


class _Paragraph(NamedTuple):
    start: int
    end: int
    label: str


class _Opened(NamedTuple):
    """The words that open a list, and how the paragraph they end is numbered."""

    start: int
    end: int
    style: str


def plain(text: str) -> str:
    """`text` on one line with straight quotes, single spaces and no emphasis marks; tabs stay: they part a label from its value."""
    words = _CELLS.sub("\t", _EMPHASIS.sub("", text.translate(_STRAIGHT)).strip().strip("|"))
    return re.sub(r"[^\S\t]+", " ", words).strip()


def units(text: str) -> list[Unit]:
    """The sentences and list items of a contract in order; lines that a PDF broke are read as one."""
    found: list[Unit] = []
    heading, run_in, section, opened = "", "", 0, None
    for paragraph in _paragraphs(text):
        start = _after_label(text, paragraph.start, paragraph.end)
        words = text[start : paragraph.end]
        item = opened is not None and _is_item(text, paragraph, opened)
        if _is_heading(words) and not item:
            heading, run_in, section, opened = _bare(words), "", section + 1, None
            continue
        own = "" if item else _own_title(words)
        if own and _is_top(text, paragraph) and not _is_row(text, start, paragraph, heading):
            heading, section = "", section + 1
        if own or (paragraph.label and not item):
            run_in = own
        start = _after_title(text, start, paragraph.end) if own else start
        lead = (opened.start, opened.end) if opened and item else None
        title = f"{heading} / {run_in}".strip(" /")
        found.extend(
            Unit(a, b, title, section, inner or lead) for a, b, inner in _sentences(text, start, paragraph.end)
        )
        last = found[-1] if found else None
        if last and _leads(text[last.start : last.end]):
            opened = _Opened(last.start, last.end, _style(paragraph.label))
        elif not item:
            opened = None
    return found


def _leads(words: str) -> bool:
    return words.rstrip().endswith((":", ":-", "—", "–")) or bool(
        re.search(r"\b(?:if|where|terminated|following|either)\s*[,:]?$", words.rstrip(" -–—"))
    )


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Spans of paragraphs: lines are joined where the first does not end and the second does not begin something."""
    start = end = None
    layout = _layout(text)
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        if not line.strip() or (_FURNITURE.fullmatch(line) and not (layout.loose and line.strip().isdigit())):
            continue
        begins = match.start() + len(line) - len(line.lstrip())
        stops = match.start() + len(line.rstrip())
        if start is not None and end is not None and _goes_on(text, (start, end), (begins, stops), layout):
            end = stops
            continue
        if start is not None and end is not None:
            yield _Paragraph(start, end, _label(text, start, end))
        start, end = begins, stops
    if start is not None and end is not None:
        yield _Paragraph(start, end, _label(text, start, end))


def _label(text: str, start: int, end: int) -> str:
    match = _LABEL.match(text, start, end)
    return match[0].strip() if match else ""


def _style(label: str) -> str:
    """How a paragraph is numbered: "1.", "1.1", "a", "i", "-", or not at all."""
    return re.sub(r"[ivxIVX]{2,}|[a-zA-Z]+", "a", re.sub(r"\d+", "1", label)).strip("().") if label else ""


def _layout(text: str) -> _Layout:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    words = sum(len(line.split()) <= 2 for line in lines)
    if len(lines) > 30 and words / len(lines) > 0.5:
        return _Layout(0, True)
    long_ = sorted((line for line in lines if len(line) > _LONG_LINE), key=len)
    open_ends = sum(line[-1] not in ".;:!?" for line in long_)
    wrapped = bool(long_) and open_ends / len(long_) >= _OPEN_ENDS
    return _Layout(len(long_[int(len(long_) * 0.8)]) if wrapped else 0, False)


def _goes_on(text: str, before: tuple[int, int], line: tuple[int, int], layout: _Layout) -> bool:
    """Whether the next line continues the paragraph before it."""
    start, end = before
    last = text[max(start, end - _WINDOW) : end]
    following, gap = text[slice(*line)], text[end : line[0]]
    label = _LABEL.match(text[start : start + _WINDOW] + " ") if end - start < _WINDOW else None
    if label and label.end() >= end - start:
        return "\n\n\n" not in gap
    if "\t" in following:
        return False
    ended = last[-1] in ".;:!?"
    if _LABEL.match(text, line[0]):
        return not ended and (layout.loose or _REFERENCE.search(last) is not None)
    if layout.loose:
        return not (ended and gap.count("\n") > 1) and last[-1] != ":"
    if gap.count("\n") > 1 and (ended or not following[0].islower()):
        return False
    if last[-1] in ":;" or _ITEM_ENDS.search(last):
        return False
    if not ended and (following[0].islower() or following[0] in "('\"“" or _MID_SENTENCE.search(last)):
        return True
    last_line = last.rsplit("\n", 1)[-1]
    full = layout.width > 0 and len(last_line) >= min(layout.width * _FULL_LINE, _WINDOW) and "\t" not in last_line
    return full and not re.match(r"[A-Z][\w /&-]{1,30}:\s", following)


def _after_label(text: str, start: int, end: int) -> int:
    """Where the words begin behind the number, bullet or letter of a paragraph."""
    for _ in range(2):
        match = _LABEL.match(text, start, end)
        if match is None or match.end() >= end:
            break
        start = match.end()
    return start


def _bare(words: str) -> str:
    return words.strip(" *#_.:\t")


def _is_heading(words: str) -> bool:
    """Whether a whole paragraph is a title: short, no full stop, capitals, no verb."""
    bare = _bare(words)
    if not bare or len(bare) > 80 or "\t" in words or words.rstrip().endswith((";", ",")):
        return False
    if ":" in bare or len(bare.split()) > 10 or re.search(r"\d", bare):
        return False
    if words.rstrip(" *").endswith(".") and not bare.isupper():
        return False
    return bare[0].isupper() and not _VERBS.search(bare)


def _own_title(words: str) -> str:
    """The title a paragraph opens with ("Termination. Either party …"), or nothing."""
    match = _RUN_IN.match(words)
    if match is None or len(match["title"].split()) > 8 or _VERBS.search(match["title"]):
        return ""
    large = [word for word in match["title"].split() if word.lower() not in _SMALL]
    return match["title"].strip(" *") if len(large) <= 5 else ""


def _is_row(text: str, start: int, paragraph: _Paragraph, heading: str) -> bool:
    """Whether a paragraph is a short row ("Client: 30 days") of what stands under a heading about ending."""
    words = text[start : paragraph.end]
    title = _RUN_IN.match(words)
    short = title is not None and title[0].rstrip().endswith(":") and len(words.split()) <= _ROW_WORDS
    return (
        short
        and not paragraph.label
        and re.search(r"\b(?:notice|exit|ending|terminat\w+)\b", heading, re.I) is not None
    )


def _after_title(text: str, start: int, end: int) -> int:
    """Behind a title that ends with a full stop; a label with a colon or a tab stays with its value."""
    match = _RUN_IN.match(text[start:end])
    behind = start + match.end() if match else start
    return behind if match and match[0].rstrip(" *").endswith(".") and text[behind:end].strip() else start


def _is_top(text: str, paragraph: _Paragraph) -> bool:
    """Whether a paragraph opens a new section: it has no number, or one of a single level."""
    label = _LABEL.match(text, paragraph.start, paragraph.end)
    return (
        label is None
        or re.fullmatch(r"\s*(?:\d{1,2}[.)]?|§\s*\d+|[A-Z][.)]|(?:article|section|clause)\b.*|#+)\s*", label[0], re.I)
        is not None
    )


def _is_item(text: str, paragraph: _Paragraph, opened: _Opened) -> bool:
    """Whether a paragraph belongs to the list that `opened` opens: numbered differently, or following line on line."""
    if paragraph.label:
        return _style(paragraph.label) != opened.style and re.match(r"[A-Z]", paragraph.label) is None
    gap = text[max(opened.end, text.rfind("\n\n", 0, paragraph.start)) : paragraph.start]
    short = len(text[paragraph.start : paragraph.end].split()) <= _ITEM_WORDS
    return short and "\n\n" not in text[opened.end : paragraph.start].replace("\r", "") and bool(gap)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """Sentences of `text[start:end]`, cut further at inline lists, whose items carry the span that leads into them."""
    for first, last in _split(text, start, end):
        marks = list(_INLINE_LIST.finditer(text, first, last))
        if len(marks) < 2:
            yield *_trimmed(text, first, last), None
            continue
        lead = _trimmed(text, first, marks[0].start())
        if lead[1] > lead[0]:
            yield *lead, None
        if marks[0][0].strip() not in _FIRST_MARKS:
            lead = (first, first)  # "… ; or (b) …": what stands before the second item is the first one
        for mark, following in zip(marks, [*(m.start() for m in marks[1:]), last], strict=True):
            yield *_trimmed(text, mark.end(), following), lead if lead[1] > lead[0] else None


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between full stops; a list that runs over semicolons or full stops inside a sentence stays one."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match[0][0] == ";" or _abbreviated(text, match.start()):
            continue
        following = text[match.end() : end].lstrip()
        if following and following[0].islower():
            continue
        yield from _cut(text, begin, match.end())
        begin = match.end()
    if text[begin:end].strip():
        yield from _cut(text, begin, end)


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, in pieces where it is longer than any sentence: cut at the last semicolon, comma or space within the limit."""
    while end - begin > _LONGEST:
        limit = begin + _LONGEST
        places = [text.rfind(mark, begin + _LONGEST // 2, limit) for mark in ("; ", ", ", " ")]
        place = next((found + 1 for found in places if found > 0), limit)
        yield begin, place
        begin = place
    yield begin, end


def _abbreviated(text: str, stop: int) -> bool:
    before = re.search(r"([\w.]+)$", text[max(0, stop - 8) : stop])
    word = before[1].lower() if before else ""
    return text[stop] == "." and (
        word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and before is not None and before[1].isupper())
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
