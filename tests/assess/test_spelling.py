import json

import pytest

from coach.assess.reader import evened
from coach.assess.spelling import Speller
from coach.content import knowledge


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("teh cleint still hasnt payed", "the client still hasn't payed"),
        ("im so tierd of his emials, shes alwyas late", "i'm so tired of his emails, she's always late"),
        ("I recieved nothing, definately", "I received nothing, definitely"),
        ("they’re late, she didn’t answer", "they're late, she didn't answer"),
    ],
)
def test_slips_are_mended_for_the_reader(written, read):
    assert Speller.shared().mended(written) == read


@pytest.mark.parametrize(
    "kept",
    [
        "Dana Kowalczyk and Frau Schmitt of Brightwell asked for it",
        "mail dana@kowalczyk.example or see www.brightwell.example/prcie",
        "he zips it, she flips, they dine, the dues",
        "It's well, she'll wait, we're fine",
        "",
    ],
)
def test_names_addresses_and_rare_words_are_left_alone(kept):
    assert Speller.shared().mended(kept) == kept


def test_of_carefully_written_text_hardly_a_word_is_changed():
    lines = knowledge("examples/accounts/a.jsonl").read_text(encoding="utf-8").splitlines()
    words = " ".join(json.loads(line)["text"] for line in lines).replace("’", "'").split()
    changed = [word for word in words if Speller.shared().mended(word) != word]
    assert len(changed) < len(words) / 500, changed[:20]


def test_the_reader_sees_haste_and_anger_as_it_sees_care():
    assert evened("He  dosent\nanswer!!!  WHY??") == evened("He dosent answer. WHY?")
