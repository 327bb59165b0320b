"""What is offered for a sentence keeps its own words, amounts and days as far as they can stay."""

import pytest

from coach.content import knowledge
from coach.evaluate.cases import read_rows
from coach.write import apply_suggestion, check
from coach.write.checks.scores import HOSTILE

EXIT = "Hi Ana,\n\nI have decided to end our agreement; my last day is 30 June. {}\n\nI will hand over all files by then.\n\nBest,\nTom"


def offered(sentence: str) -> str | None:
    text = EXIT.format(sentence)
    start = text.index(sentence)
    return next(
        one.suggestion
        for one in check(text, "exit-email").findings
        if one.start < start + len(sentence) and one.end > start
    )


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("If you don't pay by Friday I'll put your messages on Facebook.", ("pay", "by Friday")),
        ("Either my 1,200 euros are here by noon or I forward the drafts to the press.", ("1,200 euros", "by noon")),
        ("The last report comes on 12 May, you idiot.", ("The last report comes on 12 May.",)),
        ("I think we should maybe stop working together for now.", ("We will stop working together.",)),
        ("You ruined the whole shoot with your phone calls.", ("the shoot",)),
    ],
)
def test_what_a_sentence_was_about_stays(sentence: str, kept: tuple[str, ...]) -> None:
    better = offered(sentence) or ""
    assert all(words in better for words in kept), better


@pytest.mark.parametrize("sentence", ["Good luck with the next poor sod.", "Your husband is a drunk."])
def test_what_is_only_a_sting_is_left_out(sentence: str) -> None:
    text = EXIT.format(sentence)
    finding = next(one for one in check(text, "exit-email").findings if one.quote == sentence)
    assert finding.suggestion == ""
    assert apply_suggestion(text, finding) == EXIT.format("").replace("June. \n", "June.\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "If you don't pay by Friday I'll put your messages on Facebook.",
        "If I read one word about me on the internet I will publish them.",
        "You cook the books, and we both know it.",
        "Your husband is a drunk.",
    ],
)
def test_one_attack_is_enough_to_hold_a_message_back(sentence: str) -> None:
    found = check(EXIT.format(sentence), "exit-email")
    assert {one.rule for one in found.findings} & set(HOSTILE)
    assert found.sendable < 0.25
    assert found.respect < 0.25
    assert "as it is" not in found.reasons[0]


def test_no_reason_praises_what_a_finding_is_about() -> None:
    for row in [row for _, row in read_rows(knowledge("examples", "rated", "checks.jsonl"))][:60]:
        found = check(row["text"], row["kind"])
        if any(one.severity > 1 for one in found.findings if one.rule != "contract_conflict"):
            assert found.reasons[0] != "It can go out as it is.", row["id"]
