"""Export: a message as a .md, .txt, .docx or .eml file, with every character of every script intact."""

import re
import unicodedata
from collections.abc import Callable
from email.charset import QP, Charset
from email.header import Header
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import formataddr, parseaddr
from io import BytesIO
from typing import TYPE_CHECKING

from coach.errors import UnknownName
from coach.vocabulary.draft import DraftKind
from coach.write.kinds import Form, kinds

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BULLET = re.compile(r"[-–•] +(.*)")
_NUMBER = re.compile(r"\d{1,2}[.)] +(.*)")
_HEADING = re.compile(r"[^\n]{1,70}:$")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})


def export(
    subject: str, body: str, suffix: str, kind: DraftKind | None = None, *, to: str = "", sender: str = ""
) -> bytes:
    """The message as the content of a file; `suffix` is one of EXPORTS, such as ".docx".

    `to` and `sender` (`name <address>`, or a name) go into the head of an .eml file.

    Raises:
        UnknownName: a suffix we do not write.
    """
    write = EXPORTS.get(suffix if suffix.startswith(".") else f".{suffix}")
    if write is None:
        raise UnknownName(f"Messages cannot be saved as {suffix!r}.", hint=f"Use one of: {', '.join(EXPORTS)}.")
    head = " ".join(_clean(subject).split())
    if write is _email:
        return _email(head, _clean(body), False, to=to, sender=sender)
    return write(head, _clean(body), _has_headings(kind))


def _clean(text: str) -> str:
    """Without characters that no file can hold."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _has_headings(kind: DraftKind | None) -> bool:
    return kind is not None and kinds()[kind].form in (Form.SCRIPT, Form.NOTES)


def _text(subject: str, body: str, headings: bool) -> bytes:
    head = f"{'' if headings else 'Subject: '}{subject}\n\n" if subject else ""
    return f"{head}{body}\n".encode()


def _markdown(subject: str, body: str, headings: bool) -> bytes:
    paragraphs = []
    for block in re.split(r"\n{2,}", body.strip("\n")):
        lines = block.split("\n")
        if headings and _HEADING.fullmatch(lines[0]):
            paragraphs.append(f"## {lines[0].removesuffix(':')}")
            lines = lines[1:]
        if lines:
            paragraphs.append("\n".join(_markdown_line(line, last=i + 1 == len(lines)) for i, line in enumerate(lines)))
    return ("\n\n".join([*([f"# {subject}"] if subject else []), *paragraphs]) + "\n").encode()


def _markdown_line(line: str, *, last: bool) -> str:
    """A line that keeps its break, unless it is of a list."""
    return line if last or _BULLET.match(line) or _NUMBER.match(line) else f"{line}  "


def _email(subject: str, body: str, headings: bool, to: str = "", sender: str = "") -> bytes:
    """A message that opens as a draft, unsent; a mail program finds a name without its address in the sender's own address book.

    The subject is encoded by hand: the newer policy of the standard library loses spaces where it folds right-to-left text.
    """
    utf8 = Charset("utf-8")
    utf8.body_encoding = QP
    message = MIMENonMultipart("text", "plain", charset="utf-8")
    message["Subject"] = Header(subject, utf8, header_name="Subject").encode().lstrip()
    for name, whom in (("From", sender), ("To", to)):
        if whom:
            message[name] = _mailbox(" ".join(_clean(whom).split()), utf8)
    message["X-Unsent"] = "1"
    message.set_payload(f"{body}\n", utf8)
    return message.as_bytes(policy=compat32.clone(linesep="\r\n"))


def _mailbox(whom: str, charset: Charset) -> str:
    """A name, encoded where it must be, with its address where it has one."""
    name, address = parseaddr(whom) if "@" in whom else (whom, "")
    encoded = name if name.isascii() else Header(name, charset).encode()
    return formataddr((encoded, address)) if address else encoded


def _docx(subject: str, body: str, headings: bool) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = subject[:255]
    document.core_properties.author = ""
    if subject:
        _paragraph(document, subject, "Heading 1")
    for block in re.split(r"\n{2,}", body.strip("\n")):
        _block(document, block, headings)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _block(document: "Document", block: str, headings: bool) -> None:
    """A paragraph of the body: its heading and list items in their styles, the other lines kept together."""
    plain: list[str] = []
    for i, line in enumerate(block.split("\n")):
        listed = (
            (_BULLET.fullmatch(line), "List Bullet")
            if _BULLET.match(line)
            else (_NUMBER.fullmatch(line), "List Number")
        )
        heading = headings and i == 0 and _HEADING.fullmatch(line)
        if not heading and not listed[0]:
            plain.append(line)
            continue
        _flush(document, plain)
        if heading:
            _paragraph(document, line.removesuffix(":"), "Heading 2")
        elif listed[0]:
            _paragraph(document, listed[0][1], listed[1])
    _flush(document, plain)


def _flush(document: "Document", plain: list[str]) -> None:
    if plain:
        _paragraph(document, "\n".join(plain), "Normal")
        plain.clear()


def _paragraph(document: "Document", text: str, style: str) -> "Paragraph":
    """A paragraph in a style of the document; right-to-left text is marked as such."""
    from docx.oxml import OxmlElement

    paragraph = document.add_paragraph(text, style=style)
    if reads_right_to_left(text):
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True
    return paragraph


def reads_right_to_left(text: str) -> bool:
    """Whether the first strong character is of a right-to-left script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _RIGHT_TO_LEFT or direction == "L":
            return direction != "L"
    return False


EXPORTS: dict[str, Callable[[str, str, bool], bytes]] = {
    ".md": _markdown,
    ".txt": _text,
    ".docx": _docx,
    ".eml": _email,
}
