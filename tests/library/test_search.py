"""Search: meaning first, names, numbers and quoted words to the letter, nothing twice, always in the same order."""

from pathlib import Path

import numpy as np
import pytest

from coach.errors import BadInput, EmptyInput
from coach.library.embedding import Encoder
from coach.library.index import Index, build_index, open_index
from coach.library.library import Library
from coach.library.search import Searched, search
from coach.library.terms import Kind, exact_terms, tokens
from coach.vocabulary.passage import Passage
from tests.library.tiny import cache_in

NOTES = {
    "a#1": "We spoke about the roof and how long it may take to dry before winter comes.",
    "a#2": "Invoice 4,200 was sent to Okonkwo in May and nobody has answered since.",
    "a#3": "Invoice 3,900 was sent to somebody in May and nobody has answered since.",
    "a#4": "In the meeting Okonkwo said that the colour is wrong, whatever we do.",
    "a#5": "A change request has to be signed before we begin, as section 9.2 lays down.",
    "a#6": "Requests for a change are welcome at any time and cost nothing at all.",
    "a#7": "The garden party went well and the guests liked the lanterns very much.",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return indexed(tmp_path_factory.mktemp("notes"), NOTES)


def indexed(folder: Path, texts: dict[str, str]) -> Index:
    passages = [Passage(id=name, title="Note", source=name.split("#")[0], text=text) for name, text in texts.items()]
    vectors = Encoder.shared().encode([one.text for one in passages])
    cache_in(folder).publish(build_index(cache_in(folder), zip(passages, vectors, strict=True), len(passages)), "notes")
    index = open_index(cache_in(folder), "notes")
    assert index is not None
    return index


def found(query: str, *indexes: Index, k: int = 3) -> list[str]:
    vector = Encoder.shared().encode([query])[0]
    return [passage.id for passage in search(query, vector, k, [Searched(index) for index in indexes])]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("how do I raise my price", []),
        ("What did Okonkwo say?", [(("okonkwo",), Kind.NAME)]),
        ("what did okonkwo say?", [(("okonkwo",), Kind.NAME)]),
        ("Okonkwo's complaint", [(("okonkwo",), Kind.NAME)]),
        ("ask Priya about it", [(("priya",), Kind.NAME)]),
        ("How To Leave A Client In Style", []),
        ("MY CLIENT DOES NOT PAY", []),
        ("the “change request” form", [(("change", "request"), Kind.QUOTED)]),
        ('the "change request" form', [(("change", "request"), Kind.QUOTED)]),
        ("the ‘change request’ form", [(("change", "request"), Kind.QUOTED)]),
        ("I don't know why they're late, it isn't like them", []),
        ("section 9.2 of it", [(("9", "2"), Kind.NUMBER)]),
        ("they owe me $4,200 now", [(("4200",), Kind.NUMBER)]),
        ("invoice INV-204 is open", [(("inv", "204"), Kind.NUMBER)]),
        ("is an NDA needed", [(("nda",), Kind.NAME)]),
        ("one of 3 things", []),
        ("“”  '' \" \"", []),
    ],
)
def test_terms_to_be_met_to_the_letter(query: str, terms: list[object]) -> None:
    assert list(exact_terms(query, lambda word: word == "okonkwo")) == terms


def test_numbers_are_the_same_with_and_without_separators() -> None:
    assert tokens("They owe 4,200.50 or 4’200") == ["they", "owe", "4200", "50", "or", "4200"]


def test_a_number_raises_the_passage_that_holds_it(notes: Index) -> None:
    assert found("the invoice over 4200", notes)[0] == "a#2"
    assert found("the invoice over 3,900", notes)[0] == "a#3"


def test_a_name_raises_the_passages_that_hold_it_however_it_is_written(notes: Index) -> None:
    for name in ("Okonkwo", "okonkwo"):
        assert set(found(f"what about {name} and the garden party", notes)[:2]) <= {"a#2", "a#4", "a#7"}
        assert set(found(f"trouble with {name}", notes)[:2]) == {"a#2", "a#4"}


