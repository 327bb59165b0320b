"""Checks: what is wrong with a message and what to write instead, on any text; and three scores with their reasons."""

from typing import TYPE_CHECKING

from coach.situation import Situation
from coach.vocabulary.draft import Check, DraftKind, Finding
from coach.write.checks.findings import Hit, find
from coach.write.checks.reading import read_message
from coach.write.checks.replace import suggestions
from coach.write.checks.scores import score
from coach.write.kinds import kind_named

if TYPE_CHECKING:
    from coach.write.checks.heads import Reader


def check(
    text: str, kind: DraftKind | str | None = None, situation: Situation | None = None, *, closely: bool = True
) -> Check:
    """Check any text, the user's own above all. Without `kind` the aim (exit, reset, other) is read from the words.

    `situation` lets the checks see what the case has: money open, the notice agreed. `closely` also reads each sentence
    with the fitted readers (sarcasm, guilt …), about 2 ms a new sentence; without it only the words count.

    Raises:
        UnknownName: no such kind.
    """
    message = read_message(text, kind_named(str(kind)) if kind else None, situation, _reader() if closely else None)
    hits = find(message)
    scores = score(message, hits)
    findings = tuple(_finding(text, hit, better) for hit, better in zip(hits, suggestions(message, hits), strict=True))
    return Check(
        sendable=scores.sendable,
        respect=scores.respect,
        direct=scores.direct,
        findings=findings,
        reasons=scores.reasons,
    )


def _reader() -> "Reader":
    from coach.write.checks.heads import shared_reader

    return shared_reader()


def _finding(text: str, hit: Hit, better: str | None) -> Finding:
    return Finding(
        rule=hit.rule.id,
        quote=text[hit.start : hit.end],
        start=hit.start,
        end=hit.end,
        message=hit.rule.why,
        suggestion=better,
        passage=hit.rule.passage,
        severity=hit.rule.severity,
    )
