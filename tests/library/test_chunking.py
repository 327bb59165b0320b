"""Chunking: 60 to 180 words, cut at headings and paragraphs where that is possible, nothing lost, nothing twice."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.library.chunking import FEWEST, MOST, chunk

SENTENCE = "The client moved the review to Thursday and asked for a fourth version of page {n}."


def paragraph(first: int, count: int) -> str:
    return " ".join(SENTENCE.format(n=n) for n in range(first, first + count))


def size(text: str) -> int:
    return len(text.split())


def test_a_short_note_is_one_passage_named_by_its_first_words() -> None:
    (only,) = chunk("They never pay before the second reminder, and then they pay half.")
    assert only.title == "They never pay before the second reminder, and…"
    assert only.text == "They never pay before the second reminder, and then they pay half."


@pytest.mark.parametrize("text", ["", "   \n\n ", "---\n\n***", "12\n\n3 / 9\n"])
def test_a_text_without_words_has_no_passages(text: str) -> None:
    assert chunk(text) == []


def test_sections_become_passages_under_their_headings() -> None:
    text = f"# Notes\n\n## Money\n\n{paragraph(1, 6)}\n\n## People\n\n{paragraph(11, 6)}\n"
    assert [one.title for one in chunk(text)] == ["Money", "People"]
    assert chunk(text)[1].text == paragraph(11, 6)


@pytest.mark.parametrize(
    "heading", ["Money and time", "3. Money and time", "Money and time\n==============", "MONEY AND TIME:"]
)
def test_headings_are_known_without_markdown(heading: str) -> None:
    chunks = chunk(f"{paragraph(1, 6)}\n\n{heading}\n\n{paragraph(11, 6)}")
    assert [one.title.lower() for one in chunks][1] in {"money and time", "3. money and time"}
    assert chunks[1].text == paragraph(11, 6)


def test_a_border_between_paragraphs_is_preferred_to_one_within() -> None:
    chunks = chunk("\n\n".join(paragraph(10 * n, 6) for n in range(5)))
    assert [one.text for one in chunks] == [paragraph(10 * n, 6) for n in range(5)]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    chunks = chunk(paragraph(1, 60))
    assert all(FEWEST <= size(one.text) <= MOST and one.text.endswith(".") for one in chunks)
    assert " ".join(one.text for one in chunks) == paragraph(1, 60)


def test_lines_that_a_program_wrapped_are_joined_again() -> None:
    (only,) = chunk(
        "The budget was cut in March and nobody\ntold us. We went on as agreed, which was ex-\npensive for both."
    )
    assert (
        only.text
        == "The budget was cut in March and nobody told us. We went on as agreed, which was expensive for both."
    )


def test_bullets_stay_on_lines_of_their_own() -> None:
    (only,) = chunk("We agreed:\n- two rounds of changes\n- an answer in two days\n1. then the launch")
    assert only.text.splitlines()[1:] == ["- two rounds of changes", "- an answer in two days", "1. then the launch"]


def test_page_numbers_and_link_targets_are_left_out() -> None:
    (only,) = chunk("See [the offer](https://example.org/offer?id=7) first.\n\nPage 3 of 9\n\nThen call them.")
    assert only.text == "See the offer first.\n\nThen call them."


def test_a_text_that_comes_twice_is_kept_once() -> None:
    text = paragraph(1, 6)
    assert [one.text for one in chunk(f"{text}\n\n{text}\n\n{text}")] == [text]


def test_words_without_end_are_cut_all_the_same() -> None:
    assert all(size(one.text) <= MOST for one in chunk("word " * 5000))
    assert len(chunk("x" * 100_000)) >= 1


BLOCKS = st.lists(
    st.tuples(st.sampled_from(["\n", "\n\n", " ", "\n- ", "\n\n## Heading of it\n"]), st.integers(1, 30)), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_every_word_is_kept_and_every_passage_has_its_size(blocks: list[tuple[str, int]]) -> None:
    text = "".join(
        f"{gap}So number {n} was {' '.join(f'w{n}x{i}' for i in range(length))}."
        for n, (gap, length) in enumerate(blocks)
    )
    chunks = chunk(text)
    kept = re.findall(r"w\d+x\d+", " ".join(one.text for one in chunks))
    assert kept == re.findall(r"w\d+x\d+", text)
    assert all(size(one.text) <= MOST for one in chunks)
    if size(text.replace("## Heading of it", "")) >= FEWEST:
        assert all(size(one.text) >= FEWEST for one in chunks)
