"""The situations written by hand for the drafts: what each message must hold, and what none may say."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.situation import Relation, Situation
from coach.vocabulary.draft import Draft, DraftKind, DraftLength, DraftTone
from coach.write import check, draft
from coach.write.claims import unsupported
from coach.write.kinds import kinds
from coach.write.leaves_out import must_stay_out
from coach.write.outline import build_outline

ROWS = yaml.safe_load((Path(__file__).parent / "situations.yaml").read_text(encoding="utf-8"))


def told(row: dict[str, Any]) -> Situation:
    return Situation.from_text(row["text"]).model_copy(update={"relation": Relation(row["relation"])})


def every(row: dict[str, Any]) -> list[tuple[Draft, str]]:
    situation = told(row)
    wanted = [kind for kind in DraftKind if kinds()[kind].fits(situation.relation)]
    made = [
        draft(situation, kind, tone, length=length) for kind in wanted for tone in DraftTone for length in DraftLength
    ]
    return [(one, f"{one.subject}\n{one.body}".replace("’", "'")) for one in made]


@pytest.fixture(scope="module")
def made() -> dict[str, list[tuple[Draft, str]]]:
    return {row["id"]: every(row) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_side_is_read_as_it_was_meant(row: dict[str, Any]) -> None:
    assert Situation.from_text(row["text"]).relation is Relation(row["relation"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_a_message_needs_is_in_it(row: dict[str, Any], made: Any) -> None:
    missing = [
        (one.kind, one.tone, one.length, words)
        for one, text in made[row["id"]]
        for words in row["holds"].get(str(one.kind), ())
        if words.lower() not in text.lower()
    ]
    assert missing == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_nothing_is_said_that_nobody_said(row: dict[str, Any], made: Any) -> None:
    found = [
        (one.kind, one.tone, one.length, match[0])
        for one, text in made[row["id"]]
        for words in row["never"]
        if (match := re.search(words, text, re.I))
    ]
    assert found == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_assertion_has_its_fact(row: dict[str, Any], made: Any) -> None:
    situation = told(row)
    for one, text in made[row["id"]]:
        outline = build_outline(situation, one.kind)
        assert list(unsupported(text, outline.relation, outline.known)) == [], (one.kind, one.tone, text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_message_leaves_out_what_its_kind_leaves_out(row: dict[str, Any], made: Any) -> None:
    for one, _ in made[row["id"]]:
        text = f"{one.subject}\n\n{one.body}"
        assert [text[f.start : f.end] for f in must_stay_out(text, one.kind)] == [], (one.kind, one.tone)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_length_changes_the_words_and_not_the_items(row: dict[str, Any], made: Any) -> None:
    by: dict[tuple[DraftKind, DraftTone], dict[DraftLength, Draft]] = {}
    for one, _ in made[row["id"]]:
        by.setdefault((one.kind, one.tone), {})[one.length] = one
    for key, three in by.items():
        items = [tuple(item.id for item in three[length].outline) for length in DraftLength]
        assert len(set(items)) == 1, (key, items)
        words = [len(three[length].body.split()) for length in DraftLength]
        assert words[0] < words[2], (key, words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_subject_and_body_pass_the_close_checks(row: dict[str, Any], made: Any) -> None:
    for one, _ in made[row["id"]][::4]:
        text = f"Subject: {one.subject}\n\n{one.body}" if one.subject else one.body
        found = check(text, one.kind, told(row)).findings
        faults = [(f.rule, f.quote) for f in found if f.rule != "blank_left_open"]
        assert faults == [], (one.kind, one.tone, one.length)
