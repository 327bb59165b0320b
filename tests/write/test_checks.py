"""The checks on any text: what they find, what they leave alone, what they suggest, and how they score."""

import re
from typing import Any

import pytest

from coach.content import knowledge
from coach.errors import UnknownName
from coach.evaluate.messages import area_under_curve, spearman
from coach.situation import Situation
from coach.vocabulary.draft import Check, Finding
from coach.write import apply_suggestion, check
from coach.write.checks.rulebook import rulebook
from tests.write.conftest import SITUATIONS, read_rows

EXIT = "Hi Ana,\n\nI have decided to end our agreement; my last day is 30 June. {}\n\nI will hand over all files by then.\n\nBest,\nTom"

FAULTS = {
    "insult": "Honestly, you are an idiot.",
    "threat": "Pay by tonight or I will post all your messages online.",
    "character_diagnosis": "You are a very controlling person who cannot trust anyone.",
    "blame": "You wasted four months of my time.",
    "guilt": "After everything I have done for you, this is how it ends.",
    "sarcasm": "Thank you so much for finally gracing us with an answer.",
    "passive_aggression": "As I have already told you several times, the files are in the folder.",
    "over_apology": "I am so, so sorry, I feel absolutely terrible about this.",
    "bargaining_opener": "If you raised the fee, I would be happy to stay.",
    "promise_not_meant": "Call me any time, day or night.",
    "admission_of_liability": "I know the delay was entirely my fault.",
    "defamation_risk": "Everyone in the industry knows that you are a fraud.",
    "oversharing": "My therapist says that I have to set limits.",
    "lecture": "A word of advice: learn how to treat people.",
    "blank_left_open": "The hand-over is with [name of successor].",
}


def rules(found: Check) -> set[str]:
    return {finding.rule for finding in found.findings}


@pytest.mark.parametrize("rule", list(FAULTS))
def test_a_fault_in_a_good_message_is_found_with_its_words(rule: str) -> None:
    text = EXIT.format(FAULTS[rule])
    found = [finding for finding in check(text).findings if finding.rule == rule]
    assert found, rules(check(text))
    assert all(finding.quote in FAULTS[rule] for finding in found)


@pytest.mark.parametrize("rule", list(FAULTS))
def test_the_suggestion_takes_the_fault_away_and_brings_none(rule: str) -> None:
    text = EXIT.format(FAULTS[rule])
    before = rules(check(text))
    finding = next(one for one in check(text).findings if one.rule == rule)
    if rule == "blank_left_open":
        assert finding.suggestion is None
        return
    after = rules(check(apply_suggestion(text, finding)))
    assert rule not in after
    assert after <= before


def test_every_replacement_in_the_rulebook_is_clean() -> None:
    book = rulebook()
    lines = [line for rule in book.rules.values() for block in rule.replace.values() for line in block]
    lines += [line for topic in book.topics for line in topic.lines]
    values = {
        "dated_end": " on 30 June",
        "dated_from": " from 1 May",
        "end": "30 June",
        "notice": "30 days’",
        "owed": "$800",
        "payment_terms": "net 30",
        "earliest": "30 June 2027",
        "on_what": " about the files",
    }
    for line in lines:
        text = re.sub(r"\{(\w+)\}", lambda match: values[match[1]], line)
        absent = {"missing_date", "missing_handover", "missing_money", "no_decision", "no_request", "blank_left_open"}
        assert rules(check(text)) <= absent, (line, rules(check(text)))


def test_every_finding_quotes_the_text_and_cites_a_passage_that_exists(messages: list[dict[str, Any]]) -> None:
    known = set()
    for path in [*knowledge("articles").glob("*.md"), *knowledge("playbook").glob("*.md")]:
        words = path.read_text(encoding="utf-8")
        key = re.search(r"^key: (.+)$", words, re.M)
        assert key
        known |= {f"{key[1].strip()}#{anchor}" for anchor in re.findall(r"\{#([\w-]+)\}", words)}
    for row in messages:
        for finding in check(row["text"]).findings:
            assert row["text"][finding.start : finding.end] == finding.quote
            assert finding.passage in known, finding
            assert finding.message.endswith(".")


