"""The signs as cards, and the picture that says at a glance what weighs most."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from coach.content import load_signs
from coach.ui import wording
from coach.ui.citations import References
from coach.ui.markup import bullets, escape, lines
from coach.ui.quotes import POSSIBLE, Label, labels, meeting
from coach.vocabulary.assessment import Assessment, PossibleSign, ReportedSign
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.signs import SignId


class Bar(TypedDict):
    """One sign in the picture: its weight says how serious it is, its value of 0-1 how clear."""

    mark: str
    name: str
    weight: int
    title: str
    words: str
    value: float


def bars(found: Assessment, names: Mapping[Any, str]) -> list[Bar]:
    """Every sign as a bar, heaviest and clearest first; those that are not settled come last."""
    sure = {sign.id: sign.confidence for sign in found.signs} | {sign.id: sign.confidence for sign in found.possible}
    rows = [
        Bar(
            mark=label.mark,
            name=names[label.sign],
            weight=label.weight,
            title=wording.POSSIBLE if label.weight == POSSIBLE else wording.SEVERITIES[label.weight],
            words=wording.confidence(sure[SignId(label.sign)]),
            value=round(sure[SignId(label.sign)], 3),
        )
        for label in labels(found)
    ]
    return sorted(rows, key=lambda row: (-row["weight"], -row["value"]))


def at_a_glance(rows: Sequence[Bar]) -> str:
    """What the picture shows, in a sentence."""
    clear = [row for row in rows if row["weight"] != POSSIBLE]
    if not clear:
        return "No sign is settled yet; these are only pointed to."
    heaviest = clear[0]
    return f"What weighs most: {heaviest['name'].lower()} ({heaviest['title'].lower()}, {heaviest['words']})."


def about_quotes(found: Assessment, names: Mapping[Any, str]) -> str:
    """What opens at a tap on marked words: the signs they are evidence for. One panel for each set of signs that meet."""
    named = {label.mark: label for label in labels(found)}
    return "".join(_about(about, [named[mark] for mark in marks], names) for about, marks in meeting(found).items())


def _about(about: str, found: Sequence[Label], names: Mapping[Any, str]) -> str:
    signs = load_signs()
    rows = "".join(
        f'<p><span class="gt-number gt-w{one.weight}">{one.mark}</span> <b>{escape(names[one.sign])}</b> '
        f'<span class="gt-tag gt-w{one.weight}">{wording.SEVERITIES.get(one.weight, wording.POSSIBLE)}</span><br>'
        f'{escape(signs[SignId(one.sign)].definition)} <a href="#sign-{one.mark}">Read on</a></p>'
        for one in found
    )
    return (
        f'<div popover id="{about}" class="gt-panel" role="dialog" aria-label="What these words point to">{rows}'
        f'<button class="gt-close" popovertarget="{about}" popovertargetaction="hide">Close</button></div>'
    )


def sign_card(number: int, found: ReportedSign, references: References) -> str:
    """A clear sign: what it is, the words that show it, and what to try."""
    sign = load_signs()[found.id]
    head = (
        f'<div class="gt-head"><h4><span class="gt-number gt-w{found.severity}">{number}</span> {escape(sign.name)}</h4>'
        f'<span class="gt-tag gt-w{found.severity}">{wording.SEVERITIES[found.severity]}</span>'
        f'<span class="gt-quiet gt-small">{wording.confidence(found.confidence)}</span></div>'
    )
    sources = bullets(references.titled(source) for source in found.sources)
    guidance = (
        f"<details><summary>What to try, and how to tell that it worked</summary><div>"
        f"<h5>Try first</h5>{bullets(escape(one) for one in sign.try_first)}"
        f"<h5>It is repaired when</h5><p>{escape(sign.repaired_when)}</p>"
        f"<h5>What it is not</h5>{bullets(escape(one) for one in sign.not_)}<h5>Read more</h5>{sources}</div></details>"
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
