"""Clauses: a contract cut into sentences and list items, each with its heading and the words that lead into it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos sec secs art arts cl cls para paras inc ltd llc co corp plc pty b.v bv gmbh e.g i.e eg ie etc vs "
    "u.s u.k u.s.c approx incl excl fig ex p pp jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m".split()
)
_UNIT_AFTER = r"(?!\s*(?:calendar|business|working|clear|days?|weeks?|months?|years?|hours?|per|%)\b)"
_LABEL = re.compile(
    rf"""\s*(?:
        [-*•·–—▪●o]\s+(?=\S) | \#{{1,6}}\s+ | >\s+
      | §+\s*\d+(?:\.\d+)*[.)]?\s* | \(?[a-zA-Z]\)\s+ | \(?(?:[ivx]{{1,5}}|[IVX]{{1,5}})[).]\s+ | \(\d{{1,2}}\)\s+{_UNIT_AFTER}
      | \d{{1,2}}(?:\.\d{{1,2}})+[.)]?\s+ | \d{{1,2}}[.)]\s+{_UNIT_AFTER} | \d{{1,2}}\s+(?=[A-Z][a-z]+\s+[a-z]|[A-Z]{{2}})
      | [A-Z](?:\.\d+)*[.)]\s+(?=[A-Z]) | [A-Z]\.\d+\s+
      | (?:article|section|clause|schedule|part)\s+(?:\d+(?:\.\d+)*|[IVXLC]+\b)[.:]?\s*(?:[-–—:]\s*)?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FURNITURE = re.compile(r"\s*(?:page\s+\d+(?:\s+of\s+\d+)?|[-–—_=*~.\s]{3,}|\d{1,3})\s*", re.IGNORECASE)
_STOP = re.compile(r"""[.!?]["'”’)\]]*(?=\s)|;(?=\s)""")
_INLINE_LIST = re.compile(r"(?<=\s)\((?:[a-h]|[ivx]{1,4}|\d)\)\s+(?!days|months|weeks|years|calendar|business|working)")
_RUN_IN = re.compile(r"""(?:\*\*)?(?P<title>[A-Z][^.:;!?"“\t\n]{1,58}?)(?:\*\*)?\s*(?:[.:](?:\*\*)?(?=\s)|\t|\s[-–—]\s)""")
_SMALL = frozenset("a an and at before by for from in into of on or the to upon until with without your our its no not if".split())
_VERBS = re.compile(r"\b(?:shall|may|will|must|can|is|are|has|have|applies|governs|governed|agrees?|pays?|keeps?)\b", re.IGNORECASE)
_SHORT_LINE = 45  # characters: a shorter line without a full stop stands for itself


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
    labelled: bool


def plain(text: str) -> str:
    """`text` with line breaks, hard spaces and curly quotes made plain; every character keeps its place."""
    table = {"\n": " ", "\r": " ", "\u00a0": " ", "\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-", "\u2010": "-"}
    return text.translate(str.maketrans(table))


def units(text: str) -> list[Unit]:
    """The sentences and list items of a contract in order; lines that a PDF broke are read as one."""
    found: list[Unit] = []
    heading, run_in, section, lead = "", "", 0, None
    for paragraph in _paragraphs(text):
        start = _after_label(text, paragraph.start, paragraph.end)
        words = text[start : paragraph.end]
        if _is_heading(words):
            heading, run_in, section, lead = _bare(words), "", section + 1, None
            continue
        own = _own_title(words)
        if own and _is_top(text, paragraph):
            heading, section = "", section + 1
        if own or (paragraph.labelled and not _is_item(text, paragraph)):
            run_in, lead = own, None
        title = f"{heading} / {run_in}".strip(" /")
        start = _after_title(text, start, paragraph.end) if own else start
        for start_, end_, inner in _sentences(text, start, paragraph.end):
            outer = lead if lead and _is_item(text, paragraph) else None
            found.append(Unit(start_, end_, title, section, inner or outer))
        last = found[-1] if found else None
        if last and _leads(text[last.start : last.end]):
            lead = (last.start, last.end)
        elif not _is_item(text, paragraph):
            lead = None
    return found


