"""What the tests of the writing step share: the situations and messages written for them."""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.content import knowledge
from coach.situation import Relation, Situation
from coach.vocabulary.signs import SignId

HERE = Path(__file__).parent
SITUATIONS = HERE.parent / "evals" / "situations.jsonl"


class Told:
    """A situation of situations.jsonl, read as a user's text would be; the relation is as its writer meant it."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.id = str(row["id"])
        self.signs = tuple(SignId(sign) for sign in row["signs"])
        read = Situation.from_text(row["text"])
        self.situation = read.model_copy(update={"relation": Relation(row["relation"])})


def read_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def told() -> list[Told]:
    return [Told(row) for row in read_rows(SITUATIONS)]


@pytest.fixture(scope="session")
def messages() -> list[dict[str, Any]]:
    return read_rows(knowledge("examples", "rated", "checks.jsonl"))
