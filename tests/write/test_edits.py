"""What is offered for a sentence keeps its own words, amounts and days as far as they can stay."""

import pytest

from coach.content import knowledge
from coach.evaluate.cases import read_rows
from coach.write import apply_suggestion, check
from coach.write.checks.facts import day_in, facts_in, names_in, things_in
from coach.write.checks.reword import reworded
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


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("You never paid invoice 88 over $4,150.", "I am still waiting for payment of invoice 88 over $4,150."),
        ("You ignored my mail of 3 June.", "I have had no answer to my mail of 3 June."),
        ("It was our mistake that the pump failed on 9 May.", "The pump failed on 9 May."),
        ("As you surely know, the contract says 60 days' notice.", "The contract says 60 days' notice."),
        ("I can't believe you gave the cover to Nina.", "The cover went to Nina."),
        (
            "Frankly, our sessions on Wednesdays are a waste of time.",
            "Our sessions on Wednesdays are not working for me.",
        ),
        ("The keys go to Colin on 2 May, if he bothers to turn up.", "The keys go to Colin on 2 May."),
        ("The last report comes on 12 May.", "The last report comes on 12 May."),
    ],
)
def test_a_reproach_is_said_as_what_happened(sentence: str, plain: str) -> None:
    assert reworded(sentence) == plain


@pytest.mark.parametrize(
    "sentence",
    [
        "Frankly your support is a joke: the outage on 4 May took 19 hours and cost us $11,000 in orders.",
        "You lied to the tax office about the €18,000 van and I am not going to prison for you.",
        "You accused me of taking £40 from the drawer on 8 October, which is a disgusting lie.",
        "You never send the audio before Thursday night, so I end up working until 3 on Fridays.",
        "Half your managers spent session 4 on their phones like teenagers.",
        "Unless you want to talk about money, Friday was my last time.",
    ],
)
def test_amounts_numbers_and_days_stay_in_what_is_offered(sentence: str) -> None:
    better = offered(sentence) or ""
    assert facts_in(sentence) <= facts_in(better), better


def test_what_is_offered_to_a_firm_speaks_as_a_firm() -> None:
    text = "Hi Ana,\n\nWe might perhaps stop our work for your shop at some point. We will send you our files.\n\nBest,\nOur team"
    finding = next(one for one in check(text, "exit-email").findings if one.rule == "hedged_decision")
    assert finding.suggestion
    assert " I " not in f" {finding.suggestion} "
    late = text.replace(
        "We might perhaps stop our work for your shop at some point.", "You never paid invoice 7 over $90."
    )
    assert check(late, "exit-email").findings[0].suggestion == "We are still waiting for payment of invoice 7 over $90."


def test_facts_are_told_apart_from_how_often() -> None:
    words = "On 4 May I told Priya five times, for 3 minutes, that the 40 unlicensed seats cost $1,200."
    assert facts_in(words) == {"4", "4 may", "40", "1200"}
    assert names_in(words) == {"Priya"}
    assert things_in(words) == "the 40 unlicensed seats and the $1,200"
    assert day_in(words) == "on 4 May"
    assert day_in("I had to redo it before 6 April.") is None
