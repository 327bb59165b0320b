"""Themes: what a reset is about, read from the signs found and from the user's own words."""

import re
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.sentences import sentences
from coach.situation import FactKind, Relation, Situation
from coach.vocabulary.base import Value
from coach.vocabulary.signs import SignId

MOST_THEMES = 3
_FALLBACK = {Relation.CLIENT: "expectations", Relation.VENDOR: "vendor_terms", Relation.PROSPECT: "prospect_terms"}
_DAY = re.compile(r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?)$")
_MONTH = re.compile(
    r"\bin (January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.I,
)
_CLAUSES = re.compile(r"[,;:]|\b(?:and|but|then)\b")
_DAY_NAME = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b", re.I)
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)"
_ROUNDS = re.compile(rf"\b({_NUMBER}) (?:\w+ )?(rounds(?: of (?:changes|revisions|edits|feedback))?|revisions|versions|redesigns|rewrites)\b", re.I)  # fmt: skip

_ALLOWED = re.compile(r"\b(?:agreed|inclu\w+|contract|allow\w*|quoted?|brief)\b", re.I)  # not those there were


class Theme(Value):
    """One theme with the words that show it: `instance` is the day or month the text gives for it, `details` its own slots."""

    id: str
    instance: str | None = None  # "on 2 May", "in March"
    details: dict[str, str] = {}
    shown: tuple[str, ...] = ()

    @property
    def quote(self) -> str | None:
        """The first sentence that shows it."""
        return next(iter(self.shown), None)

    def facts(self) -> tuple[str, ...]:
        """The wordings of the fact that its sentences support."""
        theme = theme_book()[self.id]
        blocks = [theme["facts"], *(block for words, block in theme.get("facts_if", {}).items() if self._says(words))]
        return tuple(line.strip() for block in blocks for line in block.splitlines() if line.strip())

    def _says(self, words: str) -> bool:
        return any(re.search(words, sentence, re.I) for sentence in self.shown)


@cache
def theme_book() -> dict[str, Any]:
    """`knowledge/phrases/themes.yaml`."""
    found: dict[str, Any] = read_yaml("phrases", "themes.yaml")
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {key: re.compile("|".join(f"(?:{p})" for p in theme["match"]), re.I) for key, theme in theme_book().items()}


def read_themes(situation: Situation, relation: Relation, ids: tuple[SignId, ...]) -> tuple[Theme, ...]:
    """One to three themes, the weightiest first. Sentences that show it count, and so does a sign."""
    straight = situation.text.replace("’", "'")
    said = [straight[span.start : span.end] for span in sentences(straight)]
    weights: dict[str, float] = {}
    shown: dict[str, list[str]] = {}
    for key, theme in theme_book().items():
        if relation not in theme["relations"]:
            continue
        shown[key] = [sentence for sentence in said if _patterns()[key].search(sentence)]
        signed = sum(1.0 / (1 + ids.index(SignId(sign)) * 0.2) for sign in theme["signs"] if sign in ids)
        if not shown[key]:
            continue
        paid = 1.0 if key == "late_payment" else 0.0  # money that is open is said first
        weights[key] = paid + min(len(shown[key]), 3) * (1.0 if not ids else 0.7) + signed
    ranked = sorted((key for key in weights if weights[key] >= 0.6), key=lambda key: -weights[key])[:MOST_THEMES]
    days = {fact.value for fact in situation.facts if fact.kind is FactKind.DATE and _DAY.match(fact.value)}
    return tuple(_theme(key, shown.get(key, []), days) for key in ranked or [_FALLBACK[relation]])


def _theme(key: str, shown: list[str], days: set[str]) -> Theme:
    return Theme(id=key, instance=_instance(key, shown, days), details=_details(key, shown), shown=tuple(shown))


def _instance(key: str, shown: list[str], days: set[str]) -> str | None:
    """The day or month in the same clause as the words of the theme; of another thing's month nothing is said."""
    for sentence in shown:
        for clause in _CLAUSES.split(sentence):
            if _patterns()[key].search(clause):
                if day := next((day for day in sorted(days) if day in clause), None):
                    return f"on {day}"
                if month := _MONTH.search(clause):
                    return f"in {month[1].capitalize()}"
    return None


def _details(key: str, shown: list[str]) -> dict[str, str]:
    """The slots of a theme, each from the first sentence that has it."""
    patterns = theme_book()[key].get("details", {})
    found = {name: value for name, words in patterns.items() if (value := _detail(words, shown))}
    if key == "revisions":
        rounds = next((m for said in shown if (m := _ROUNDS.search(said)) and not _ALLOWED.search(said)), None)
        found |= {"rounds": f"{rounds[1].lower()} {rounds[2].lower()}"} if rounds else {}
    return found


def _detail(words: str, shown: list[str]) -> str | None:
    for sentence in shown:
        if match := re.search(words, sentence, re.I):
            return _DAY_NAME.sub(lambda day: day[0].capitalize(), " and ".join(filter(None, match.groups())))
    return None
