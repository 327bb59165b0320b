"""Editing, differences between versions, and files that can be opened again."""

import re
from email import policy
from email.parser import BytesParser
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BadInput, UnknownName
from coach.vocabulary.draft import DraftKind, Finding
from coach.write import apply_suggestion
from coach.write.diff import Op, marked, word_diff
from coach.write.export import EXPORTS, export

ACCENTS = "Zoë Müller-Łukasz, 42 rue de l’Été — naïve façade, Straßenbahn"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "عزيزي يوسف، ينتهي اتفاقنا في ٣٠ يونيو."
HEBREW = "דנה היקרה, ההסכם שלנו מסתיים ב-30 ביוני."
BODY = f"Dear {ACCENTS},\n\nI am ending our agreement. {LONG}\n\n{ARABIC}\n{HEBREW}\n\n- first item\n- second item\n\nBest,\nAna"


def absence(sentence: str) -> Finding:
    return Finding(rule="missing_date", quote="", start=0, end=0, message="Why.", suggestion=sentence)


def test_a_missing_sentence_goes_before_the_sign_off() -> None:
    text = "Dear Ana,\n\nI am ending our agreement.\n\nBest regards,\nTom"
    assert apply_suggestion(text, absence("My last day is 3 May.")) == (
        "Dear Ana,\n\nI am ending our agreement.\n\nMy last day is 3 May.\n\nBest regards,\nTom"
    )


def test_a_missing_sentence_goes_to_the_end_where_nobody_signs() -> None:
    assert apply_suggestion("I am ending our agreement.", absence("My last day is 3 May.")).endswith(
        "\n\nMy last day is 3 May."
    )


def test_words_that_are_gone_cannot_be_replaced() -> None:
    gone = Finding(rule="blame", quote="You never pay.", start=0, end=14, message="Why.", suggestion="Please pay.")
    with pytest.raises(BadInput, match="no longer in the text"):
        apply_suggestion("Hello.", gone)


def test_a_diff_reads_as_words_and_holds_both_versions() -> None:
    changes = word_diff("I am thinking of stopping on 3 May.", "I am ending our work on 3 May.")
    assert marked(changes) == "I am [-thinking of stopping-]{+ending our work+} on 3 May."


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_versions_can_be_rebuilt_from_their_diff(old: str, new: str) -> None:
    changes = word_diff(old, new)
    assert "".join(one.text for one in changes if one.op is not Op.ADDED) == old
    assert "".join(one.text for one in changes if one.op is not Op.REMOVED) == new


def test_an_eml_names_whom_it_goes_to_and_who_writes_it() -> None:
    data = export("End", BODY, ".eml", to="Zoë Brandt <zoe@brandt.example>", sender="Kit")
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert message["To"].addresses[0].addr_spec == "zoe@brandt.example"
    assert message["To"].addresses[0].display_name == "Zoë Brandt"
    assert data.decode("ascii").count("From: Kit") == 1
    assert BytesParser(policy=policy.default).parsebytes(export("End", BODY, ".eml"))["To"] is None
    line = export("End", BODY, ".eml", to="Eve\nBcc: x@example.org")
    assert BytesParser(policy=policy.default).parsebytes(line)["Bcc"] is None


def test_a_message_without_a_subject_has_no_empty_heading() -> None:
    for suffix in (".md", ".txt"):
        assert export("", BODY, suffix, DraftKind.CHAT_MESSAGE).decode().lstrip() == export("", BODY, suffix).decode()
        assert not export("", BODY, suffix).decode().startswith(("#", "Subject"))


def test_an_eml_opens_as_an_unsent_draft_with_every_character() -> None:
    message = BytesParser(policy=policy.default).parsebytes(export(f"Fin de l’accord — {ARABIC}", BODY, ".eml"))
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == f"Fin de l’accord — {ARABIC}"
    assert message.get_body().get_content().replace("\r\n", "\n") == f"{BODY}\n"


def test_a_docx_has_real_styles_and_every_character() -> None:
    document = Document(BytesIO(export("End of our agreement", BODY, ".docx")))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["End of our agreement"] == "Heading 1"
    assert styles["first item"] == "List Bullet"
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (ACCENTS, LONG, ARABIC, HEBREW):
        assert part in words
    right_to_left = [paragraph for paragraph in document.paragraphs if ARABIC in paragraph.text]
    assert right_to_left[0]._p.xpath("./w:pPr/w:bidi")


def test_a_script_has_its_headings_as_headings() -> None:
    body = "If they ask why:\nIt is a question of time.\n\nClose:\nGoodbye, Ana."
    document = Document(BytesIO(export("Call with Ana", body, ".docx", DraftKind.CALL_SCRIPT)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == ["If they ask why", "Close"]
    assert b"## If they ask why\n\nIt is a question of time." in export("Call", body, ".md", DraftKind.CALL_SCRIPT)


def test_plain_text_and_markdown_keep_every_line() -> None:
    for suffix in (".txt", ".md"):
        words = export("End", BODY, suffix).decode()
        for line in BODY.split("\n"):
            assert line in words


def test_a_subject_cannot_smuggle_headers_into_the_mail() -> None:
    message = BytesParser(policy=policy.default).parsebytes(export("Hi\nBcc: eve@example.org\r\nX: y", "Text", "eml"))
    assert message["Bcc"] is None
    assert message["X"] is None


@given(st.text(max_size=300))
def test_any_text_can_be_exported(text: str) -> None:
    for suffix in EXPORTS:
        if suffix != ".docx":
            assert export(text[:40], text, suffix)


def test_control_characters_do_not_break_a_document() -> None:
    document = Document(BytesIO(export("a\x0bb", "c\x00d\x1fe \ud800 f", ".docx")))
    assert re.sub(r"\s+", " ", " ".join(p.text for p in document.paragraphs)) == "ab cde f"


def test_an_unknown_suffix_is_refused() -> None:
    with pytest.raises(UnknownName, match="pages"):
        export("a", "b", ".pages")
