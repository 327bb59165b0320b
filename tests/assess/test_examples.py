"""The content the readers learn from: whole, well labelled, varied, and apart from what the evaluation holds."""

import json
from collections import Counter
from pathlib import Path

import pytest

from coach.content import knowledge
from coach.evaluate.cases import evals_folder
from coach.vocabulary.assessment import Action
from coach.vocabulary.signs import SignId

ACCOUNTS = sorted(knowledge("examples", "accounts").glob("*.jsonl"))
SHARED_WORDS = 12  # a run of so many words in two texts is no chance


def rows(*paths: Path) -> list[dict]:
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


@pytest.fixture(scope="module")
def accounts() -> list[dict]:
    return rows(*ACCOUNTS)


def test_there_are_enough_accounts_of_many_trades_and_relations(accounts):
    assert len(accounts) >= 400
    assert len({row["trade"] for row in accounts}) >= 40
    assert len({row["id"] for row in accounts}) == len(accounts)
    assert {row["relation"] for row in accounts} == {"client", "vendor", "prospect"}
    assert sum(not row["must"] for row in accounts) >= 60


def test_every_label_is_known_and_every_quote_stands_in_its_account(accounts):
    for row in accounts:
        assert set(row["must"]) | set(row["may"]) <= set(SignId), row["id"]
        assert set(row["verdict"]) <= set(Action), row["id"]
        assert not set(row["must"]) & set(row["may"]), row["id"]
        assert all(quotes for quotes in row["must"].values()), row["id"]
        marks = [quote for mark in ("tried", "goodwill", "own_part") for quote in row.get(mark, ())]
        for quote in [*marks, *(quote for quotes in row["must"].values() for quote in quotes)]:
            assert quote in row["text"], (row["id"], quote)


def test_later_readings_are_of_accounts_that_are_there_and_quote_them(accounts):
    texts = {row["id"]: row["text"] for row in accounts}
    for path in knowledge("examples", "readings").glob("*.jsonl"):
        readings = rows(path)
        assert len({reading["id"] for reading in readings}) == len(readings), path.name
        for reading in readings:
            assert set(reading["must"]) | set(reading["may"]) <= set(SignId), reading["id"]
            assert not set(reading["must"]) & set(reading["may"]), reading["id"]
            assert reading["verdict"], reading["id"]
            assert set(reading["verdict"]) <= set(Action), reading["id"]
            assert all(quotes for quotes in reading["must"].values()), reading["id"]
            quotes = [quote for found in reading["must"].values() for quote in found]
            assert all(quote in texts[reading["id"]] for quote in quotes), reading["id"]


def test_a_retold_account_names_the_one_it_retells_and_life_has_its_share(accounts):
    known = {row["id"] for row in accounts}
    assert all(row["of"] in known for row in accounts if "of" in row)
    assert {row["origin"] for row in accounts if "origin" in row} == {"life"}
    assert sum("origin" in row for row in accounts) >= 1000
    assert not any({"source", "url"} & set(row) for row in accounts)


@pytest.mark.parametrize("sign", list(SignId))
def test_every_sign_has_its_positives_and_hard_negatives(sign, accounts):
    examples = rows(knowledge("examples", "signs", f"{sign}.jsonl"))
    assert sum(row["label"] for row in examples) >= 150
    assert sum(not row["label"] for row in examples) >= 80
    assert len({row["text"] for row in examples}) == len(examples)
    openings = Counter(" ".join(row["text"].split()[:3]).lower() for row in examples)
    assert openings.most_common(1)[0][1] <= 8, openings.most_common(3)
    assert sum(sign in row["must"] for row in accounts) >= 20


def runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}


def test_no_evaluation_case_shares_its_words_with_the_training_content(accounts):
    learnt = set().union(*(runs(row["text"]) for row in accounts))
    suites = (*evals_folder().glob("accounts*.jsonl"), evals_folder() / "variants.jsonl", evals_folder() / "life.jsonl")
    for row in rows(*suites):
        assert not runs(row["text"]) & learnt, row["id"]


def test_no_rated_message_of_the_evaluation_was_learnt_from():
    rated = rows(*knowledge("examples", "rated").glob("*.jsonl"))
    learnt = set().union(*(runs(row["text"]) for row in rated))
    measured = rows(evals_folder() / "messages.jsonl", evals_folder() / "messages-life.jsonl")
    assert len(rated) >= 400
    assert len(measured) >= 300
    assert all({"sendable", "respect", "direct"} <= set(row) for row in (*rated, *measured))
    assert [row["id"] for row in measured if runs(row["text"]) & learnt] == []
