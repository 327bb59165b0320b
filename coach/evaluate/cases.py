"""The evaluation's cases: JSONL with id, text, must, may, verdict; the project's own lie in tests/evals/ of a checkout."""

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError, field_validator

from coach.content import content_root
from coach.errors import BadInput
from coach.vocabulary.assessment import Action
from coach.vocabulary.base import Value
from coach.vocabulary.signs import SignId

Case = TypeVar("Case", bound=Value)


class AccountCase(Value, extra="ignore"):
    """One account: signs it must be read to hold, signs that may be argued either way, and the acceptable verdicts."""

    id: str
    text: str = Field(min_length=1)
    must: frozenset[SignId]
    may: frozenset[SignId] = frozenset()
    verdict: frozenset[Action] = frozenset()

    @field_validator("must", mode="before")
    @classmethod
    def _names_only(cls, value: Any) -> Any:
        return list(value) if isinstance(value, dict) else value

    @property
    def healthy(self) -> bool:
        """Nothing is wrong here: no sign, and keeping the client is an acceptable answer."""
        return not self.must and Action.KEEP in self.verdict


def evals_folder() -> Path:
    """Where the project's own suites lie.

    Raises:
        BadInput: this is an installed package, which does not carry them.
    """
    folder = content_root() / "tests" / "evals"
    if not folder.is_dir():
        raise BadInput(
            "The evaluation suites are in the source checkout, not in the installed package.",
            hint="Run it in a checkout, or give your own accounts with --data FILE.",
        )
    return folder


def read_accounts(path: Path) -> list[AccountCase]:
    """The accounts of one JSONL file; raises as `read_cases`."""
    return read_cases(path, AccountCase, "Each line is a JSON object with id, text, must, may and verdict.")


def read_cases(path: Path, kind: type[Case], hint: str = "") -> list[Case]:
    """The cases of one JSONL file.

    Raises:
        BadInput: names the file, the line and what is wrong with it.
    """
    cases = []
    for number, row in read_rows(path):
        try:
            cases.append(kind.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the line"
            raise BadInput(f"{path.name}, line {number}: {field}: {first['msg']}.", hint=hint) from error
    if not cases:
        raise BadInput(f"{path.name!r} holds no case.", hint="Write one JSON object a line.")
    return cases


def read_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The JSON objects of a file with their line numbers."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{str(path)!r} could not be read.", hint="Check the name and the folder.") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path.name}, line {number} is not JSON.", hint="Write one JSON object a line.") from error
        if not isinstance(row, dict):
            raise BadInput(f"{path.name}, line {number} is not an object.", hint="Write one JSON object a line.")
        rows.append((number, row))
    return rows


def own_accounts() -> list[AccountCase]:
    """The project's own accounts, written apart from the training content."""
    return [case for path in sorted(evals_folder().glob("accounts*.jsonl")) for case in read_accounts(path)]


def life_accounts() -> list[AccountCase]:
    """What people told on the public web, retold in other words; labelled by two readers, where they differ a sign is arguable."""
    return read_accounts(evals_folder() / "life.jsonl")
