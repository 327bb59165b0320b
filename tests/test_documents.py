from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter

from coach.documents import READERS, read_bytes, read_document
from coach.errors import EmptyInput, NotReadable


def pdf_of(text: str) -> bytes:
    """A PDF of one page that shows `text`, written by hand."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def docx_of(*paragraphs: str) -> bytes:
    document, out = Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Invoice 7", "unpaid"
    document.save(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_every_kind_of_file_gives_its_text():
    words = "The client shouts."
    eml = f"From: a@b.example\r\nSubject: Late again\r\nContent-Type: text/plain\r\n\r\n{words}\r\n".encode()
    made = {
        ".txt": words.encode(),
        ".md": words.encode(),
        ".html": f"<html><script>x()</script><p>{words}</p></html>".encode(),
        ".htm": f"<p>{words}</p>".encode(),
        ".eml": eml,
        ".mbox": b"From a@b.example Mon May  4 10:00:00 2026\n" + eml,
        ".pdf": pdf_of(words),
        ".docx": docx_of(words),
    }
    assert set(made) == set(READERS)
    for kind, data in made.items():
        text = read_bytes(data, "account" + kind)
        assert words in text
        assert "x()" not in text


def test_an_email_keeps_its_headers_and_prefers_the_plain_text():
    eml = (
        b"From: Melissa <m@norvell.example>\r\nTo: me\r\nSubject: =?utf-8?q?Sp=C3=A4t?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain words\r\n--b--\r\n"
    )
    text = read_bytes(eml, "mail.eml")
    assert "From: Melissa" in text
    assert "Subject: Spät" in text
    assert "plain words" in text
    assert "html" not in text


def test_a_mailbox_gives_all_its_messages_the_oldest_first():
    def message(day: int, words: str) -> bytes:
        return (
            f"From x@y.example Mon May  4 10:00:00 2026\nFrom: Dana <d@h.example>\nTo: me@s.example\n"
            f"Date: Mon, {day} May 2026 10:00:00 +0000\nSubject: Site\n\n{words}\n\n"
        ).encode()

    text = read_bytes(message(9, "second words\n>From here on") + message(2, "first words"), "all.mbox")
    assert text.index("first words") < text.index("second words")
    assert "\nFrom here on" in text
    assert text.count("Subject: Site") == 2


def test_tables_of_a_docx_are_read_too():
    assert "Invoice 7\tunpaid" in read_bytes(docx_of("Hello"), "a.docx")


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("photo.png", b"\x89PNG", "kind"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "binary"),
        ("a.txt", bytes(range(1, 32)) * 20 + b"\x9d", "binary"),
        ("a.pdf", b"not a pdf", "PDF"),
        ("a.pdf", encrypted_pdf(), "encrypted"),
        ("a.docx", b"not a zip", ".docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0rest", "encrypted"),
        ("a.eml", b"\r\n\r\nno headers", "e-mail"),
        ("a.mbox", b"just words, no messages", "mailbox"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_with_a_next_step(name, data, word):
    with pytest.raises(NotReadable, match=word) as refused:
        read_bytes(data, name)
    assert name in str(refused.value)
    assert refused.value.hint
    assert refused.value.exit_code == 2


def test_a_scan_without_text_is_called_empty():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    with pytest.raises(EmptyInput, match=r"scan\.pdf"):
        read_bytes(out.getvalue(), "scan.pdf")


def test_html_keeps_sentences_whole_and_marks_headings():
    html = b"<h2>Late <em>pay</em></h2><p>They <b>never</b> pay.<br>Ever.</p><ul><li>one</li><li>two</li></ul>"
    assert read_bytes(html, "a.html") == "## Late pay\n\nThey never pay.\nEver.\n\none\n\ntwo"


def test_headings_of_a_docx_are_marked():
    document, out = Document(), BytesIO()
    document.add_heading("Late pay", 2)
    document.save(out)
    assert read_bytes(out.getvalue(), "a.docx").strip() == "## Late pay"


def test_missing_files_and_folders_are_named(tmp_path: Path):
    with pytest.raises(NotReadable, match=r"nowhere\.txt"):
        read_document(tmp_path / "nowhere.txt")
    with pytest.raises(NotReadable, match="folder"):
        read_document(tmp_path)


def test_old_windows_and_utf16_texts_are_decoded():
    assert read_bytes("café – “late”".encode("cp1252"), "a.txt") == "café – “late”"
    assert read_bytes("spät".encode("utf-16"), "a.txt") == "spät"
    assert read_bytes(b"\xef\xbb\xbfhello", "a.txt") == "hello"


def test_an_e_mail_without_words_is_called_empty():
    with pytest.raises(EmptyInput, match=r"nothing\.eml"):
        read_bytes(b"From: A <a@b.example>\nTo: C <c@d.example>\nSubject: Hi\n\n", "nothing.eml")
