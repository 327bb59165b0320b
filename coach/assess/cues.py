"""Cues: wordings that bear on the verdict beyond the signs (danger, ethics, what was tried, praise, own fault, money)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from coach.content import read_yaml
from coach.errors import ContentError
from coach.sentences import Span, clause, sentences
from coach.vocabulary.evidence import Evidence

_PIECE = re.compile(r"\{\{(\w+)\}\}")


class Cue(StrEnum):
    DANGER = "danger"
    SELF_HARM = "self_harm"
    ETHICS = "ethics"
    ABUSE = "abuse"
    TRIED = "tried"
    UNTRIED = "untried"
    SOLVED = "solved"
    PRAISE = "praise"
    OWN_FAULT = "own_fault"
    DEPENDENCE = "dependence"
    OWED = "owed"
    PATTERN = "pattern"
    CONTRACT = "contract"
    ENDED = "ended"


class _Wording(NamedTuple):
    match: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]


@cache
def _wordings() -> dict[Cue, _Wording]:
    entries = read_yaml("cues.yaml")
    try:
        pieces = entries["pieces"]
        return {
            cue: _Wording(
                tuple(_compiled(pattern, pieces) for pattern in entries[cue]["match"]),
                _compiled(entries[cue]["unless"], pieces),
            )
            for cue in Cue
        }
    except (KeyError, TypeError, re.error) as error:
        raise ContentError(f"The content file 'cues.yaml' is damaged: {error}") from error


def _compiled(pattern: str, pieces: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(_PIECE.sub(lambda named: pieces[named[1]], pattern), re.I)


def read_cues(text: str) -> dict[Cue, tuple[Evidence, ...]]:
    """The sentences of `text` that show each cue, in order, long ones cut to the clause that does; a cue that is not there is empty."""
    return dict(_read(text))


@lru_cache(maxsize=8)
def _read(text: str) -> dict[Cue, tuple[Evidence, ...]]:
    straight = text.replace("’", "'")  # one character for one: offsets hold
    found: dict[Cue, list[Evidence]] = {cue: [] for cue in Cue}
    for span in sentences(text):
        sentence = straight[span.start : span.end]
        for cue, wording in _wordings().items():
            shown = next((match for pattern in wording.match if (match := pattern.search(sentence))), None)
            if shown and not wording.unless.search(sentence):
                place = Span(span.start + shown.start(), span.start + shown.end())
                found[cue].append(Evidence.at(text, *clause(text, span, place)))
    return {cue: tuple(evidence) for cue, evidence in found.items()}