def test_good_messages_stay_clean_of_serious_findings(messages: list[dict[str, Any]]) -> None:
    wrong = [
        (row["id"], finding.rule, finding.quote)
        for row in messages
        if row["sendable"]
        for finding in check(row["text"], row["kind"]).findings
        if finding.severity > 1
    ]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("closely", [True, False])
def test_the_scores_rank_messages_as_people_do(closely: bool) -> None:
    """On messages that nothing was fitted or tuned on."""
    rows = read_rows(SITUATIONS.parent / "messages.jsonl")
    found = [check(row["text"], row["kind"], closely=closely) for row in rows]
    pairs = list(zip(found, rows, strict=True))
    auc = area_under_curve(
        [one.sendable for one, row in pairs if row["sendable"]],
        [one.sendable for one, row in pairs if not row["sendable"]],
    )
    respect = spearman(*zip(*((one.respect, row["respect"]) for one, row in pairs), strict=True))
    direct = spearman(*zip(*((one.direct, row["direct"]) for one, row in pairs), strict=True))
    print(f"closely={closely}: sendable AUC {auc:.3f}, respect rho {respect:.2f}, direct rho {direct:.2f}")
    assert auc >= (0.9 if closely else 0.8)
    assert respect >= (0.6 if closely else 0.35)
    assert direct >= (0.6 if closely else 0.5)


def test_scores_move_with_every_fault() -> None:
    clean = check(EXIT.format("Thank you for the work together."))
    one = check(EXIT.format("You wasted four months of my time."))
    two = check(EXIT.format("You wasted four months of my time. You are an idiot."))
    assert clean.respect > one.respect > two.respect
    assert clean.sendable > one.sendable > two.sendable
    hedged = check("Hi Ana, I think we should maybe stop working together for now. Best, Tom")
    assert hedged.direct < 0.4 < clean.direct
    assert len(clean.reasons) == 3


def test_no_decision_and_no_date_are_missed_where_the_kind_asks_for_them() -> None:
    found = rules(check("Hi Ana, thank you for the photos. The website looks lovely.\nTom", "exit-email"))
    assert {"no_decision", "missing_date", "missing_handover"} <= found
    assert "no_decision" not in rules(check("Hi Ana, thank you for the photos. The garden looks lovely.\nTom"))


def test_a_hand_over_is_missed_only_where_something_stays_behind() -> None:
    lessons = "Dear Mr Tran, the swimming lessons end on 3 March, and I have decided not to go on after that. Best, Ida"
    site = "Dear Mr Tran, I have decided to stop looking after your website on 3 March. Best, Ida"
    assert "missing_handover" not in rules(check(lessons, "exit-email"))
    assert "missing_handover" in rules(check(site, "exit-email"))
    held = Situation.from_text("I groom dogs for Mrs O'Brien. I still have her spare lead. I want to stop on 3 March.")
    assert "missing_handover" in rules(check(lessons, "exit-email", held))


def test_what_a_kind_leaves_out_is_found_with_its_reason_and_a_wording() -> None:
    text = EXIT.format("Another reason is that I want to paint again.")
    found = next(one for one in check(text, "exit-email").findings if one.rule == "must_stay_out")
    assert found.quote == "Another reason is that I want to paint again."
    assert found.message.startswith("A second reason: one reason can be accepted")
    assert found.suggestion
    assert "must_stay_out" not in rules(check(text.replace("Another reason", "The next step"), "exit-email"))
    assert "must_stay_out" not in rules(check(text))


def test_money_is_missed_only_where_the_case_has_it() -> None:
    text = "Hi Ana, I have decided to end our work together on 30 June. I will hand over all files by then. Tom"
    owing = Situation.from_text(
        "My client Ana owes me $900 for an overdue invoice and shouts. I do her garden and want out by 30 June."
    )
    even = Situation.from_text(
        "My client Ana shouts at me on the phone every week. I do her garden and I want out by 30 June."
    )
    found = check(text, "exit-email", owing)
    assert "missing_money" in rules(found)
    assert "$900" in next(one.suggestion or "" for one in found.findings if one.rule == "missing_money")
    assert "missing_money" not in rules(check(text, "exit-email", even))


