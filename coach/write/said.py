"""Said: what else a text says that a message may build on, each with its quote: a clause, a late invoice, a fee, the one reason."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from coach.content import read_yaml
from coach.sentences import sentences
from coach.situation import Relation
from coach.vocabulary.base import Value

_AT_ITS_END = " ,;:"


class Said(NamedTuple):
    """A fact and the sentence it stands in."""

    value: str
    quote: str


class _Book(Value):
    """`knowledge/phrases/said.yaml`."""

    slots: dict[str, tuple[str, ...]]
    refund_said: str
    ends_under: str
    flags: dict[str, str]
    reasons: dict[Relation, tuple[tuple[str, str], ...]]


@cache
def _book() -> _Book:
    return _Book.model_validate(read_yaml("phrases", "said.yaml"))


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words, re.I)


@cache
def _cased(words: str) -> re.Pattern[str]:
    return re.compile(words)


def told(text: str) -> tuple[str, ...]:
    """The sentences of a text with straight apostrophes."""
    straight = text.replace("’", "'")
    return tuple(straight[span.start : span.end] for span in sentences(straight))


def said_slots(text: str) -> dict[str, Said]:
    """The slots of `said.yaml` that the text fills, each with its sentence."""
    found = {slot: said for slot in _book().slots if (said := _first(slot, told(text)))}
    if "refund" in found and not _pattern(_book().refund_said).search(text):
        found.pop("refund")
    return found


def _first(slot: str, said: tuple[str, ...]) -> Said | None:
    compiled = _cased if slot in {"referee", "event"} else _pattern
    for words in _book().slots[slot]:
        for sentence in said:
            if match := compiled(words).search(sentence):
                return Said(match["value"].strip(_AT_ITS_END), sentence)
    return None


def clause_of(text: str, words: str) -> Said | None:
    """The clause (found by the pattern `words`) under which the work ends; a clause about something else is none."""
    for sentence in told(text):
        for part in re.split(r";|, (?:and|but) ", sentence):
            match = _pattern(words).search(part)
            if match and _pattern(_book().ends_under).search(part):
                return Said(match[0], sentence)
    return None


def said_flags(text: str) -> Iterator[str]:
    """The flags of what was said."""
    straight = text.replace("’", "'")
    for flag, words in _book().flags.items():
        if _pattern(words).search(straight):
            yield flag


def flag_said(flag: str, text: str) -> bool:
    """Whether a text says what a flag stands for."""
    return _pattern(_book().flags[flag]).search(text) is not None


def reason_given(text: str, relation: Relation) -> tuple[str, str]:
    """The category of the one reason and the sentence that gives it; `none` where the text gives none."""
    said = told(text)
    for category, words in _book().reasons[relation]:
        for sentence in said:
            if _pattern(words).search(sentence):
                return category, sentence
    return "none", ""
