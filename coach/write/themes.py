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
    r"\b[Ii]n (January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)"
_ROUNDS = re.compile(rf"\b({_NUMBER}) (?:\w+ )?(rounds(?: of (?:changes|revisions|edits|feedback))?|revisions|versions|redesigns|rewrites)\b", re.I)  # fmt: skip

_ALLOWED = re.compile(r"\b(?:agreed|inclu\w+|contract|allow\w*|quoted?|brief)\b", re.I)  # not those there were


class Theme(Value):
    """One theme with the words that show it: `instance` is a day or month the text gives for it, `rounds` a count."""

    id: str
    instance: str | None = None  # "on 2 May", "in March"
    rounds: str | None = None
    quote: str | None = None


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
        if theme.get("needs_words") and not shown[key]:
            continue
        weights[key] = min(len(shown[key]), 3) * (1.0 if not ids else 0.7) + signed
    ranked = sorted((key for key in weights if weights[key] >= 0.6), key=lambda key: -weights[key])[:MOST_THEMES]
    days = {fact.value for fact in situation.facts if fact.kind is FactKind.DATE and _DAY.match(fact.value)}
    return tuple(_theme(key, shown[key], days) for key in ranked or [_FALLBACK[relation]])


def _theme(key: str, shown: list[str], days: set[str]) -> Theme:
    dated = [f"on {day}" for sentence in shown for day in sorted(days) if day in sentence]
    dated += [f"in {month[1]}" for sentence in shown if (month := _MONTH.search(sentence))]
    rounds = next((match for said in shown if (match := _ROUNDS.search(said)) and not _ALLOWED.search(said)), None)
    return Theme(
        id=key,
        instance=dated[0] if dated else None,
        rounds=f"{rounds[1].lower()} {rounds[2].lower()}" if rounds else None,
        quote=shown[0] if shown else None,
    )
