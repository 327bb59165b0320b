"""The signs as cards, and the picture that says at a glance what weighs most."""

from collections.abc import Mapping
from typing import Any

from coach.content import load_signs
from coach.ui import wording
from coach.ui.citations import References
from coach.ui.markup import bullets, escape, lines
from coach.ui.quotes import POSSIBLE, Label, labels
from coach.vocabulary.assessment import Assessment, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence


def tally(found: Assessment, names: Mapping[Any, str]) -> str:
    """Every sign by weight, heaviest first, each leading to its card."""
    titles = {**wording.SEVERITIES, POSSIBLE: wording.POSSIBLE}
    named = labels(found)
    rows = []
    for weight in (3, 2, 1, POSSIBLE):
        chips = "".join(_chip(label, names) for label in named if label.weight == weight)
        if chips:
            tag = f'<span><span class="gt-tag gt-w{weight}">{titles[weight]}</span></span>'
            rows.append(f'<li>{tag}<span class="gt-chips">{chips}</span></li>')
    return f'<ul class="gt-tally">{"".join(rows)}</ul>'


def _chip(label: Label, names: Mapping[Any, str]) -> str:
    number = f'<span class="gt-number gt-w{label.weight}">{label.mark}</span>'
    return f'<a href="#sign-{label.mark}">{number}<span class="gt-name">{escape(names[label.sign])}</span></a>'


def sign_card(number: int, found: ReportedSign, references: References) -> str:
    """A clear sign: what it is, the words that show it, and what to try."""
    sign = load_signs()[found.id]
    head = (
        f'<div class="gt-head"><h3><span class="gt-number gt-w{found.severity}">{number}</span> {escape(sign.name)}</h3>'
        f'<span class="gt-tag gt-w{found.severity}">{wording.SEVERITIES[found.severity]}</span>'
        f'<span class="gt-quiet gt-small">{wording.confidence(found.confidence)}</span></div>'
    )
    sources = bullets(references.titled(source) for source in found.sources)
    guidance = (
        f"<details><summary>What to try, and how to tell that it worked</summary><div>"
        f"<h4>Try first</h4>{bullets(escape(one) for one in sign.try_first)}"
        f"<h4>It is repaired when</h4><p>{escape(sign.repaired_when)}</p>"
        f"<h4>What it is not</h4>{bullets(escape(one) for one in sign.not_)}<h4>Read more</h4>{sources}</div></details>"
    )
    return (
        f'<section class="gt-card" id="sign-{number}">{head}{_quotes(str(number), found.evidence)}'
        f"<p>{escape(sign.definition)}</p>{guidance}</section>"
    )


def possible_note(letter: str, found: PossibleSign) -> str:
    """A sign that is not settled, and the words that point to it; the question that would settle it stands below."""
    name = escape(load_signs()[found.id].name)
    return (
        f'<div class="gt-possible" id="sign-{letter}"><h3><span class="gt-number gt-w0">{letter}</span> '
        f"Perhaps: {name}</h3>{_quotes(letter, found.evidence)}</div>"
    )


def _quotes(mark: str, evidence: tuple[Evidence, ...]) -> str:
    shown = "".join(
        f'<p>“{lines(quote.quote)}” <a class="gt-small gt-back" href="#quote-{mark}-{number}">in your text</a></p>'
        for number, quote in enumerate(evidence, 1)
    )
    return f"<blockquote>{shown}</blockquote>"
