"""Reads the project-written examples into what the trainers take."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from coach.assess.reader import MARKS, WHOLE
from coach.vocabulary.signs import SignId

EXAMPLES = Path(__file__).parent.parent / "knowledge" / "examples"
SIGNS = list(SignId)
PARTS = 4  # a quarter is held back
PRESENT, ABSENT = (
    0.8,
    0.2,
)  # share of readings: of two both, of three two and half of the third; one "arguable" of three is none
MOST = 0.6  # share of the readings that accept a verdict
VERDICTS = ("keep", "repair", "exit", "exit_now", "ask")
RAISED = ("no", "once", "repeatedly", "unsaid")


class Example(NamedTuple):
    """A unit of text with the signs or marks it holds and those that may be argued either way; `group` keeps kin in one fold."""

    text: str
    present: frozenset[str]
    arguable: frozenset[SignId]
    group: str


class Account(NamedTuple):
    """A whole account with its labels, from one reading or from several by people who did not see one another's.

    `must` are the signs (nearly) all of them saw and `may` those they differ on or call arguable; `share` says how far they
    go (0 nobody, 1 all), `quotes` with which words; `verdict` is what most accept. `marks` maps a mark to its quotes and `whole` a name to
    the share that says it. `of` names the account it retells, else itself: kin stay together. `life` accounts retell what
    somebody told on the public web.
    """

    id: str
    of: str
    text: str
    must: frozenset[SignId]
    may: frozenset[SignId]
    share: dict[SignId, float]
    quotes: dict[SignId, tuple[str, ...]]
    verdict: frozenset[str]
    relation: str
    marks: dict[str, tuple[str, ...]]
    whole: dict[str, float]
    readings: int
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


def accounts(folder: Path = EXAMPLES) -> list[Account]:
    """The whole accounts, labelled present / arguable, with what later readers made of them."""
    later: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((folder / "readings").glob("*.jsonl")):
        for reading in json_lines(path):
            later.setdefault(reading["id"], []).append(reading)
    paths = sorted((folder / "accounts").glob("*.jsonl"))
    return [_account(row, later.get(row["id"], [])) for path in paths for row in json_lines(path)]


def _account(row: dict[str, Any], later: list[dict[str, Any]]) -> Account:
    readings = [row, *later]
    share = {sign: _mean(_degree(reading, sign) for reading in readings) for sign in SIGNS}
    quotes = {
        sign: tuple(dict.fromkeys(quote for reading in readings for quote in _quotes(reading, sign))) for sign in SIGNS
    }
    accepted = {name: _mean(float(name in reading["verdict"]) for reading in readings) for name in VERDICTS}
    most = min(MOST, max(accepted.values()))
    return Account(
        id=str(row["id"]),
        of=str(row.get("of", row["id"])),
        text=row["text"],
        must=frozenset(sign for sign in SIGNS if share[sign] >= PRESENT),
        may=frozenset(sign for sign in SIGNS if ABSENT < share[sign] < PRESENT),
        share=share,
        quotes={sign: found for sign, found in quotes.items() if found},
        verdict=frozenset(name for name, part in accepted.items() if part and part >= most),
        relation=str(row.get("relation", "client")),
        marks=_marks(row),
        whole=_whole(row, readings, accepted),
        readings=len(readings),
        life=row.get("origin") == "life",
    )


def _mean(values: Iterable[float]) -> float:
    some = list(values)
    return sum(some) / len(some)


def _degree(reading: dict[str, Any], sign: SignId) -> float:
    return 1.0 if sign in reading["must"] else 0.5 if sign in reading.get("may", ()) else 0.0


def _quotes(reading: dict[str, Any], sign: SignId) -> list[str]:
    return reading["must"].get(sign, []) if isinstance(reading["must"], dict) else []


def _marks(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The quotes of the marks that were labelled; danger is labelled where leaving at once is an answer, else there is none."""
    if "raised" not in row:
        return {}
    told = {mark: tuple(row.get(mark, ())) for mark in MARKS}
    if "exit_now" in row["verdict"] and "danger" not in row:
        del told["danger"]
    return told


def _whole(row: dict[str, Any], readings: list[dict[str, Any]], accepted: dict[str, float]) -> dict[str, float]:
    """What is labelled of the account as a whole, the acceptable verdicts included; empty where it is not."""
    if "raised" not in row:
        return {}
    told = {f"relation_{row['relation']}": 1.0, "mended": float(row["mended"]), **accepted}
    told |= {f"raised_{how}": _mean(float(reading["raised"] == how) for reading in readings) for how in RAISED}
    return {name: told.get(name, 0.0) for name in WHOLE}


def held_back(cases: list[Account], part: int) -> tuple[list[Account], list[Account]]:
    """The accounts of one quarter and the rest; which quarter an account is in never changes."""

    def quarter(case: Account) -> int:
        return hashlib.sha256(case.of.encode()).digest()[0] % PARTS

    return [c for c in cases if quarter(c) == part], [c for c in cases if quarter(c) != part]
