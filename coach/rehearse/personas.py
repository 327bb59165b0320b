"""Personas: the kinds of client in `knowledge/personas/`, their temperament and their lines, checked when read."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from coach.content import knowledge, read_yaml
from coach.errors import ContentError, UnknownName
from coach.rehearse.asked import Asked
from coach.rehearse.filling import SLOT
from coach.rehearse.needs import Needs
from coach.vocabulary.base import Value
from coach.vocabulary.rehearsal import (
    ActId,
    AgendaItem,
    Channel,
    Goal,
    Move,
    Persona,
    Stage,
)
from coach.vocabulary.signs import SignId

SLOTS = frozenset(
    {
        "you",
        "project",
        "pending",
        "amount",
        "date",
        "company",
        "boss",
        "months",
        "hedge",
        "said",
    }
)
DETAILS = frozenset({"late", "invoices", "rounds", "often", "hour", "day", "tries"})  # of a grievance


_SPOKEN = re.compile(
    r"\b(?:[Hh]m+|[Mm]m+|[Uu]m+|[Uu]h|[Oo]oh|[Ee]r)\b|^(?:Wait|Listen|Look|Ssh|Tss|Stop there)\b"
    r"|\b(?:hear(?:ing)? (?:you|your|that|it|this)|heard (?:you|that|it)|I(?:'m| am) listening|hang(?:ing)? up|on the (?:line|phone)|this call"
    r"|look(?:ing)? at me|sit(?:ting)? down|have a seat|your (?:face|voice|eyes)|interrupt\w*|keep talking|say that again"
    r"|say it (?:again|to my face)|out loud|speak up|your pause|nod(?:ded|ding)?|the way you said|said just now|shout at|louder|whisper)\b"
)


_PAYS = re.compile(
    r"\b(?:I(?:'ll|'d|'ve| will| can| could| would| have)? (?:pay|paid|double|raise|hired|ordered)|pa(?:y|id|ying) (?:you|for|what|the|double|late|up|it|that)"
    r"|your (?:fee|rates?|invoices?|price|bill|work|hours|number|figure|contract)|refund|my (?:money|project|site|files)|(?:hired|hire|employ\w*|found|trained|taught) you"
    r"|work(?:ed|ing)? for (?:me|us)|finish|deliver\w*|hand(?:ing|s)? (?:it|them|everything|things) over|hand-?over|tak(?:e|es|ing) (?:it |this |things |you )?over"
    r"|discount|invoices?|bonus|budget|deposit|cheque|log-?ins|passwords?|files|per cent|percent|successor|replacement|drafts?|versions?|replace you|without you"
    r"|another (?:like|one of) you|new (?:person|one|somebody)|somebody else|someone else|stay(?:ing)? (?:on|another|until|one more)|work with (?:me|us) again)\b"
    r"|\{(?:pending|amount)\}",
    re.IGNORECASE,
)


class Mood(StrEnum):
    ANY = "any"
    COLD = "cold"
    HOT = "hot"
    HURT = "hurt"
    WARM = "warm"


class Manner(StrEnum):
    ANY = "any"
    SPEECH = "speech"
    WRITTEN = "written"

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """Whether a channel is spoken or written."""
        return cls.WRITTEN if channel in (Channel.EMAIL, Channel.CHAT) else cls.SPEECH


class Line(Value):
    """One line of a client; `goal`, `mood` and `channel` say where it fits, None or `any` that it fits everywhere.

    `asked` is what an answer answers; without it, it goes with any question.
    """

    text: str = Field(min_length=1)
    mood: Mood = Mood.ANY
    goal: Goal | None = None
    channel: Manner = Manner.ANY
    asked: Asked | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_yaml(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"text": raw}
        return {key: value for key, value in raw.items() if (key, value) != ("goal", "any")}

    @field_validator("text")
    @classmethod
    def _slots_are_known(cls, text: str) -> str:
        unknown = set(SLOT.findall(text)) - SLOTS - DETAILS
        if unknown:
            raise ValueError(f"unknown slots {sorted(unknown)} in {text!r}")
        return text

    @property
    def slots(self) -> frozenset[str]:
        """The facts this line needs."""
        return frozenset(SLOT.findall(self.text))

    @property
    def sounds_spoken(self) -> bool:
        """Whether it can only be said aloud: it hears, looks, waits or hangs up."""
        return self.channel is Manner.SPEECH or _SPOKEN.search(self.text) is not None

    @property
    def speaks_as_payer(self) -> bool:
        """Whether only somebody who pays for the work, and will need it done by others, would say it."""
        return _PAYS.search(self.text) is not None

    def fits(self, goal: Goal, manner: Manner) -> bool:
        """Whether it may be said in a rehearsal of `goal` on a channel of `manner`."""
        return self.goal in (None, goal) and self.channel in (Manner.ANY, manner)


class Temperament(Value):
    """Where this client starts, 0-100 each, and how many unproductive turns they sit through."""

    trust: float = Field(ge=0, le=100)
    heat: float = Field(ge=0, le=100)
    resolve: float = Field(ge=0, le=100)
    patience: int = Field(ge=1, le=12)


class HeldBack(Value):
    """Something true on their side that they say only once trust has reached `needs_trust`."""

    fact: str
    needs_trust: float = Field(ge=0, le=100)


class Profile(Value):
    """Everything the director knows of a kind of client."""

    id: str
    name: str
    summary: str
    goals: tuple[Goal, ...] = Field(min_length=1)
    background: str
    interests: tuple[str, ...]
    leverage: tuple[str, ...]
    temperament: Temperament
    verbal_habits: tuple[str, ...]
    triggers: tuple[ActId, ...]
    soothers: tuple[ActId, ...]
    agenda: tuple[AgendaItem, ...] = Field(min_length=1)
    signs: tuple[SignId, ...]
    moves: dict[Stage, dict[Move, float]]
    held_back: tuple[HeldBack, ...] = ()
    needs: dict[Goal, Needs] = {}
    yields_when: dict[Goal, str]

    @model_validator(mode="after")
    def _every_stage_has_moves(self) -> Self:
        missing = [stage.value for stage in Stage if not self.moves.get(stage)]
        if missing:
            raise ValueError(f"no moves for the stages {missing}")
        return self

    @model_validator(mode="after")
    def _needs_can_be_met(self) -> Self:
        for goal, needs in self.needs.items():
            unasked = [item.value for item in needs.answers if item not in self.agenda]
            if unasked:
                raise ValueError(f"for {goal.value!r} they need answers to {unasked}, which they never ask")
        return self

    def needs_for(self, goal: Goal) -> Needs:
        """What they must have before they give way."""
        return self.needs.get(goal, Needs())

    @property
    def card(self) -> Persona:
        """What the user is told of them."""
        return Persona(id=self.id, name=self.name, summary=self.summary, goals=self.goals)


LineBook = Mapping[tuple[Move, AgendaItem | None], tuple[Line, ...]]


def personas() -> tuple[Persona, ...]:
    """Every persona, in the order of their names.

    Raises:
        ContentError: a persona's file is damaged.
    """
    return tuple(
        sorted(
            (load_profile(persona_id).card for persona_id in _ids()),
            key=lambda card: card.name,
        )
    )


@cache
def load_profile(persona_id: str) -> Profile:
    """The persona called `persona_id`.

    Raises:
        UnknownName: there is none of that name; the message lists those there are.
        ContentError: its file is damaged; the message names it.
    """
    if persona_id not in _ids():
        raise UnknownName(f"There is no persona {persona_id!r}. There are: {', '.join(_ids())}.")
    where = f"personas/{persona_id}/persona.yaml"
    try:
        profile = Profile.model_validate(read_yaml("personas", persona_id, "persona.yaml"))
    except ValidationError as error:
        raise ContentError(f"The content file {where!r} is damaged: {_first(error)}") from error
    if profile.id != persona_id:
        raise ContentError(f"The content file {where!r} is damaged: its id is {profile.id!r}.")
    return profile


@cache
def load_lines(persona_id: str) -> LineBook:
    """What the persona can say, by move (and agenda item for `press`).

    Raises:
        ContentError: the lines file is missing or damaged; the message names it.
    """
    where = f"personas/{persona_id}/lines.yaml"
    raw = read_yaml("personas", persona_id, "lines.yaml")
    if not isinstance(raw, dict):
        raise ContentError(f"The content file {where!r} is damaged: it is not a mapping of moves.")
    try:
        book = {key: _lines(entries) for key, entries in _by_move(raw)} | shared_lines(raw)
    except (ValidationError, ValueError, AttributeError, TypeError) as error:
        raise ContentError(f"The content file {where!r} is damaged: {_first(error)}") from error
    missing = [move.value for move in Move if not any(key[0] is move for key in book)]
    if missing:
        raise ContentError(f"The content file {where!r} is damaged: no lines for {', '.join(missing)}.")
    return book


def shared_lines(
    own: Mapping[str, Any],
) -> dict[tuple[Move, AgendaItem | None], tuple[Line, ...]]:
    """Lines any client may say, for the moves a persona has none of its own for."""
    shared = read_yaml("coaching", "shared_lines.yaml")
    return {key: _lines(entries) for key, entries in _by_move(shared) if key[0].value not in own}


def pick_default(signs: Iterable[SignId], goal: Goal = Goal.EXIT) -> str:
    """The id of the persona that goes best with the signs found: its own first signs count most.

    With no sign in common it is the first by name among those who suit anyone (`blindsided` where present).
    """
    wanted = list(signs)
    scores = {profile.id: _affinity(profile, wanted) for profile in map(load_profile, _ids()) if goal in profile.goals}
    return max(scores, key=lambda persona_id: (scores[persona_id], persona_id == "blindsided"))


def _affinity(profile: Profile, wanted: list[SignId]) -> float:
    weight_of = {sign: 1 / (2 + place) for place, sign in enumerate(profile.signs)}
    return sum(weight_of.get(sign, 0.0) / (1 + 0.2 * place) for place, sign in enumerate(wanted))


@cache
def _ids() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in knowledge("personas").glob("*/persona.yaml")))


def _by_move(
    raw: Mapping[str, Any],
) -> Iterable[tuple[tuple[Move, AgendaItem | None], Any]]:
    for name, entries in raw.items():
        move = Move(name)
        if move is Move.PRESS:
            yield from (((move, AgendaItem(item)), lines) for item, lines in entries.items())
        else:
            yield (move, None), entries


def _lines(entries: Iterable[Any]) -> tuple[Line, ...]:
    return tuple(Line.model_validate(entry) for entry in entries)


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        problem = error.errors()[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return str(error)
