"""Checks: what is wrong with a message and what to write instead, on any text; and three scores with their reasons."""

from datetime import date
from typing import TYPE_CHECKING

from coach.situation import Situation
from coach.vocabulary.draft import Check, DraftKind, Finding
from coach.vocabulary.plan import Contract
from coach.write.checks.findings import Hit, find
from coach.write.checks.reading import Message, read_message
from coach.write.checks.replace import suggestions
from coach.write.checks.scores import score
from coach.write.kinds import kind_named

if TYPE_CHECKING:
    from coach.write.checks.heads import Reader


def check(
    text: str,
    kind: DraftKind | str | None = None,
    situation: Situation | None = None,
    *,
    closely: bool = True,
    today: date | None = None,
    contract: Contract | None = None,
) -> Check:
    """Check any text, the user's own above all. Without `kind` the aim (exit, reset, other) is read from the words.

    `situation` lets the checks see what the case has: money open, the notice agreed. `closely` also reads each sentence
    with the fitted readers (sarcasm, guilt …), about 1 ms a new sentence; without it only the words count. The terms of a
    `contract` and the days between `today` and the last day named are held against what the message says.

    Raises:
        UnknownName: no such kind.
    """
    message = read_message(
        text,
        kind_named(str(kind)) if kind else None,
        situation,
        _reader() if closely else None,
        today=today,
        contract=contract,
    )
    hits = find(message)
    scores = score(message, hits)
    better = suggestions(message, hits, lambda some: _harmless(some, message))
    findings = tuple(_finding(text, hit, one) for hit, one in zip(hits, better, strict=True))
    return Check(
        sendable=scores.sendable,
        respect=scores.respect,
        direct=scores.direct,
        findings=findings,
        reasons=scores.reasons,
    )


def _harmless(wordings: list[str], message: Message) -> list[str]:
    """Those of some wordings for a sentence of `message` that raise nothing, read as closely as the message was."""
    by_words = [words for words in wordings if words and _raises_nothing(words, message, None)]
    if not message.read or not by_words:
        return by_words
    reader = _reader()
    reader.read(by_words)  # in one go: it remembers them
    return [words for words in by_words if _raises_nothing(words, message, reader)]


def _raises_nothing(words: str, message: Message, reader: "Reader | None") -> bool:
    read = read_message(words, None, message.situation, reader, today=message.today, contract=message.contract)
    return all(hit.rule.absence for hit in find(read._replace(aim=message.aim, kind=message.kind)))


def _reader() -> "Reader":
    from coach.write.checks.heads import shared_reader

    return shared_reader()


def _finding(text: str, hit: Hit, better: str | None) -> Finding:
    return Finding(
        rule=hit.rule.id,
        quote=text[hit.start : hit.end],
        start=hit.start,
        end=hit.end,
        message=f"{hit.rule.why} The contract says: “{hit.says}”" if hit.says else hit.why or hit.rule.why,
        suggestion=better,
        passage=hit.rule.passage,
        severity=hit.rule.severity,
    )
