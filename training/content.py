"""Reads the project-written examples into what the trainers take."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coach.assess.reader import MARKS, WHOLE
from coach.vocabulary.signs import SignId

EXAMPLES = Path(__file__).parent.parent / "knowledge" / "examples"
SIGNS = list(SignId)
PARTS = 4  # a quarter is held back


class Example(NamedTuple):
    """A unit of text with the signs or marks it holds and those that may be argued either way; `group` keeps kin in one fold."""

    text: str
    present: frozenset[str]
    arguable: frozenset[SignId]
    group: str


class Account(NamedTuple):
    """A whole account with its labels; `must` maps a sign to its quotes, `marks` a mark, `whole` gives 0 or 1 a name.

    `of` names the account it retells, else itself: kin stay together. `life` accounts retell what somebody told on the public web.
    """

    id: str
    of: str
    text: str
    must: dict[SignId, tuple[str, ...]]
    may: frozenset[SignId]
    verdict: frozenset[str]
    relation: str
    marks: dict[str, tuple[str, ...]]
    whole: dict[str, int]
    life: bool


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise SystemExit(f"{path.name}:{number}: {error}") from error


def sign_sentences(folder: Path = EXAMPLES / "signs") -> list[Example]:
    """The examples written sign by sign, positives and hard negatives."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        sign = SignId(path.stem)
        for row in json_lines(path):
            also = {SignId(other) for other in row.get("also", [])}
            present = also | {sign} if row["label"] else also - {sign}
            found.append(Example(row["text"], frozenset(present), frozenset(), row["text"]))
    return found


def danger_examples(path: Path = EXAMPLES / "danger.jsonl") -> list[Example]:
    """Sentences of danger to the teller, and figures of speech that are none; of no sign is anything said."""
    found = []
    for row in json_lines(path):
        mark = {"self_harm"} if row["kind"] == "self_harm" else {"danger"}
        found.append(Example(row["text"], frozenset(mark if row["label"] else ()), frozenset(SIGNS), row["text"]))
    return found


def message_examples(path: Path = EXAMPLES / "messages.jsonl") -> list[Example]:
    """Single messages of threads, with what each by itself shows of the client."""
    return [
        Example(
            row["text"],
            frozenset(SignId(sign) for sign in row["present"]),
            frozenset(SignId(sign) for sign in row["arguable"]),
            row["text"],
        )
        for row in (json_lines(path) if path.exists() else ())
    ]


def accounts(folder: Path = EXAMPLES / "accounts") -> list[Account]:
    """The whole accounts, labelled present / arguable."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in json_lines(path):
            must = row["must"] if isinstance(row["must"], dict) else {sign: [] for sign in row["must"]}
            found.append(
                Account(
                    str(row["id"]),
                    str(row.get("of", row["id"])),
                    row["text"],
                    {SignId(sign): tuple(quotes) for sign, quotes in must.items()},
                    frozenset(SignId(sign) for sign in row.get("may", [])),
                    frozenset(row.get("verdict", [])),
                    str(row.get("relation", "client")),
                    _marks(row),
                    _whole(row),
                    row.get("origin") == "life",
                )
            )
    return found


def _marks(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The quotes of the marks that were labelled; danger is labelled where leaving at once is an answer, else there is none."""
    if "raised" not in row:
        return {}
    told = {mark: tuple(row.get(mark, ())) for mark in MARKS}
    if "exit_now" in row["verdict"] and "danger" not in row:
        del told["danger"]
    return told


def _whole(row: dict[str, Any]) -> dict[str, int]:
    """What is labelled of the account as a whole, the acceptable verdicts included; empty where it is not."""
    if "raised" not in row:
        return {}
    told = {f"raised_{row['raised']}", f"relation_{row['relation']}", *(["mended"] if row["mended"] else [])}
    told |= set(row["verdict"])
    return {name: int(name in told) for name in WHOLE}


def held_back(cases: list[Account], part: int) -> tuple[list[Account], list[Account]]:
    """The accounts of one quarter and the rest; which quarter an account is in never changes."""

    def quarter(case: Account) -> int:
        return hashlib.sha256(case.of.encode()).digest()[0] % PARTS

    return [c for c in cases if quarter(c) == part], [c for c in cases if quarter(c) != part]
