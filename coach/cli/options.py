"""The options that several commands share, and how each command gets its Coach and its input."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import BadInput, NotReadable

if TYPE_CHECKING:
    from coach.coach import Coach

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Engine = Annotated[
    str | None,
    typer.Option("--engine", help="'builtin' forces the built-in engine.", metavar="ENGINE", show_default=False),
]
Seed = Annotated[int, typer.Option("--seed", help="Makes a run repeatable.")]
InputFile = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="FILE", show_default=False)]
SituationFile = Annotated[
    str, typer.Option("--situation", help="The situation: a file, or - for standard input.", metavar="FILE")
]

ENGINES = ("auto", "builtin", "model")


def open_coach(engine: str | None = None) -> "Coach":
    """A Coach on the settings of the environment, with `--engine` on top."""
    from pydantic import ValidationError

    from coach.coach import Coach
    from coach.settings import Settings

    if engine is not None and engine not in ENGINES:
        raise BadInput(f"There is no engine {engine!r}.", hint=f"Choose one of {', '.join(ENGINES)}.")
    try:
        settings = Settings() if engine is None else Settings(engine=engine)
    except ValidationError as error:
        first = error.errors()[0]
        name = "COACH_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(f"The setting {name} is wrong: {first['msg']}.", hint="Change or unset it.") from error
    return Coach(settings)


def read_input(name: str) -> str:
    """The text of the file `name`, or of standard input for `-`."""
    from coach.documents import read_bytes, read_document

    if name == "-":
        return read_bytes(sys.stdin.buffer.read(), "standard input.txt")
    return read_document(Path(name))


def read_json_or_text(name: str) -> str:
    """Like `read_input`, and .json files are read as they are."""
    if name != "-" and name.lower().endswith((".json", ".jsonl")):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotReadable(f"{name!r} could not be read.", hint="Check the name and the folder.") from error
    return read_input(name)