def test_an_ending_on_the_spot_conflicts_with_the_notice_agreed() -> None:
    case = Situation.from_text(
        "My client Ana shouts at me. Our contract asks for 30 days' notice. I do her garden and I want to stop."
    )
    text = "Hi Ana, I am ending our agreement with immediate effect. I will send the keys. Tom"
    found = check(text, "exit-email", case)
    assert "contract_conflict" in rules(found)
    assert "30 days" in next(one.suggestion or "" for one in found.findings if one.rule == "contract_conflict")
    assert "contract_conflict" not in rules(
        check("Hi Ana, I am ending our agreement with 30 days' notice, on 3 May. Keys follow. Tom", "exit-email", case)
    )
    assert "contract_conflict" in rules(
        check("Hi Ana, I am ending our agreement with 14 days' notice, on 3 May. Keys follow. Tom", "exit-email", case)
    )


@pytest.mark.parametrize(("subject", "vague"), [("Quick question", True), ("Re: update", True), ("", True), ("URGENT PLEASE READ", True), ("End of our agreement on 30 June", False), ("Garden: notice, 30 June", False)])  # fmt: skip
def test_a_subject_line_says_what_it_is_about(subject: str, vague: bool) -> None:
    text = f"Subject: {subject}\n\nDear Ana,\n\nI am ending our agreement on 30 June. All keys come back to you by then.\n\nTom"
    assert ("unclear_subject" in rules(check(text))) is vague


def test_a_text_too_long_is_shortened_to_what_carries_it() -> None:
    history = "In the spring we looked at the hedge and at the pond and at many other things in the garden. " * 20
    text = f"Dear Ana,\n\nI am ending our agreement on 30 June. {history}All keys come back to you by then.\n\nTom"
    finding = next(one for one in check(text).findings if one.rule == "too_long")
    assert "I am ending our agreement on 30 June." in (finding.suggestion or "")
    assert len(apply_suggestion(text, finding)) < len(text) / 3


def test_typographic_quotes_and_texting_shorthand_are_read() -> None:
    assert "blame" in rules(check("I’m done. You’ve wasted my time and you didn’t bother to answer."))
    assert {"insult", "character_diagnosis"} & rules(check("ur a joke and im done, dont call me"))


@pytest.mark.parametrize(
    "text", ["", " \n ", "?", "Ok.", "مرحبا، أنهي عملنا معا في 30 يونيو.", "🙂🙂", "a" * 5000, "x " * 8000]
)
def test_odd_texts_are_checked_without_harm(text: str) -> None:
    found = check(text)
    assert 0 <= found.sendable <= 1
    assert all(text[one.start : one.end] == one.quote for one in found.findings)


def test_the_kind_must_exist() -> None:
    with pytest.raises(UnknownName, match="sonnet"):
        check("Hello", "sonnet")


def test_a_finding_can_be_applied_after_the_text_has_moved() -> None:
    text = EXIT.format(FAULTS["blame"])
    finding = next(one for one in check(text).findings if one.rule == "blame")
    moved = f"PS first.\n\n{text}"
    assert FAULTS["blame"] not in apply_suggestion(moved, finding)
    assert isinstance(finding, Finding)


def test_an_amount_that_is_open_today_ends_nothing_today() -> None:
    said = Situation.from_text(
        "My client Dana owes me $920. Our contract asks for 30 days' notice, and I want to end it."
    )
    text = "As of today $920 is outstanding; please arrange payment before the final day."
    assert "contract_conflict" not in rules(check(text, "exit-email", said))


@pytest.mark.parametrize(
    "sentence",
    [
        'Thanks a lot for all the "helpful" late messages.',
        "Thank you for all the midnight calls.",
        "Great job ignoring every one of my e-mails.",
        "I trust you will find someone who enjoys being shouted at.",
        "No worries, I love working for free.",
    ],
)
def test_praise_for_what_hurt_is_sarcasm(sentence: str) -> None:
    found = check(f"Dear Dana,\n\nI am ending our contract on 30 June. {sentence}\n\nBest,\nAna", "exit-email")
    assert sentence in {one.quote for one in found.findings if one.rule == "sarcasm"}


@pytest.mark.parametrize(
    "sentence",
    ["I loved working for you.", "Great work on the launch.", "Thank you for your weekend of help with the move."],
)
def test_praise_that_is_meant_is_none(sentence: str) -> None:
    assert "sarcasm" not in rules(
        check(f"Dear Dana,\n\nMy last day is 30 June. {sentence}\n\nBest,\nAna", "exit-email")
    )
