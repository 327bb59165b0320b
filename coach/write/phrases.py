"""Phrases: the bank in `knowledge/phrases/`, and how one wording is drawn from it, the same each time for the same case."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from coach.content import read_yaml
from coach.errors import ContentError
from coach.situation import Relation
from coach.vocabulary.draft import DraftTone

_FILES = ("shared", "exit", "reset", "call", "notice", "pages", "notes", "things", "settle")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def phrase_parts() -> dict[str, Any]:
    """Every part of every phrase file by its id.

    Raises:
        ContentError: a part is defined twice.
    """
    parts: dict[str, Any] = {}
    for name in _FILES:
        for key, part in read_yaml("phrases", f"{name}.yaml").items():
            if key in parts:
                raise ContentError(f"The phrase part {key!r} is defined twice.")
            parts[key] = part
    return parts


def part(name: str) -> dict[str, Any]:
    """One part of the bank.

    Raises:
        ContentError: there is none of that name.
    """
    try:
        found: dict[str, Any] = phrase_parts()[name]
    except KeyError as error:
        raise ContentError(f"There is no phrase part {name!r}.") from error
    return found


@cache
def hands_on() -> dict[str, Any]:
    """`knowledge/phrases/hands_on.yaml`: wordings by part and relation for work that is handed over as things."""
    found: dict[str, Any] = read_yaml("phrases", "hands_on.yaml")
    return found


@cache
def _speaks_of_files() -> re.Pattern[str]:
    return re.compile(hands_on()["no_files"], re.I)


@cache
def wordings(
    name: str, relation: Relation, tone: DraftTone, variant: str = "", by_hand: bool = False
) -> tuple[str, ...]:
    """All wordings of a part for a relation (client is the fallback) and tone; `variant` picks a category where the part has them.

    `by_hand`: the work has no files and no accounts; wordings that speak of them give way to those of `hands_on`.
    """
    entry = part(name)
    if "variants" in entry:
        block = entry.get(variant) or entry["none"]
    else:
        block = (
            entry.get(str(relation)) or entry.get("client") or next(v for v in entry.values() if isinstance(v, dict))
        )
    found = lines(block.get("all")) + lines(block.get(str(tone)))
    if not by_hand:
        return found
    own = hands_on().get(name, {}).get(str(relation), {})
    return lines(own.get("all")) + lines(own.get(str(tone))) + without_files(found)


def without_files(options: Sequence[str]) -> tuple[str, ...]:
    """Those of `options` that speak of no files, access, data or accounts."""
    return tuple(option for option in options if not _speaks_of_files().search(option))


def lines(block: str | None) -> tuple[str, ...]:
    """The wordings of a block, one a line."""
    return tuple(line.strip() for line in (block or "").splitlines() if line.strip())


def slots_of(wording: str) -> frozenset[str]:
    """The slots a wording uses, in small letters."""
    return frozenset(name.lower() for name in _SLOT.findall(wording))


class Draw:
    """Choices that are the same for the same case, kind and seed, and spread evenly over cases."""

    def __init__(self, *case: object) -> None:
        self._case = "\x1f".join(str(one) for one in case)

    def order(self, options: Sequence[str], purpose: str) -> list[str]:
        """`options` in the order of preference for `purpose`."""
        return sorted(options, key=lambda option: self._number(purpose, option))

    def one(self, options: Sequence[str], purpose: str) -> str:
        """The preferred one of `options`."""
        return self.order(options, purpose)[0]

    def resolve(self, wording: str, purpose: str) -> str:
        """`wording` with each `<a|b>` decided."""
        count = 0

        def decide(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            options = match[1].split("|")
            return options[self._number(f"{purpose}:{count}", wording) % len(options)]

        return _CHOICE.sub(decide, wording)

    def _number(self, purpose: str, option: str) -> int:
        digest = hashlib.blake2b(f"{self._case}\x1f{purpose}\x1f{option}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big")
