import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sentences import LONGEST, Span, clause, sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He calls at 6 a.m. on Sunday. I mind.", ["He calls at 6 a.m. on Sunday.", "I mind."]),
        ('"Fix it!" he said. Then he left.', ['"Fix it!" he said.', "Then he left."]),
        ("I can't... honestly. e.g. the logo", ["I can't... honestly.", "e.g. the logo"]),
        ("Mr. Tan pays late! Why?", ["Mr. Tan pays late!", "Why?"]),
        ("- never replies\n- wants more\n2. is late", ["never replies", "wants more", "is late"]),
        ("It cost $1.5 k. Too much", ["It cost $1.5 k.", "Too much"]),
        ("", []),
        ("... !!! \n --", []),
    ],
)
def test_prose_bullets_and_quotes_are_cut_where_a_reader_would(text, expected):
    assert cut(text) == expected


def test_a_dictated_run_is_cut_at_joints():
    run = (
        "he calls me at night and then he wants it changed and then he says it was better before so i change it back "
        * 6
    )
    parts = cut(run.strip())
    assert len(parts) > 1
    assert all(len(part) <= LONGEST for part in parts)
    assert all(not part.startswith(" ") for part in parts)


@given(st.text(alphabet=st.sampled_from("aB .!?\n-…”\"'1,;é"), max_size=400))
def test_sentences_are_in_order_do_not_overlap_and_lose_no_word(text):
    spans = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    covered = {i for span in spans for i in range(span.start, span.end)}
    letters = {i for i, c in enumerate(text) if c.isalpha()}
    assert letters <= covered


def test_a_clause_holds_its_place_and_is_verbatim():
    text = (
        "She rang me at seven, " * 6
        + "and she told me that the invoice would not be paid this year, which I had feared, and I left."
    )
    whole = sentences(text)[0]
    at = text.index("invoice")
    found = clause(text, whole, Span(at, at + 7))
    assert whole.start <= found.start <= at < found.end <= whole.end
    assert text[found.start : found.end] == "she told me that the invoice would not be paid this year"


def test_a_short_sentence_is_its_own_clause():
    text = "He pays late, and he shouts."
    assert clause(text, Span(0, len(text)), Span(18, 20)) == Span(0, len(text))
