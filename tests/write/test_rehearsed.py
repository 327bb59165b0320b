"""Rehearsed lines in a message: only what fits and passes is offered, and it goes where it belongs."""

import pytest

from coach.situation import Situation
from coach.vocabulary.draft import Draft, DraftKind
from coach.vocabulary.rehearsal import ActId, Move, WorkedLine
from coach.write import check, draft
from coach.write.rehearsed import MOST, offered, put_in

DATED = Situation.from_text(
    "My client Dana Reyes shouts at me on calls every week. I asked her twice to stop, and nothing changed. She owes me "
    "$3,850. I want to end the work on the packaging on 30 June. I still have to deliver the label files."
)
UNDATED = Situation.from_text("My client Dana Reyes shouts at me on calls every week, and I want to end the contract.")
DECISION = WorkedLine(
    text="I have decided to end our work on the packaging. My last day is 30 June.",
    acts=(ActId.STATE_DECISION, ActId.NAME_DATE),
)
HANDOVER = WorkedLine(text="I will hand over the label files in an open format.", acts=(ActId.OFFER_HANDOVER,))
THANKS = WorkedLine(text="Thank you for the trust you put in me at the start.", acts=(ActId.THANK,))
HELD = WorkedLine(text="My decision stands.", acts=(ActId.REPEAT_DECISION,), answers=Move.OFFER_MONEY)


def lines(given: WorkedLine | list[WorkedLine], kind: str = "exit-email", situation: Situation = DATED) -> list[str]:
    given = given if isinstance(given, list) else [given]
    return [line.line for line in offered(given, draft(situation, kind), situation)]


def put(worked: WorkedLine, written: Draft, situation: Situation) -> str:
    return put_in(written.body, offered([worked], written, situation)[0], written)


def words_of(written: Draft, item: str) -> str:
    return next(one.value for one in written.outline if one.id == item and one.value)


def test_a_decision_takes_the_place_of_the_one_in_the_draft() -> None:
    written = draft(DATED, "exit-email")
    text = put(DECISION, written, DATED)
    assert text == written.body.replace(words_of(written, "decision"), DECISION.text)


def test_a_line_of_its_own_goes_before_the_sign_off() -> None:
    written = draft(DATED, "handover-note")
    text = put(THANKS, written, DATED)
    assert f"\n\n{THANKS.text}\n\n" in text
    assert not text.endswith(THANKS.text)


@pytest.mark.parametrize(("situation", "date"), [(DATED, "30 June"), (UNDATED, "[end date]")])
def test_the_last_day_does_not_go_with_the_words_it_stood_in(situation: Situation, date: str) -> None:
    text = put(
        WorkedLine(text="I have decided to end our contract.", acts=(ActId.STATE_DECISION,)),
        draft(situation, "exit-email"),
        situation,
    )
    assert f"I have decided to end our contract. The last day is {date}." in text


def test_another_decision_takes_the_date_left_beside_the_first_with_it() -> None:
    written = draft(UNDATED, "exit-email")
    first = put(WorkedLine(text="I have decided to end our contract.", acts=(ActId.STATE_DECISION,)), written, UNDATED)
    text = put(DECISION, written.model_copy(update={"body": first}), UNDATED)
    assert DECISION.text in text
    assert "The last day is" not in text


def test_words_that_hold_what_is_owed_are_kept() -> None:
    written = draft(DATED, "exit-email")
    owed = next(one for one in written.body.split("\n") if "$3,850" in one)
    changed = written.model_copy(
        update={
            "outline": tuple(o.model_copy(update={"value": owed}) if o.id == "handover" else o for o in written.outline)
        }
    )
    text = put(HANDOVER, changed, DATED)
    assert f"{owed} {HANDOVER.text}" in text


def test_an_edited_draft_is_read_by_what_its_sentences_do() -> None:
    written = draft(DATED, "exit-email").model_copy(
        update={"body": "Hi Dana,\n\nI am ending our contract on 30 June.\n\nBest,\nAna"}
    )
    assert put(DECISION, written, DATED) == f"Hi Dana,\n\n{DECISION.text}\n\nBest,\nAna"


