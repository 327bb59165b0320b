"""Transcript: a talk as text or JSON, read into turns; from a rehearsal or from a real call."""

import json
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from coach.errors import BadInput, EmptyInput
from coach.vocabulary.rehearsal import ClientState, Role, Turn

_YOU = frozenset({"you", "me", "i", "myself", "user", "us", "freelancer", "consultant", "agency", "provider", "pm"})
_CLIENT = frozenset(
    {"client", "customer", "them", "they", "he", "she", "vendor", "prospect", "other", "boss", "supplier"}
)
_STAMP = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]m)?[\])]?\s*[-–]?\s*)?"
_SPEAKER = re.compile(
    rf"^\s*(?:[-*>]\s+)?{_STAMP}\**(?P<name>[^\W\d_][\w.'’ -]{{0,30}}?)\**\s*(?:\([^)]{{1,20}}\))?\s*[:：]\**\s+(?P<text>.*)$"
)
_JSON = re.compile(r"\s*(?:\{|\[\s*[\[{\]])")
_NAME = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}$")
_NO_NAMES = frozenset(
    {"note", "ps", "re", "subject", "date", "time", "reason", "example", "remember", "first", "second", "third"}
)
_HINT = "Begin each line with “you:” or “client:”, or give the JSON of `coach rehearse`."


def parse_transcript(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript: "you: …" / "client: …" lines (also "me:" and names; a turn may run over several
    lines), or the JSON document of `coach rehearse`. One side's consecutive lines are one turn.

    The side called you, me or the like is the user's; where both have names, it is the one who speaks first.

    Raises:
        EmptyInput: there is nothing in it.
        BadInput: no turns can be told apart, or only one side speaks.
    """
    if not text.strip():
        raise EmptyInput("The transcript is empty.", hint=_HINT)
    if _JSON.match(text):
        return _from_json(text)
    spoken = _spoken(text)
    sides = _sides(list(dict.fromkeys(name for name, _ in spoken)))
    turns = [(sides[name], words) for name, words in spoken if name in sides and words.strip()]
    return _merged(turns)


def _from_json(text: str) -> tuple[Turn, ...]:
    try:
        raw: Any = json.loads(text)
        rows = raw["turns"] if isinstance(raw, dict) else raw
        turns = [(Role(row["role"]), str(row["text"])) for row in rows]
        played = [
            Turn(role=role, text=words.strip(), state=_state(row.get("state")))
            for (role, words), row in zip(turns, rows, strict=True)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise BadInput("This is not the JSON of a rehearsal.", hint=_HINT) from error
    alternate = all(one.role is not two.role for one, two in pairwise(played))
    if played and alternate and all(turn.state and turn.text for turn in played):
        return tuple(played)
    return _merged([(role, words) for role, words in turns if words.strip()])


def _state(raw: Any) -> ClientState | None:
    """The client's state beside a turn; None for what is none of ours."""
    try:
        return ClientState.model_validate(raw)
    except ValidationError:
        return None


def _merged(turns: list[tuple[Role, str]]) -> tuple[Turn, ...]:
    merged: list[tuple[Role, str]] = []
    for role, words in turns:
        if merged and merged[-1][0] is role:
            merged[-1] = (role, f"{merged[-1][1]}\n{words.strip()}")
        else:
            merged.append((role, words.strip()))
    if not any(role is Role.YOU for role, _ in merged):
        raise BadInput("There is no turn of yours in this transcript.", hint=_HINT)
    return tuple(Turn(role=role, text=words) for role, words in merged)


def _spoken(text: str) -> list[tuple[str, str]]:
    """(speaker, words) in order; lines without a speaker go on with the turn before them."""
    names = Counter(match["name"].lower() for match in map(_SPEAKER.match, text.splitlines()) if match)
    known = {name for name, count in names.items() if count > 1 or name in _YOU | _CLIENT}
    spoken: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _SPEAKER.match(line)
        if match and (match["name"].lower() in known or _is_name(match["name"])):
            spoken.append((match["name"].lower(), match["text"]))
        elif spoken:
            name, words = spoken[-1]
            spoken[-1] = (name, f"{words}\n{line}" if line.strip() else words)
    if not spoken:
        raise BadInput("No turns can be told apart in this text.", hint=_HINT)
    return spoken


def _is_name(word: str) -> bool:
    """Whether a speaker who appears only once can be one."""
    return _NAME.match(word) is not None and word.lower() not in _NO_NAMES


def _sides(names: list[str]) -> dict[str, Role]:
    sides = {name: Role.YOU for name in names if name in _YOU} | {
        name: Role.CLIENT for name in names if name in _CLIENT
    }
    unknown = [name for name in names if name not in sides]
    if Role.YOU in sides.values():
        return sides | dict.fromkeys(unknown, Role.CLIENT)
    if Role.CLIENT in sides.values():
        return sides | dict.fromkeys(unknown, Role.YOU)
    if len(unknown) < 2:
        raise BadInput("Only one side speaks in this transcript.", hint=_HINT)
    return {unknown[0]: Role.YOU} | dict.fromkeys(unknown[1:], Role.CLIENT)
