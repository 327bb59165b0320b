"""Turning text into safe HTML and safe labels: whatever a user wrote shows as it is, and never runs or renders."""

import html
import re
from collections.abc import Iterable

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&=])")
_BULLET = re.compile(r"^- ")


def escape(text: str) -> str:
    """`text` for use between tags or inside a quoted attribute."""
    return html.escape(text, quote=True)


def lines(text: str) -> str:
    """`text` as HTML with its line breaks kept."""
    return escape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def sentence(text: str) -> str:
    """A sentence of ours as HTML, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def prose(text: str) -> str:
    """`text` as paragraphs, parted by blank lines, and bullet lists, whose lines begin with “- ”."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return "".join(_block(block.splitlines()) for block in blocks)


def _block(rows: list[str]) -> str:
    said = [row for row in rows if not _BULLET.match(row)]
    items = [_BULLET.sub("", row) for row in rows if _BULLET.match(row)]
    paragraph = f"<p>{'<br>'.join(escape(row) for row in said)}</p>" if said else ""
    return paragraph + (bullets(escape(item) for item in items) if items else "")


def bullets(items: Iterable[str], kind: str = "ul", style: str = "") -> str:
    """A list of `items`, which are HTML already."""
    opening = f'<{kind} class="{style}">' if style else f"<{kind}>"
    return opening + "".join(f"<li>{item}</li>" for item in items) + f"</{kind}>"


def label(text: str) -> str:
    """`text` for a widget's label, on one line, where Streamlit would otherwise read it as Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def shortened(text: str, longest: int = 60) -> str:
    """`text` on one line, cut at a word to at most `longest` characters."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
