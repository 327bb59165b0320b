"""A text with the quoted places marked, each carrying the number of the sign, or the clause, it stands for."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from coach.ui.markup import escape, lines
from coach.vocabulary.assessment import Assessment
from coach.vocabulary.evidence import Evidence

POSSIBLE = 0  # the weight of a sign that is not settled


class Label(NamedTuple):
    """How a sign or a clause is named in the text and in the list below it: “2” for a clear one, “b” for a possible one."""

    sign: str
    mark: str
    weight: int
    evidence: tuple[Evidence, ...]


def labels(assessment: Assessment) -> tuple[Label, ...]:
    """Clear signs numbered from 1, heaviest first as the assessment lists them; possible ones lettered from a."""
    clear = [Label(s.id, str(n), s.severity, s.evidence) for n, s in enumerate(assessment.signs, 1)]
    open_ones = [Label(p.id, chr(96 + n), POSSIBLE, p.evidence) for n, p in enumerate(assessment.possible, 1)]
    return (*clear, *open_ones)


def about(found: Sequence[Label]) -> str:
    """The id of what says which signs some words are evidence for."""
    return "about-" + "-".join(label.mark for label in found)


def meeting(assessment: Assessment) -> dict[str, tuple[str, ...]]:
    """The marks of the signs whose quotes meet in one place, by the id of what is said about them."""
    found = labels(assessment)
    spans = [(quote.start, quote.end, label) for label in found for quote in label.evidence]
    cuts = sorted({cut for start, end, _ in spans for cut in (start, end)})
    overs = (
        [one for start, end, one in spans if start <= first and last <= end] for first, last in itertools.pairwise(cuts)
    )
    return {about(over): tuple(label.mark for label in over) for over in overs if over}


def marked(text: str, found: Sequence[Label], names: Mapping[Any, str], kind: str = "sign") -> str:
    """`text` as HTML, every quote in a <mark> that ends with a link to its sign, or what `kind` says; quotes may overlap.

    Words that show a sign open at a tap.
    """
    spans = [(quote.start, quote.end, label) for label in found for quote in label.evidence if quote.is_in(text)]
    cuts = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        over = [label for first, last, label in spans if first <= start and end <= last]
        opening = [(label, _number_of(label, start)) for first, _, label in spans if first == start]
        closing = [label for _, last, label in spans if last == end]
        pieces.append(_piece(text[start:end], over, opening, closing, names, kind))
    return "".join(pieces)


def _number_of(label: Label, start: int) -> int:
    return next(n for n, quote in enumerate(label.evidence, 1) if quote.start == start)


def _piece(
    words: str,
    over: list[Label],
    opening: list[tuple[Label, int]],
    closing: list[Label],
    names: Mapping[Any, str],
    kind: str,
) -> str:
    if not over:
        return lines(words)
    weight = max(label.weight for label in over)
    title = escape(" · ".join(names[label.sign] for label in over))
    anchors = "".join(f'<span id="quote-{label.mark}-{number}" class="gt-anchor"></span>' for label, number in opening)
    links = "".join(
        f'<a class="gt-number gt-w{label.weight}" href="#{kind}-{label.mark}" '
        f'aria-label="{kind} {label.mark}: {escape(names[label.sign])}">{label.mark}</a>'
        for label in closing
    )
    tap = f' data-about="{about(over)}"' if kind == "sign" else ""
    return f'{anchors}<mark class="gt-w{weight}" title="{title}"{tap}>{lines(words)}</mark>{links}'
