"""Voices: lines that several personas of one temper share: on what stands between the two, on what is asked, and how they write."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import ValidationError

from coach.content import knowledge, read_yaml
from coach.errors import ContentError
from coach.rehearse.asked import Asked
from coach.rehearse.grievances import topics
from coach.rehearse.personas import Line
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import Move

SELLER = "vendor"
ASIDE = "aside"  # brings up what nobody has raised yet
_MOVES = {Move.OPEN, Move.DENY, Move.MINIMISE, Move.TEST_BOUNDARY, Move.GUILT}
_KEYS = {move.value for move in _MOVES} | {ASIDE}


class Mail(Value):
    """What an e-mail begins and ends with; `bare` openings need no name."""

    greetings: tuple[Line, ...]
    bare: tuple[Line, ...]
    closings: tuple[Line, ...]


class Voice(Value):
    """One temper: `about` by topic and move (or `aside`), `answers` and the shorter `leads` by what is asked.

    `says` holds further lines of its own, by move.
    """

    personas: tuple[str, ...]
    about: Mapping[str, Mapping[str, tuple[Line, ...]]]
    answers: Mapping[Asked, tuple[Line, ...]]
    leads: Mapping[Asked, tuple[Line, ...]]
    says: Mapping[Move, tuple[Line, ...]] = {}
    mail: Mail

    def on(self, topic: str, key: str) -> tuple[Line, ...]:
        """What this voice says on a topic by way of a move, or as an aside."""
        return self.about.get(topic, {}).get(key, ())

    def all_on(self, topic: str) -> tuple[Line, ...]:
        """Everything this voice ever says on a topic."""
        return tuple(line for lines in self.about.get(topic, {}).values() for line in lines)


@cache
def voices() -> dict[str, Voice]:
    """Every voice by its name.

    Raises:
        ContentError: a file is damaged; the message names it.
    """
    return {path.stem: _voice(path.name) for path in sorted(knowledge("voices").glob("*.yaml"))}


@cache
def voice_of(persona_id: str) -> Voice | None:
    """The voice a persona speaks with beside its own lines."""
    return next((voice for voice in voices().values() if persona_id in voice.personas), None)


def voice_for(persona_id: str, *, pays: bool) -> Voice | None:
    """The voice a persona speaks with in a talk in which they pay, or are paid: one who sells has the seller's."""
    return voice_of(persona_id) if pays else voices()[SELLER]


def _voice(name: str) -> Voice:
    where = f"voices/{name}"
    try:
        voice = Voice.model_validate(_raw(read_yaml("voices", name)))
    except (ValidationError, AttributeError, TypeError) as error:
        raise ContentError(f"The content file {where!r} is damaged: {error}") from error
    unknown = set(voice.about) - set(topics()) | {key for lines in voice.about.values() for key in lines} - _KEYS
    if unknown:
        raise ContentError(f"The content file {where!r} is damaged: it has lines for {', '.join(sorted(unknown))}.")
    return voice


def _raw(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {**raw, "answers": _asked(raw["answers"]), "leads": _asked(raw["leads"])}


def _asked(raw: Mapping[str, Sequence[Any]]) -> dict[str, list[dict[str, Any]]]:
    return {topic: [{"text": line, "asked": topic} for line in lines] for topic, lines in raw.items()}
