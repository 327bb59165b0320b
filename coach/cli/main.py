"""The entry of the command line: commands by name, errors as one clear line, nothing heavy before it is used."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from coach import __version__
from coach.cli import case_commands, intake_commands, library_commands, other_commands, step_commands
from coach.errors import CoachError

app = typer.Typer(
    name="coach",
    help="Good Terms: decide what to do about a difficult client, rehearse it, and say it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (intake_commands, step_commands, library_commands, case_commands, other_commands):
    commands.register(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"coach {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Good Terms: decide what to do about a difficult client, rehearse it, and say it."""


def main() -> None:
    """Run one command; exits 0 on success, 2 on bad input, 1 on anything else."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except CoachError as error:
        print(f"coach: {error} {error.hint}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("coach: stopped.", file=sys.stderr)
        sys.exit(1)
    except Exception as error:
        print(f"coach: {_fault(error)}", file=sys.stderr)
        sys.exit(1)


def _fault(error: Exception) -> str:
    """Where a fault of ours happened, without its message: that could hold the user's words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace else ""
    return f"something went wrong inside Good Terms ({type(error).__name__}{place}). Nothing you wrote is lost."