def test_a_line_that_is_there_says_so_and_is_not_put_in_twice() -> None:
    written = draft(DATED, "exit-email")
    changed = written.model_copy(update={"body": put(HANDOVER, written, DATED)})
    line = offered([HANDOVER], changed, DATED)[0]
    assert line.in_text
    assert put_in(changed.body, line, changed) == changed.body


@pytest.mark.parametrize(
    "text",
    [
        "I will hand over the files, you idiot.",
        "I am so sorry, I am really so terribly sorry about the hand-over of the files.",
        "I will hand over the files, or else you will regret it.",
    ],
)
def test_what_the_checks_find_fault_with_is_not_offered(text: str) -> None:
    assert lines(WorkedLine(text=text, acts=(ActId.OFFER_HANDOVER,))) == []


def test_another_last_day_than_the_one_of_the_message_is_not_offered() -> None:
    later = WorkedLine(text="I am ending our contract on 31 August.", acts=(ActId.STATE_DECISION,))
    assert lines(later) == []
    assert lines(later, situation=UNDATED) == [later.text]


def test_a_date_that_the_message_has_is_not_said_again() -> None:
    day = WorkedLine(text="My last day is 30 June.", acts=(ActId.NAME_DATE,))
    assert lines(day) == []
    assert lines(day, situation=UNDATED) == [day.text]


def test_what_only_makes_sense_in_a_talk_stays_there() -> None:
    assert lines(WorkedLine(text="The files go to you, as I said.", acts=(ActId.OFFER_HANDOVER,))) == []
    assert lines(WorkedLine(text="Who should get the files and the access?", acts=(ActId.OFFER_HANDOVER,))) == []
    spoken = WorkedLine(text="Well, because the calls take more hours than the fee covers", acts=(ActId.REASON_FACTS,))
    assert lines(spoken) == ["The calls take more hours than the fee covers."]
    assert lines(spoken, "call-script") == [f"{spoken.text}."]


def test_an_answer_under_pressure_is_for_the_script_that_foresees_it() -> None:
    held = HELD.model_copy(update={"text": "My decision does not depend on the fee."})
    assert lines(held, "pushback-answers") == [held.text]
    written = draft(DATED, "pushback-answers")
    assert put(held, written, DATED) == written.body.replace(words_of(written, "push_money"), held.text)
    assert lines(HELD) == []


@pytest.mark.parametrize("kind", ["team-note", "fresh-agreement", "reset-agenda"])
def test_what_is_not_said_to_them_takes_no_line_said_to_them(kind: str) -> None:
    assert lines([DECISION, HANDOVER, THANKS], kind) == []


def test_at_most_five_are_offered_each_once_and_the_best_of_each_thing_first() -> None:
    many = [
        WorkedLine(text=f"I will hand over the {what} by the last day.", acts=(ActId.OFFER_HANDOVER,), change=change)
        for change, what in enumerate(["label files", "photographs", "drawings", "colour tests"])
    ]
    others = [
        DECISION,
        DECISION,
        THANKS,
        WorkedLine(text="The calls take more hours than the fee covers.", acts=(ActId.REASON_FACTS,)),
    ]
    found = lines([*many, *others])
    assert len(found) == len(set(found)) == MOST
    assert found[0] == many[-1].text
    assert DECISION.text in found[:4]


@pytest.mark.parametrize("kind", list(DraftKind))
@pytest.mark.parametrize("worked", [DECISION, HANDOVER, THANKS, HELD], ids=lambda worked: str(worked.acts[0]))
def test_a_message_passes_its_checks_with_the_line_in_it(kind: DraftKind, worked: WorkedLine) -> None:
    written = draft(DATED, kind)
    for line in offered([worked], written, DATED):
        new = put_in(written.body, line, written)
        assert line.line in new
        before = {(one.rule, one.quote) for one in written.findings}
        assert {(one.rule, one.quote) for one in check(new, kind, DATED).findings} <= before
