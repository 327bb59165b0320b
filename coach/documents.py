"""Reading a file's text: .txt .md .html .eml .mbox .pdf .docx, with a clear refusal for everything else."""

import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path

from coach.errors import EmptyInput, NotReadable

MAX_BYTES = 20_000_000
_BLOCKS = [
    "p",
    "div",
    "li",
    "tr",
    "section",
    "article",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "ul",
    "ol",
]


def read_document(path: Path) -> str:
    """The text of the file at `path`.

    Raises:
        NotReadable: missing, too large, binary, encrypted, damaged or of an unknown kind.
        EmptyInput: the file holds no text (a scan, for example).
    """
    try:
        if path.is_dir():
            raise NotReadable(f"{path.name!r} is a folder, not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise NotReadable(f"{path.name!r} is larger than {MAX_BYTES // 1_000_000} MB.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotReadable(f"There is no file {str(path)!r}.", hint="Check the name and the folder.") from error
    except OSError as error:
        raise NotReadable(f"{path.name!r} could not be opened: {error.strerror}.") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> str:
    """The text of a file's content; `name` decides how it is read, and is named in errors."""
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise NotReadable(f"{name!r} is of a kind that cannot be read here (known: {known}).")
    text = reader(data, name)
    if not text.strip():
        raise EmptyInput(
            f"{name!r} holds no text.",
            hint="If it is a scan, copy its text with a text recogniser and paste it.",
        )
    return text


def _decode(data: bytes, name: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096]:
        raise NotReadable(f"{name!r} is a binary file, not words.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) * 0.02:
        raise NotReadable(f"{name!r} is a binary file, not words.")
    return text


def _read_html(data: bytes, name: str) -> str:
    return html_text(_decode(data, name))


def html_text(html: str) -> str:
    """The readable text of a page: a paragraph a block, headings marked as in Markdown."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(["script", "style", "nav", "header", "footer", "template", "noscript", "svg"]):
        tag.decompose()
    for level in range(1, 7):
        for heading in soup.find_all(f"h{level}"):
            heading.insert(0, "#" * level + " ")
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n\n")
        block.insert_after("\n\n")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in soup.get_text().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _read_eml(data: bytes, name: str) -> str:
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise NotReadable(f"{name!r} is not an e-mail: it has no headers.")
    return _email_text(message, name)


def _email_text(message: EmailMessage, name: str) -> str:
    """A message as it would be pasted: its headers, an empty line, its words."""
    headers = [f"{key}: {message[key]}" for key in ("From", "To", "Date", "Subject") if message[key]]
    body = _email_body(message, name).strip()
    return "\n".join(headers) + "\n\n" + body + "\n" if body else ""


def _read_mbox(data: bytes, name: str) -> str:
    """All messages of a mailbox, the oldest first; an empty line before a "From " line parts them (RFC 4155)."""
    parts = re.split(rb"(?:\A|\r?\n)From [^\r\n]*\r?\n", data)[1:]
    messages = [
        BytesParser(policy=policy.default).parsebytes(re.sub(rb"(?m)^>(>*From )", rb"\1", one)) for one in parts
    ]
    read = [one for one in messages if isinstance(one, EmailMessage) and one.keys()]
    if not read:
        raise NotReadable(f"{name!r} is not a mailbox: no message begins in it.")
    return "\n\n".join(_email_text(one, name) for one in sorted(read, key=_sent))


def _sent(message: EmailMessage) -> float:
    """When a message was sent, in seconds since 1970; 0 where it does not say."""
    try:
        return parsedate_to_datetime(str(message["Date"])).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _email_body(message: EmailMessage, name: str) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        body = str(part.get_content())
    except (LookupError, UnicodeError, KeyError, ValueError) as error:
        raise NotReadable(f"The text of {name!r} is in an encoding that cannot be read.") from error
    return html_text(body) if part.get_content_type() == "text/html" else body


def _read_pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadable(
                f"{name!r} is encrypted.",
                hint="Save a copy without a password and try again.",
            )
        return "\n\n".join(page.extract_text() for page in reader.pages)
    except NotReadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        NotImplementedError,
        ImportError,
    ) as error:
        raise NotReadable(f"{name!r} is not a PDF that can be read: it is damaged or protected.") from error


def _read_docx(data: bytes, name: str) -> str:
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(
            f"{name!r} is encrypted or an old .doc file.",
            hint="Save it as .docx without a password.",
        )
    try:
        blocks = list(Document(BytesIO(data)).iter_inner_content())
    except (
        BadZipFile,
        PackageNotFoundError,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
    ) as error:
        raise NotReadable(f"{name!r} is not a .docx file that can be read: it is damaged.") from error
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(_heading_mark(block.style.name if block.style else "") + block.text)
        elif isinstance(block, Table):
            lines.extend("\t".join(cell.text for cell in row.cells) for row in block.rows)
    return "\n".join(lines)


def _heading_mark(style: str | None) -> str:
    """Marks a heading of Word as in Markdown: `## ` for Heading 2."""
    found = re.fullmatch(r"(?:Heading (\d)|Title)", style or "")
    return "#" * int(found[1] or 1) + " " if found else ""


READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": _decode,
    ".md": _decode,
    ".html": _read_html,
    ".htm": _read_html,
    ".eml": _read_eml,
    ".mbox": _read_mbox,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}
