"""Hand-over: the document the other side gets on the last day, as a .docx file with the list as it stands."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from coach.content import read_yaml
from coach.vocabulary.leaving import Task

if TYPE_CHECKING:
    from docx.document import Document

_BREAKING = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))  # characters no .docx can hold


def handover_document(
    tasks: Sequence[Task], last_day: date | None, client: str | None = None, you: str | None = None
) -> bytes:
    """The document: what is finished, handed over or not begun, what goes with it, and room for what only the user knows.

    Holds nothing that is for the user's eyes: no reasons, no money to chase, no word to the team.
    """
    import docx

    words: dict[str, Any] = read_yaml("plan", "handover.yaml")
    document = docx.Document()
    title = words["title"].format(client=client) if client else words["title_plain"]
    document.core_properties.title, document.core_properties.author = _clean(title)[:255], ""
    document.add_heading(_clean(title), level=1)
    day = words["day"].format(day=f"{last_day:%-d %B %Y}") if last_day else words["no_day"]
    document.add_paragraph(_clean(" ".join(filter(None, (day, words["by"].format(you=you) if you else "")))))
    shown = [task for task in tasks if task.for_them]
    for section in words["sections"]:
        chosen = [task for task in shown if task.group in section["groups"]]
        if chosen:
            document.add_heading(section["heading"], level=2)
            _table(document, words, chosen)
    for blank in words["blanks"]:
        document.add_heading(blank["heading"], level=2)
        for line in blank["lines"]:
            document.add_paragraph(line, style="List Bullet")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(document: "Document", words: dict[str, Any], tasks: Sequence[Task]) -> None:
    columns = words["columns"]
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for task in tasks:
        state = words["states"]["done" if task.done else str(task.proposal)]
        row = (task.for_them or "", state, _who(task, words), f"{task.by:%-d %B %Y}" if task.by else "", "")
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(text)


def _clean(text: str) -> str:
    return text.translate(_BREAKING)


def _who(task: Task, words: dict[str, Any]) -> str:
    """Who sees to it, from the reader's side: the user's “you” is the sender."""
    return str(words["me"]) if task.who.strip().lower() == "you" else task.who
