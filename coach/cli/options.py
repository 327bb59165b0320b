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
    typer.Option(
        "--engine",
        help="'builtin' forces the built-in engine; provider/model asks that model.",
        metavar="ENGINE",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Makes a run repeatable.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show what a model would be sent, and send nothing.")]
InputFile = Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="FILE", show_default=False)]
SituationFile = Annotated[
    str, typer.Option("--situation", help="The situation: a file, or - for standard input.", metavar="FILE")
]


def open_coach(engine: str | None = None) -> "Coach":
    """A Coach on the settings of the environment, with `--engine` on top: a kind of engine, or a model's name."""
    from pydantic import ValidationError

    from coach.coach import Coach
    from coach.settings import Engine, Settings

    kinds: list[str] = list(Engine)
    if engine is not None and engine not in kinds and "/" not in engine:
        raise BadInput(
            f"There is no engine {engine!r}.",
            hint=f"Choose one of {', '.join(kinds)}, or name a model as provider/model, such as ollama/llama3.1.",
        )
    try:
        if engine is None:
            settings = Settings()
        elif engine in kinds:
            settings = Settings(engine=Engine(engine))
        else:
            settings = Settings(engine=Engine.MODEL, model=engine)
    except ValidationError as error:
        first = error.errors()[0]
        name = "COACH_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput(f"The setting {name} is wrong: {first['msg']}.", hint="Change or unset it.") from error
    if settings.engine is Engine.MODEL and settings.model is None:
        raise BadInput(
            "The engine is to be a model, and no model is set.",
            hint="Set COACH_MODEL, or name it: --engine ollama/llama3.1.",
        )
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
