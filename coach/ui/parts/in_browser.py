"""The parts that need the browser: copying, printing, the typing, scrolling, pictures, taps on quotes, the theme."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_FILES = Path(__file__).parent.parent / "browser"
_PAUSE = 1_000  # milliseconds without a key after which what was typed is stored
_HANDOVER = 800  # milliseconds in which storing it must begin before the page is left
_LONGEST = 3_000  # milliseconds that storing it may take


@cache
def _part(name: str) -> Any:
    """The component made of `browser/<name>.js`, with its .html and .css where it has them."""
    found = {kind: _FILES / f"{name}.{kind}" for kind in ("html", "css", "js")}
    texts: dict[str, Any] = {kind: path.read_text(encoding="utf-8") for kind, path in found.items() if path.is_file()}
    return st.components.v2.component(f"good_terms_{name}", **texts)


def copy_button(text: str, label: str = "Copy", key: str | None = None) -> None:
    """A button that puts `text` on the clipboard and says so."""
    failed = "Could not copy; select the text and copy it by hand."
    _part("copy")(data={"text": text, "label": label, "done": "Copied.", "failed": failed}, key=key, width="content")


def print_button(page: str, label: str, key: str | None = None) -> None:
    """A button that prints `page`, which is HTML, on a sheet of its own."""
    look = (_FILES / "paper.css").read_text(encoding="utf-8")
    paper = f'<!doctype html><meta charset="utf-8"><title>Good Terms</title><style>{look}</style>{page}'
    _part("print")(data={"page": paper, "label": label}, key=key, width="content")


def while_typing(within: str, count_words: bool = False) -> None:
    """Store what is typed into the boxes inside the container `within` at every pause; and count the words of the first."""
    data = {"within": within, "counted": count_words, "pause": _PAUSE, "handover": _HANDOVER, "longest": _LONGEST}
    _part("typing")(data=data, key=f"typing-{within}", width="content")


def bring_into_view(element_id: str, block: str = "start", again: int = 0) -> None:
    """Scroll so that the element with this id is seen; another `again` scrolls anew."""
    _part("view")(data={"id": element_id, "block": block, "again": again}, key=f"view-{element_id}")


def curve(
    lines: Mapping[str, Sequence[float]], summary: str, key: str, turns: Sequence[tuple[int, str, str]] = ()
) -> None:
    """Several lines of values 0-100 over the same steps, each drawn in its own manner; `summary` says what they show.

    `turns` are steps, counted from 0, that are marked: each with its name, and whether for the “worse” or the “better”.
    """
    drawn = [{"name": name, "values": list(values)} for name, values in lines.items()]
    marked = [{"at": at, "name": name, "way": way} for at, name, way in turns]
    _part("curve")(data={"lines": drawn, "summary": summary, "turns": marked}, key=key)


def weights(rows: Sequence[Mapping[str, Any]], summary: str, key: str) -> None:
    """A bar for each row, as long as its `value` of 0-1 and drawn by its `weight`, with a link to the sign with its `mark`."""
    _part("weights")(data={"rows": list(rows), "summary": summary}, key=key)


def tap_quotes() -> None:
    """Let a tap on marked words open what they are evidence for."""
    _part("quotes")(key="view-quotes", height=1)


def choose_look(label: str, looks: Mapping[str, str], pages: Sequence[str]) -> None:
    """The choice between light, dark and the system's own, by Streamlit's names for them; it holds in this browser for all `pages`."""
    _part("look")(data={"label": label, "looks": dict(looks), "pages": list(pages)}, key="gt-look")


def follow_theme() -> None:
    """Let dialogs and pop-overs, which stand outside the app's own element, be light or dark with it."""
    _part("theme")(key="gt-theme", height=1)
