"""Markup: hostile text shows as it is."""

import pytest

from coach.ui.markup import escape, label, lines, prose, shortened

HOSTILE = "<script>alert(1)</script> **bold** :red[x] $x$ [a](http://example.com) ![i](http://example.com/i.png) `c`"


def test_tags_become_text() -> None:
    assert "<script>" not in lines(HOSTILE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in lines(HOSTILE)


def test_quotes_cannot_leave_an_attribute() -> None:
    assert escape("\" onmouseover='x'") == "&quot; onmouseover=&#x27;x&#x27;"


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_line_breaks_are_kept(break_: str) -> None:
    assert lines(f"one{break_}two") == "one<br>two"


def test_a_label_renders_no_markdown() -> None:
    said = label(HOSTILE)
    for opening in ("**", ":red[", "](", "![", "`c`", "$x$", "<script>"):
        assert opening not in said
    assert said.replace("\\", "") == HOSTILE


def test_a_label_is_one_line() -> None:
    assert label("one\n# two") == "one \\# two"


def test_prose_makes_paragraphs_and_lists_and_escapes_them() -> None:
    assert prose("First <b>\n\nSecond:\n- one\n- two & three") == (
        "<p>First &lt;b&gt;</p><p>Second:</p><ul><li>one</li><li>two &amp; three</li></ul>"
    )


def test_a_long_line_is_cut_at_a_word() -> None:
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("one\ntwo", 12) == "one two"
