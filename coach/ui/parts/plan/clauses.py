"""The clauses of a contract as they are shown: numbered by their place, each with what it says and the traps in it."""

from collections.abc import Sequence
from typing import NamedTuple

from coach.ui import plan_wording as words
from coach.ui.citations import References
from coach.ui.markup import escape, lines, shortened
from coach.ui.quotes import Label, marked
from coach.vocabulary.evidence import Evidence
from coach.vocabulary.plan import Contract, Trap

_TRAP, _WAY_OUT, _OTHER = 3, 2, 1  # weights, as signs have them
_LONGEST = 320  # characters of a quote in the list; all of it stands in the text


class Clause(NamedTuple):
    """One place of the contract: its number, its words, what they say, and what to watch out for in them."""

    mark: str
    quote: str
    start: int
    end: int
    said: tuple[tuple[str, str], ...]
    traps: tuple[Trap, ...]
    weight: int

    @property
    def title(self) -> str:
        return " · ".join(words.TERMS[name] for name, _ in self.said) or self.traps[0].title


def clauses(contract: Contract, traps: Sequence[Trap]) -> tuple[Clause, ...]:
    """Every place that says something, in the order of the text."""
    places: dict[tuple[int, int], tuple[str, list[tuple[str, str]], list[Trap]]] = {}
    for name in type(contract).model_fields:
        term = getattr(contract, name)
        if term is not None:
            entry = places.setdefault((term.start, term.end), (term.quote, [], []))
            entry[1].append((name, words.term_value(name, term)))
    for trap in traps:
        if trap.start is not None and trap.end is not None:
            places.setdefault((trap.start, trap.end), (trap.quote or "", [], []))[2].append(trap)
    return tuple(
        Clause(str(number), quote, start, end, tuple(said), tuple(found), _weight(said, found))
        for number, ((start, end), (quote, said, found)) in enumerate(sorted(places.items()), 1)
    )


def absent(contract: Contract) -> tuple[str, ...]:
    """What the contract says nothing about."""
    return tuple(label for name, label in words.TERMS.items() if getattr(contract, name) is None)


def _weight(said: list[tuple[str, str]], traps: list[Trap]) -> int:
    if traps:
        return _TRAP
    return _WAY_OUT if any(name in words.THE_WAY_OUT for name, _ in said) else _OTHER


def marked_contract(text: str, found: Sequence[Clause]) -> str:
    """The contract with its clauses marked, each with a link to where it is explained."""
    labels = [
        Label(one.mark, one.mark, one.weight, (Evidence(quote=one.quote, start=one.start, end=one.end),))
        for one in found
    ]
    shown = marked(text, labels, {one.mark: one.title for one in found}, kind="clause")
    return f'<div class="gt-account" tabindex="0" role="region" aria-label="Your contract">{shown}</div>'


def watch_out(found: Sequence[Clause]) -> str:
    """Every trap in a line, leading to its clause."""
    rows = "".join(
        f'<li><a class="gt-number gt-w{_TRAP}" href="#clause-{one.mark}" aria-label="clause {one.mark}">{one.mark}</a> '
        f"{escape(trap.title)}</li>"
        for one in found
        for trap in one.traps
    )
    return f'<ul class="gt-plainlist">{rows}</ul>'


def clause_card(one: Clause, references: References) -> str:
    """A clause: what it says, its words, and what to watch out for."""
    said = [f"{words.TERMS[name]}: {escape(value)}" for name, value in one.said] or [escape(one.title)]
    more = "".join(f"<p class=gt-more>{line}</p>" for line in said[1:])
    traps = "".join(
        f'<p class="gt-trap"><b>Watch out: {escape(trap.title)}.</b> {escape(trap.text)}{references.button(trap.passage)}</p>'
        for trap in one.traps
    )
    quote = one.quote if len(one.quote) <= _LONGEST else shortened(one.quote, _LONGEST)
    return (
        f'<section class="gt-card gt-clause" id="clause-{one.mark}"><h3>'
        f'<span class="gt-number gt-w{one.weight}">{one.mark}</span> {said[0]}</h3>{more}'
        f'<blockquote><p>“{lines(quote)}” <a class="gt-small gt-back" href="#quote-{one.mark}-1">in the contract</a></p></blockquote>'
        f"{traps}</section>"
    )
