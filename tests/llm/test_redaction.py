import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.llm.redaction import Redactor
from coach.situation import FactKind, Situation

SITUATIONS = [
    json.loads(line) for line in (Path(__file__).parents[1] / "evals" / "situations.jsonl").read_text().splitlines()
]
PRIVATE = (FactKind.YOU, FactKind.CLIENT, FactKind.COMPANY, FactKind.AMOUNT, FactKind.OPEN_INVOICE)

words = st.sampled_from(
    "Marisol Vega O'Brien Anne-Marie Kestrel the client pays late PERSON_1 AMOUNT_2 NAME_1 Will Mark IBM € $1,850 2k +44 20 7946 0018 "
    "a@b.example www.x.example https://x.example/y?z=1 DE89370400440532013000 İstanbul Ünal's . , \n ( ) [ ] 12,000 two thousand dollars".split(
        " "
    )
)
texts = st.lists(words | st.text(max_size=12), max_size=30).map(" ".join)


@given(texts, texts)
@settings(max_examples=300, deadline=None)
@example("PERSON_1 met Marisol at [PERSON_1]", "marisol (AMOUNT_1)")
def test_what_was_hidden_comes_back_character_for_character(first, second):
    redactor = Redactor.of([first, second], [(FactKind.CLIENT, "Marisol Vega")], names=["Kestrel"])
    for text in (first, second):
        assert redactor.show(redactor.hide(text)) == text or "[" in text or "(" in text or "<" in text
        shown = redactor.show(redactor.hide(text))
        assert [c for c in shown if c not in "[]()<>"] == [c for c in text if c not in "[]()<>"]


@given(texts, st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_a_streamed_answer_is_shown_as_a_whole_one(text, size):
    redactor = Redactor.of([text, "Marisol owes $1,850."])
    hidden = redactor.hide(f"{text} Marisol owes $1,850.")
    pieces = [hidden[start : start + size] for start in range(0, len(hidden), size)]
    streamed = "".join(redactor.stream_show(pieces))
    assert [c for c in streamed if c not in "[]()<>"] == [c for c in redactor.show(hidden) if c not in "[]()<>"]


@pytest.mark.parametrize("case", SITUATIONS, ids=[case["id"] for case in SITUATIONS])
def test_no_name_firm_or_amount_of_a_case_is_sent(case):
    situation = Situation.from_text(case["text"])
    redactor = Redactor.for_case(situation)
    sent = redactor.hide(situation.text)
    assert redactor.show(sent) == situation.text
    for fact in situation.facts:
        if fact.kind in PRIVATE:
            assert fact.value not in sent
    assert len(redactor.hidden) <= 0.12 * len(case["text"].split()) + 3  # the story is still one


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Write to dana.holt@kestrel-foods.example or call +44 20 7946 0018.", ["dana", "kestrel", "7946"]),
        ("Call me on (415) 555-2671 or 415-555-2671.", ["555"]),
        ("Pay into DE89 3704 0044 0532 0130 00 please.", ["3704", "0532"]),
        ("See https://kestrel.example/contract?id=9 and www.kestrel.example.", ["kestrel"]),
        ("She owes me $4,200.50, then 1.5k, then 900 euros, then CHF 12'000.", ["4,200", "1.5k", "900", "12'000"]),
        ("They still owe two thousand dollars and five grand.", ["two thousand", "five grand"]),
        ("My boss Xiomara met Bjørn Håkansson of Blåbär Studio.", ["Xiomara", "Bjørn", "Håkansson", "Blåbär"]),
        ("Kestrel keeps asking. Xiomara from Kestrel shouted.", ["Kestrel", "Xiomara"]),
        ("Mark Jensen is late. Mark said so.", ["Mark", "Jensen"]),
        ("Will keeps calling at night.", ["Will"]),
        ("My client xiomara never answers, says XIOMARA's boss.", ["xiomara", "XIOMARA"]),
        ("Invoice INV-2024-118 and order 558213 are open.", ["118", "558213"]),
    ],
)
def test_what_names_someone_is_hidden(text, gone):
    redactor = Redactor.of([text])
    sent = redactor.hide(text)
    assert not [one for one in gone if one in sent], sent
    assert redactor.show(sent) == text


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I told the CEO in English that I'd stop on 30 June 2026.",
        "Will you stay? May I ask why? Don't go.",
        "I AM SO TIRED OF THIS. They never pay on time.",
        "We use Slack and Excel. Everything's late, and the PDF isn't done.",
    ],
)
def test_ordinary_words_stay(text):
    assert Redactor.of([text]).hide(text) == text


def test_the_same_name_has_the_same_placeholder_and_later_texts_change_no_number():
    first = Redactor.of(["Marisol met Xiomara."])
    more = Redactor.of(["Marisol met Xiomara.", "Then Bartholomew came to see Marisol."])
    assert first.hidden.items() <= more.hidden.items()
    assert more.hide("Marisol, Bartholomew and Xiomara") == "PERSON_1, PERSON_3 and PERSON_2"


def test_a_placeholder_the_model_made_up_is_found():
    redactor = Redactor.of(["Marisol left."])
    assert redactor.unknown("PERSON_1 told PERSON_7 and AMOUNT_1") == ("PERSON_7", "AMOUNT_1")


def test_brackets_and_escapes_a_model_puts_around_one_go():
    redactor = Redactor.of(["Marisol left."])
    assert redactor.show("[PERSON_1] and PERSON\\_1, PERSON_1's") == "Marisol and Marisol, Marisol's"


def test_redaction_that_is_off_hides_nothing():
    assert Redactor.off().hide("Marisol owes $5.") == "Marisol owes $5."
