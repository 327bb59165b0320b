"""Cues: wordings that bear on the verdict beyond the signs (danger, ethics, what was tried, praise, own fault, money)."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from coach.content import read_yaml
from coach.errors import ContentError
from coach.sentences import sentences
from coach.vocabulary.evidence import Evidence


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
        return {
            cue: _Wording(
                tuple(re.compile(pattern, re.I) for pattern in entries[cue]["match"]),
                re.compile(entries[cue]["unless"], re.I),
            )
            for cue in Cue
        }
    except (KeyError, TypeError, re.error) as error:
        raise ContentError(f"The content file 'cues.yaml' is damaged: {error}") from error


def read_cues(text: str) -> dict[Cue, tuple[Evidence, ...]]:
    """The sentences of `text` that show each cue, in order; a cue that is not there has an empty tuple."""
    return dict(_read(text))


@lru_cache(maxsize=8)
def _read(text: str) -> dict[Cue, tuple[Evidence, ...]]:
    straight = text.replace("’", "'")  # one character for one: offsets hold
    found: dict[Cue, list[Evidence]] = {cue: [] for cue in Cue}
    for span in sentences(text):
        sentence = straight[span.start : span.end]
        for cue, wording in _wordings().items():
            if any(pattern.search(sentence) for pattern in wording.match) and not wording.unless.search(sentence):
                found[cue].append(Evidence.at(text, span.start, span.end))
    return {cue: tuple(evidence) for cue, evidence in found.items()}
