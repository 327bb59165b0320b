"""The cases of the app as commands: `cases` to list, archive, bring back, export, import and delete."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import Json, open_coach
from coach.errors import BadInput, NotReadable

if TYPE_CHECKING:
    from coach.cases import CaseDesk

cases_app = typer.Typer(help="The cases of the app: list, export, import, archive, delete.", no_args_is_help=True)
CaseId = Annotated[str, typer.Argument(metavar="ID", help="An id from `coach cases list`.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option("--to", "-o", help="The file to write; by default one in this folder, named after the case."),
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.add_typer(cases_app, name="cases")


@cases_app.command("list")
def list_cases(
    archived: Annotated[bool, typer.Option("--archived", help="Those that were put away.")] = False,
    as_json: Json = False,
) -> None:
    """The cases, newest first."""
    from coach.cli import show

    found = _desk().cases(archived)
    if as_json:
        show.print_json({"cases": [case.model_dump(mode="json") for case in found]})
        return
    for case in found:
        print(f"{case.id:16} {case.updated_at:%Y-%m-%d}  {case.name}")


@cases_app.command("archive")
def archive_case(case_id: CaseId) -> None:
    """Put a case away; nothing of it is lost."""
    from coach.cli import show

    _desk().archive(case_id)
    show.notice(f"Put away. It comes back with: coach cases bring-back {case_id}")


@cases_app.command("bring-back")
def bring_back_case(case_id: CaseId) -> None:
    """Take an archived case back into use."""
    from coach.cli import show

    _desk().bring_back(case_id)
    show.notice("It is among your cases again.")


@cases_app.command("export")
def export_case(
    case_id: Annotated[str | None, typer.Argument(metavar="ID", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="All cases and own documents, as one .zip file.")] = False,
    readable: Annotated[bool, typer.Option("--readable", help="Markdown for reading, instead of JSON.")] = False,
    to: Out = None,
) -> None:
    """A case as one JSON document that can be imported again, or as Markdown; or everything."""
    desk = _desk()
    if everything == (case_id is not None) or (everything and readable):
        raise BadInput("It is not clear what to export.", hint="Give the id of a case, or --all alone.")
    if case_id is None:
        _write(to or Path("good-terms.zip"), desk.everything())
    else:
        form = "md" if readable else "json"
        _write(to or Path(desk.file_name(desk.case(case_id).name, form)), desk.case_file(case_id, form))


@cases_app.command("import")
def import_cases(
    file: Annotated[Path, typer.Argument(help="A .json or .zip file that was exported.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Take exported cases in again, beside those that are there; a damaged file changes nothing."""
    from coach.cli import show

    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotReadable(f"{str(file)!r} could not be read.", hint="Check the name and the folder.") from error
    taken = _desk().take_in(file.name, data)
    if as_json:
        show.print_json(taken)
        return
    for name in taken.cases:
        print(f"imported  {name}")
    for name in taken.documents:
        print(f"added     {name}")
    for name in taken.known:
        show.notice(f"{name} is in the library already.")


@cases_app.command("delete")
def delete_case(
    case_id: CaseId,
    sure: Annotated[bool, typer.Option("--yes", help="There is no way back: say that you mean it.")] = False,
) -> None:
    """Delete a case for good, with everything in it."""
    from coach.cli import show

    desk = _desk()
    name = desk.case(case_id).name
    if not sure:
        raise BadInput(f"Nothing was deleted: {name!r} would be gone for good.", hint="Add --yes if you mean it.")
    desk.delete(case_id)
    show.notice(f"Deleted {name!r}.")


def _desk() -> "CaseDesk":
    from coach.cases import CaseDesk

    desk = CaseDesk(open_coach())
    desk.prepare()
    return desk


def _write(path: Path, data: bytes) -> None:
    """Write a file that was not there before.

    Raises:
        BadInput: it is there already, or cannot be written.
    """
    from coach.cli import show

    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise BadInput(f"There is a file {str(path)!r} already.", hint="Choose another name with --to.") from error
    except OSError as error:
        raise BadInput(
            f"{str(path)!r} could not be written: {error.strerror}.", hint="Choose another with --to."
        ) from error
    show.notice(f"Written to {path}.")