def _leads(words: str) -> bool:
    return words.rstrip().endswith((":", ":-", "—", "–")) or bool(
        re.search(r"\b(?:if|where|terminated|following|either)\s*[,:]?$", words.rstrip(" -–—"))
    )


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Spans of paragraphs: lines are joined where the first does not end and the second does not begin something."""
    start = end = None
    labelled = False
    for match in re.finditer(r"[^\n]+", text):
        line = match[0]
        if not line.strip() or _FURNITURE.fullmatch(line):
            continue
        begins = match.start() + len(line) - len(line.lstrip())
        stops = match.start() + len(line.rstrip())
        if start is not None and end is not None and _goes_on(text, start, end, begins, stops):
            end = stops
            continue
        if start is not None and end is not None:
            yield _Paragraph(start, end, labelled)
        start, end, labelled = begins, stops, _LABEL.match(line) is not None
    if start is not None and end is not None:
        yield _Paragraph(start, end, labelled)


def _goes_on(text: str, start: int, end: int, begins: int, stops: int) -> bool:
    """Whether the line at `begins` continues the paragraph that ends at `end`."""
    following, gap = text[begins:stops], text[end:begins]
    if _LABEL.match(following) or "\t" in following:
        return False
    if gap.count("\n") > 1 and not (following[0].islower() and text[end - 1] not in ".;:!?"):
        return False
    if text[end - 1] in ":;" or (text[end - 1] in ".!?" and gap.count("\n") > 1):
        return False
    if following[0].islower() or following[0] in "('\"“":
        return True
    line_start = text.rfind("\n", 0, end) + 1
    long_line = end - line_start >= _SHORT_LINE and "\t" not in text[line_start:end]
    return long_line and not re.match(r"[A-Z][\w /&-]{1,30}:\s", following)


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
        return len(bare.split()) <= 4 and not _VERBS.search(bare)
    return bare[0].isupper() and not _VERBS.search(bare)


def _own_title(words: str) -> str:
    """The title a paragraph opens with ("Termination. Either party …"), or nothing."""
    match = _RUN_IN.match(words)
    if match is None or len(match["title"].split()) > 8 or _VERBS.search(match["title"]):
        return ""
    large = [word for word in match["title"].split() if word.lower() not in _SMALL]
    return match["title"].strip(" *") if len(large) <= 5 else ""


def _after_title(text: str, start: int, end: int) -> int:
    """Behind a title that ends with a full stop; a label with a colon or a tab stays with its value."""
    match = _RUN_IN.match(text[start:end])
    behind = start + match.end() if match else start
    return behind if match and match[0].rstrip(" *").endswith(".") and text[behind:end].strip() else start


def _is_top(text: str, paragraph: _Paragraph) -> bool:
    """Whether a paragraph opens a new section: it has no number, or one of a single level."""
    label = _LABEL.match(text, paragraph.start, paragraph.end)
    return label is None or re.fullmatch(r"\s*(?:\d{1,2}[.)]?|§\s*\d+|[A-Z][.)]|(?:article|section|clause)\b.*|#+)\s*", label[0], re.I) is not None


def _is_item(text: str, paragraph: _Paragraph) -> bool:
    """Whether a paragraph is an item of a list: a bullet, a letter or a small Roman number."""
    return re.match(r"\s*(?:[-*•·–—▪●o]\s|\(?[a-z]\)|\(?[ivx]{1,5}[).]\s|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){2,})", text[paragraph.start : paragraph.end]) is not None


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
        yield begin, match.end()
        begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def _abbreviated(text: str, stop: int) -> bool:
    before = re.search(r"([\w.]+)$", text[max(0, stop - 8) : stop])
    word = before[1].lower() if before else ""
    return text[stop] == "." and (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and before is not None and before[1].isupper()))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
