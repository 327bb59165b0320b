"""After: what comes next once they were told, by what they did, and what to agree up front with the next client."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.situation import Relation
from coach.vocabulary.leaving import NextMove, Reaction
from coach.vocabulary.plan import Advice
from coach.vocabulary.signs import SignId


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml("plan", "after.yaml")
    return found


def next_moves(
    reactions: Iterable[Reaction], relation: Relation = Relation.CLIENT, last_day: date | None = None
) -> tuple[NextMove, ...]:
    """What to do after each reaction, the most urgent first; without a last day its place in the words stays a named blank."""
    order, chosen = list(_content()["reactions"]), set(reactions)
    return tuple(_move(Reaction(name), relation, last_day) for name in order if Reaction(name) in chosen)


def _move(reaction: Reaction, relation: Relation, last_day: date | None) -> NextMove:
    entry = _content()["reactions"][str(reaction)]
    vendor = entry.get("vendor", {}) if relation is Relation.VENDOR else {}
    move = {name: value for name, value in (entry | vendor).items() if name != "vendor"}
    if last_day:
        move["message"] = move["message"].replace("[last day]", f"{last_day:%-d %B %Y}")
    return NextMove.model_validate({"id": reaction, **move})


def next_time(signs: Iterable[SignId]) -> tuple[Advice, ...]:
    """What to agree up front with the next client: the five basics, then what the signs of this case ask for."""
    found, content = [str(sign) for sign in signs], _content()["next_time"]
    entries = [*content["always"], *(content["signs"][sign] for sign in found if sign in content["signs"])]
    return tuple({entry["text"]: Advice.model_validate(entry) for entry in entries}.values())
