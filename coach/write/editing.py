"""Editing: puts the suggestion of a finding into a text."""

import re

from coach.errors import BadInput
from coach.vocabulary.draft import Finding

_SIGNOFF = re.compile(
    r"^(?:with |many |kind |best |warm |yours |sincerely|regards|thanks|thank you[,.]?$|cheers|love|all the best|take care|greetings|best[,.]?$)",
    re.I,
)
_LONGEST_SIGNOFF = 8  # words of a line that can still be a sign-off or a name


def apply_suggestion(text: str, finding: Finding) -> str:
    """`text` with the finding's suggestion in the place of its quote; an absence is put before the sign-off.

    An empty suggestion leaves the sentence out, with the space or the line that was its own.

    Raises:
        BadInput: the finding offers no wording, or its quote is no longer in the text.
    """
    if finding.suggestion is None or not (finding.suggestion or finding.quote):
        raise BadInput("This finding has no ready wording.", hint="Change the words by hand.")
    if not finding.quote:
        return inserted(text, finding.suggestion)
    start = _place(text, finding)
    if not finding.suggestion:
        return _without(text, start, start + len(finding.quote))
    return text[:start] + finding.suggestion + text[start + len(finding.quote) :]


def _without(text: str, start: int, end: int) -> str:
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    if before and not before.endswith("\n") and after and not after.startswith("\n"):
        return f"{before} {after}"
    if before.endswith("\n"):
        after = after.lstrip("\n")
    return before + after


def _place(text: str, finding: Finding) -> int:
    """Where the quote stands: at its offset, or at the place nearest to it."""
    if text[finding.start : finding.end] == finding.quote:
        return finding.start
    places = [match.start() for match in re.finditer(re.escape(finding.quote), text)]
    if not places:
        raise BadInput("The words of this finding are no longer in the text.", hint="Run the check again.")
    return min(places, key=lambda place: abs(place - finding.start))


def inserted(text: str, sentence: str) -> str:
    """`sentence` as a paragraph before the sign-off, or at the end."""
    body = text.rstrip()
    cut = _signoff_start(body)
    if cut is None:
        return f"{body}\n\n{sentence}" if body else sentence
    return f"{body[:cut].rstrip()}\n\n{sentence}\n\n{body[cut:]}"


def _signoff_start(body: str) -> int | None:
    """Where the sign-off begins: a last line or two of few words that say goodbye or give a name."""
    lines = list(re.finditer(r"[^\n]+", body))
    if len(lines) < 2:
        return None
    for line in lines[-3:]:
        if _SIGNOFF.match(line[0].strip()) and len(line[0].split()) <= _LONGEST_SIGNOFF:
            return line.start()
    last = lines[-1][0].strip()
    named = len(last.split()) <= 3 and last[:1].isupper() and not last.endswith((".", "!", "?"))
    return lines[-1].start() if named else None
