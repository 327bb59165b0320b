"""The commands beside the steps: eval, app, doctor."""

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Engine, Json, Seed, open_coach


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("eval")(evaluate)
    app.command("app")(start_app)
    app.command()(doctor)


def evaluate(
    suite: Annotated[
        str | None, typer.Option(help="One suite only: signs, retrieval, rehearsal, checks, drafts.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Your own accounts: JSONL with id, text, must, may, verdict.")
    ] = None,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Run the quality suites on the configured engine and print a table."""
    from coach.cli import show
    from coach.evaluate.report import evaluate as run_suites
    from coach.evaluate.report import table

    result = run_suites(open_coach(engine), suite=suite, data=data, seed=seed, notice=show.notice)
    show.print_json(result) if as_json else print(table(result))


def start_app(
    port: Annotated[int | None, typer.Option(help="The port to listen on; a free one near 8501 by default.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """Start the app on this machine."""
    from coach.ui.launch import launch

    open_coach()  # a wrong setting is said here, in a sentence, and not on a page
    raise typer.Exit(launch(port, browser))


def doctor(as_json: Json = False, engine: Engine = None) -> None:
    """What works on this machine, and what to change."""
    from coach.cli import show
    from coach.doctor import examine

    findings = examine(open_coach(engine))
    if as_json:
        show.print_json({"checks": [finding.model_dump(mode="json") for finding in findings]})
    else:
        for finding in findings:
            print(f"{'ok  ' if finding.ok else 'FIX '} {finding.name:14} {finding.says}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
