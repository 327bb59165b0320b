"""Kinds: what each kind of message consists of, from `knowledge/phrases/kinds.yaml`."""

from enum import StrEnum
from functools import cache

from pydantic import ValidationError

from coach.content import read_yaml
from coach.errors import ContentError, UnknownName
from coach.situation import Relation
from coach.vocabulary.base import Value
from coach.vocabulary.draft import DraftKind


class Form(StrEnum):
    EMAIL = "email"
    LETTER = "letter"
    CHAT = "chat"
    SCRIPT = "script"
    NOTES = "notes"


class Aim(StrEnum):
    EXIT = "exit"
    RESET = "reset"
    OTHER = "other"


class Block(Value):
    """A paragraph, or a section under a heading, and the parts it holds in order; `bullets` puts each part on a line of its own."""

    parts: tuple[str, ...]
    heading: str | None = None
    bullets: bool = False


class Kind(Value):
    """One kind of message; `unlike` names the sides to which nobody sends it.

    `leaves_out` are the things it must not hold (`leaves_out.yaml`); `subject_off` is the subject where a day's work is called off.
    """

    id: DraftKind
    label: str
    form: Form
    goal: Aim
    layout: dict[Relation, tuple[Block, ...]]
    subject: str | None = None
    title: str | None = None
    relation: Relation | None = None
    unlike: tuple[Relation, ...] = ()
    leaves_out: tuple[str, ...] = ()
    subject_off: str | None = None

    def fits(self, relation: Relation) -> bool:
        """Whether one sends this kind to that side at all."""
        return relation not in self.unlike and self.relation in {None, relation}

    def blocks(self, relation: Relation) -> tuple[Block, ...]:
        """The layout for a relation; the client's where it has none of its own."""
        return self.layout.get(relation) or self.layout[next(iter(self.layout))]


@cache
def kinds() -> dict[DraftKind, Kind]:
    """Every kind, in the order of the vocabulary.

    Raises:
        ContentError: the file is damaged or lacks a kind.
    """
    entries = read_yaml("phrases", "kinds.yaml")
    try:
        return {kind: _kind(kind, entries[str(kind)]) for kind in DraftKind}
    except (KeyError, TypeError, ValidationError) as error:
        raise ContentError(f"The content file 'phrases/kinds.yaml' is damaged: {error}") from error


def _kind(kind: DraftKind, entry: dict[str, object]) -> Kind:
    layouts = entry["layout"]
    if not isinstance(layouts, dict):
        raise TypeError(f"the layout of {kind} is not by relation")
    layout = {relation: tuple(_block(block) for block in blocks) for relation, blocks in layouts.items()}
    return Kind.model_validate({**entry, "id": kind, "layout": layout})


def _block(block: object) -> Block:
    return Block.model_validate(block if isinstance(block, dict) else {"parts": block})


def kind_named(name: str) -> DraftKind:
    """The kind of that name.

    Raises:
        UnknownName: with the names there are.
    """
    try:
        return DraftKind(name)
    except ValueError as error:
        raise UnknownName(
            f"There is no kind of message {name!r}.", hint=f"Use one of: {', '.join(DraftKind)}."
        ) from error
