"""Rewording: the stings of a sentence cut, or said plainly, by `knowledge/checks_rewordings.yaml`."""

import re
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.write.checks.facts import day_in, things_in
from coach.write.grammar import capitalised

_CLAUSE_END = r"(?=\s*(?:\band (?:then|you|i|we|he|she|they|still|even|now|so|it|the|my|our)\b|\bbut\b|\bso (?:i|we|that)\b|\bwhile\b|\bbecause\b|\bafter (?:i|we)\b|[,;:!?]|\.(?:\s|$)|$))"
_ABOUT = rf"(?P<o>[^;:!?]+?){_CLAUSE_END}"
_NUMBER = re.compile(r",(?=\d)")
_KEPT_COMMA = "\u201a"


@cache
def _book() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("checks_rewordings.yaml")
    return found


@cache
def _cuts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.I) for one in _book()["cut"])


@cache
def _sayings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(one["find"].replace("{o}", _ABOUT), re.I), one["say"]) for one in _book()["say"])


def reworded(words: str) -> str:
    """`words` (straight apostrophes) with its stings cut and its reproaches said as what happened; else as it was."""
    text = _NUMBER.sub(_KEPT_COMMA, words)
    for pattern in _cuts():
        text = pattern.sub("", text, count=1)
    for pattern, say in _sayings():
        text = pattern.sub(lambda match, say=say: _said(match, say), text, count=1)  # type: ignore[misc]
    text = re.sub(r"\s+([,.;!?])", r"\1", " ".join(text.split())).strip(" ,;:").replace(_KEPT_COMMA, ",")
    return capitalised(text)


def _said(match: re.Match[str], say: str) -> str:
    named = {name: value.strip() for name, value in match.groupdict(default="").items()}
    if name := named.get("o"):
        named["o"] = f" {name}" if say.endswith("went{o}") else name
    return match.expand(re.sub(r"\{(\w+)\}", lambda slot: named[slot[1]].replace("\\", ""), say))


def on_matter(words: str, matter: str | None) -> list[str]:
    """Lines that name what a sentence was about, with its amounts and days, and say no more."""
    things, day = things_in(words), day_in(words)
    if things or matter:
        of_day = f" and what happened {day}" if day else ""
        lines = [line.format(matter=f"{things or matter}{of_day}") for line in _book()["matter"]]
    else:
        lines = [line.format(day=day) for line in _book()["day"]] if day else []
    first = len(words) % max(1, len(lines))
    return lines[first:] + lines[:first]
