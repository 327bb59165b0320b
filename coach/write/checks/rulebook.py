"""Rulebook: the rules, topics and signals of `knowledge/checks.yaml`, checked and compiled once."""

import re
from functools import cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from coach.content import read_yaml
from coach.errors import ContentError
from coach.vocabulary.base import Value
from coach.write.kinds import Aim

Pattern = re.Pattern[str]


class Weight(Value):
    """How much one finding takes from each score, in log-odds."""

    sendable: float
    respect: float
    direct: float


class Rule(Value):
    """One rule as the file has it; `match` and `unless` look at one sentence."""

    id: str
    severity: int
    why: str
    passage: str
    weight: Weight
    aims: tuple[Aim, ...] = tuple(Aim)
    head: str | None = None
    by_topic: bool = False
    match: tuple[str, ...] = ()
    unless: str | None = None
    counted: str | None = None
    most: int = 0
    absence: str | None = None
    words: dict[str, int] = {}
    vague: str | None = None
    immediate: str | None = None
    replace: dict[str, tuple[str, ...]] = {}


class Topic(NamedTuple):
    name: str
    match: Pattern
    lines: tuple[str, ...]


class Rulebook(NamedTuple):
    rules: dict[str, Rule]
    patterns: dict[str, tuple[Pattern, ...]]
    unless: dict[str, Pattern]
    topics: tuple[Topic, ...]
    signals: dict[str, Pattern]
    reasons: dict[str, Any]


@cache
def rulebook() -> Rulebook:
    """The rulebook.

    Raises:
        ContentError: the file is damaged.
    """
    entries = read_yaml("checks.yaml")
    try:
        rules = {name: Rule(id=name, **entry) for name, entry in entries["rules"].items()}
        return Rulebook(
            rules=rules,
            patterns={name: tuple(_compiled(one) for one in rule.match) for name, rule in rules.items()},
            unless={name: _compiled(rule.unless) for name, rule in rules.items() if rule.unless},
            topics=tuple(
                Topic(name, _compiled(topic["match"]), tuple(topic["lines"]))
                for name, topic in entries["topics"].items()
            ),
            signals={
                name: _compiled("|".join(f"(?:{one})" for one in block)) for name, block in entries["signals"].items()
            },
            reasons=entries["reasons"],
        )
    except (KeyError, TypeError, AttributeError, ValidationError, re.error) as error:
        raise ContentError(f"The content file 'checks.yaml' is damaged: {error}") from error


def _compiled(pattern: str) -> Pattern:
    return re.compile(pattern, re.I)
