"""The library as commands: search, add, and `library` to list, read and remove."""

from pathlib import Path
from typing import Annotated, Any

import typer

from coach.cli.options import Engine, Json, Seed, open_coach
from coach.errors import BadInput

library_app = typer.Typer(help="The articles and your own documents: list, read, remove.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(search)
    app.command()(add)
    app.add_typer(library_app, name="library")


def search(
    query: Annotated[str, typer.Argument(help="What you want to know, or - for standard input.", show_default=False)],
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=100)] = 5,
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """The passages of the library nearest to a question."""
    from coach.cli import show
    from coach.cli.options import read_input
    from coach.cli.progress import progress_bar

    wanted = read_input("-") if query == "-" else query
    with progress_bar("Building the index") as advance:
        found = open_coach(engine).search(wanted, k, advance)
    if as_json:
        show.print_json({"passages": [passage.model_dump(mode="json") for passage in found]})
    else:
        show.show_passages(found)


def add(
    paths: Annotated[
        list[Path], typer.Argument(help="Files or folders (.md .txt .html .pdf .docx).", show_default=False)
    ],
    as_json: Json = False,
    engine: Engine = None,
    seed: Seed = 1,
) -> None:
    """Take your own articles and notes into the library."""
    from coach.cli import show
    from coach.cli.progress import progress_bar

    with progress_bar("Reading and indexing") as advance:
        report = open_coach(engine).add(paths, advance)
    if as_json:
        show.print_json(report)
    else:
        for document in report.added:
            print(f"added    {document.name} ({document.passages} passages)")
    for failure in report.failures:
        show.notice(f"not added {failure.name}: {failure.reason}")
    if not report.added:
        raise BadInput("No file could be added.", hint="The lines above say why for each file.")


@library_app.command("list")
def list_documents(as_json: Json = False) -> None:
    """The articles and your own documents."""
    from coach.cli import show

    coach = open_coach()
    own = coach.library.documents()
    articles = coach.library.sources()
    if as_json:
        answer: dict[str, Any] = {
            "articles": [source.model_dump(mode="json") for source in articles],
            "documents": [document.model_dump(mode="json") for document in own],
        }
        show.print_json(answer)
        return
    for source in articles:
        print(f"{source.key:24} {source.title}")
    for document in own:
        print(f"{document.key:24} {document.name} ({document.passages} passages, yours)")


@library_app.command("read")
def read_passage(passage_id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False) -> None:
    """One passage by its id, such as eight-reasons#respect."""
    from coach.cli import show

    passage = open_coach().library.get(passage_id)
    show.print_json(passage) if as_json else show.show_passages([passage])


@library_app.command("remove")
def remove_document(key: Annotated[str, typer.Argument(help="A key or name from `coach library list`.")]) -> None:
    """Take one of your own documents out again."""
    from coach.cli import show

    open_coach().library.remove(key)
    show.notice(f"Removed {key!r}.")