def test_quoted_words_are_met_as_they_stand(notes: Index) -> None:
    assert found("changes that cost nothing", notes)[0] == "a#6"
    assert found("a “change request” that costs nothing", notes)[0] == "a#5"
    assert found("what does section 9.2 say", notes)[0] == "a#5"


def test_meaning_finds_what_shares_no_word(notes: Index) -> None:
    assert found("celebration outdoors", notes)[0] == "a#7"


def test_syntax_of_the_words_file_in_a_query_is_only_words(notes: Index) -> None:
    for query in ('"NEAR(a b" OR *', "text:x AND NOT 12 -34", '“a" OR 1=1”', "Robert'); DROP TABLE passages;--"):
        assert len(found(query, notes)) == 3


def test_a_passage_that_repeats_a_better_one_is_left_out(tmp_path: Path) -> None:
    text = NOTES["a#2"]
    index = indexed(
        tmp_path,
        {"b#1": text, "b#2": f"{text} Nothing else happened, and the birds sang in the trees.", "b#3": NOTES["a#7"]},
    )
    assert found("invoice unanswered", index) == ["b#1", "b#3"]


def test_equal_scores_come_in_the_order_of_ids(tmp_path: Path) -> None:
    texts = {name: f"{word} {NOTES['a#1']}" for name, word in zip(("z#1", "m#1", "a#1"), "xyz", strict=True)}
    passages = [Passage(id=name, title="t", source="s", text=text[:1] * 9 + name) for name, text in texts.items()]
    vector = np.eye(384, dtype=np.float32)[0]
    cache_in(tmp_path).publish(build_index(cache_in(tmp_path), [(one, vector) for one in passages], 3), "same")
    index = open_index(cache_in(tmp_path), "same")
    assert index is not None
    for _ in range(3):
        assert [one.id for one in search("anything", vector, 3, [Searched(index)])] == ["a#1", "m#1", "z#1"]


def test_results_carry_a_score_and_come_best_first(shared: Library) -> None:
    passages = shared.search("they never pay on time", k=10)
    scores = [passage.score for passage in passages]
    assert len(passages) == len({passage.id for passage in passages}) == 10
    assert None not in scores
    assert scores == sorted(scores, key=lambda score: -(score or 0.0))
    assert all(passage.title and passage.source and passage.text for passage in passages)


def test_the_same_question_has_the_same_answer(shared: Library) -> None:
    query = "how do I tell John that the 30 days have begun"
    assert shared.search(query, 8) == shared.search(query, 8)
    assert shared.search(query, 8)[:3] == shared.search(query, 3)


@pytest.mark.parametrize("query", ["", "  \n ", "?!", "—"])
def test_an_empty_question_is_refused(shared: Library, query: str) -> None:
    with pytest.raises(EmptyInput, match="nothing to search for"):
        shared.search(query)


@pytest.mark.parametrize("k", [0, -1, 101])
def test_too_few_or_too_many_results_are_refused(shared: Library, k: int) -> None:
    with pytest.raises(BadInput, match=str(k)):
        shared.search("a question", k)


def test_a_whole_account_may_be_the_question(shared: Library) -> None:
    assert len(shared.search("He rings at night and shouts. " * 5000, 5)) == 5


def test_a_story_is_found_by_its_names(shared: Library) -> None:
    assert shared.search("John and Melissa")[0].id == "seven-signs#john-and-melissa"
    best = [passage.id for passage in shared.search("what did melissa do with the presentation", 2)]
    assert "seven-signs#redone-presentation" in best


@pytest.mark.slow
def test_search_is_better_than_plain_chroma_on_the_questions(shared: Library) -> None:
    from coach.evaluate.retrieval import evaluate_retrieval, own_questions

    questions = own_questions()
    assert len(questions) >= 60
    ours = evaluate_retrieval(questions, lambda query, k: [one.id for one in shared.search(query, k)])
    plain = evaluate_retrieval(questions, lambda query, k: [one.id for one in shared.search_plain(query, k)])
    assert ours["recall_at_5"] >= plain["recall_at_5"] + 0.15
    assert ours["ndcg_at_10"] >= plain["ndcg_at_10"] + 0.10
