"""Messages: every edit is kept, every version stays, a finding can be put right with one call."""

import pytest

from coach.cases import CaseDesk
from coach.desk.rehearsals import Setup
from coach.errors import BadInput, EmptyInput
from coach.vocabulary.draft import DraftKind, DraftLength, DraftTone, Finding
from coach.vocabulary.rehearsal import Goal

EXIT = DraftKind.EXIT_EMAIL


@pytest.fixture
def written(desk: CaseDesk, case_id: str) -> str:
    desk.draft(case_id, EXIT, DraftTone.NEUTRAL)
    return case_id


def test_a_written_message_is_the_first_version(desk: CaseDesk, written: str) -> None:
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert draft.body
    assert [version.number for version in desk.versions(written, EXIT)] == [1]


def test_nothing_written_is_nothing_to_edit(desk: CaseDesk, case_id: str) -> None:
    assert desk.editing(case_id, EXIT) is None
    with pytest.raises(EmptyInput):
        desk.save_version(case_id, EXIT)


def test_an_edit_is_kept_as_it_is_typed(desk: CaseDesk, written: str) -> None:
    desk.keep_draft(written, EXIT, body="My own words.")
    desk.keep_draft(written, EXIT, subject="Our work")
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert (draft.subject, draft.body) == ("Our work", "My own words.")


def test_keeping_a_version_makes_one_only_when_something_changed(desk: CaseDesk, written: str) -> None:
    assert desk.save_version(written, EXIT) == 1
    desk.keep_draft(written, EXIT, body="My own words.")
    assert desk.save_version(written, EXIT) == 2
    assert desk.version(written, EXIT, 2).body == "My own words."


def test_writing_it_anew_keeps_what_was_typed(desk: CaseDesk, written: str) -> None:
    desk.keep_draft(written, EXIT, body="My own words.")
    desk.draft(written, EXIT, DraftTone.FIRM)
    bodies = [desk.version(written, EXIT, version.number).body for version in desk.versions(written, EXIT)]
    assert "My own words." in bodies
    assert desk.editing(written, EXIT).tone is DraftTone.FIRM  # type: ignore[union-attr]


def test_restoring_keeps_what_stood_there(desk: CaseDesk, written: str) -> None:
    first = desk.version(written, EXIT, 1).body
    desk.keep_draft(written, EXIT, body="My own words.")
    desk.restore(written, EXIT, 1)
    assert desk.editing(written, EXIT).body == first  # type: ignore[union-attr]
    assert desk.version(written, EXIT, 2).body == "My own words."


def test_a_message_can_be_taken_away_as_a_file(desk: CaseDesk, written: str) -> None:
    draft = desk.editing(written, EXIT)
    assert draft is not None
    for form in desk.forms():
        assert draft.body.split("\n")[0].encode() in desk.exported(draft, form.id) or form.id in ("docx", "eml")


def test_the_kind_that_fits_can_be_written(desk: CaseDesk, case_id: str) -> None:
    desk.assess(case_id)
    assert desk.fitting_kind(case_id) in {kind.id for kind in desk.kinds(case_id)}


def test_the_check_is_of_the_text_it_is_given(desk: CaseDesk, written: str) -> None:
    body = "You are an idiot and I am sorry, so sorry, really sorry."
    for finding in desk.check(written, EXIT, body).findings:
        assert body[finding.start : finding.end] == finding.quote


def test_a_suggestion_takes_the_place_of_the_words_and_is_kept(desk: CaseDesk, written: str) -> None:
    body = "I am so sorry."
    finding = Finding(rule="r", quote="so sorry", start=5, end=13, message="m", suggestion="sorry")
    assert desk.apply(written, EXIT, body, finding) == "I am sorry."
    assert desk.editing(written, EXIT).body == "I am sorry."  # type: ignore[union-attr]


def test_words_that_were_changed_meanwhile_are_not_replaced(desk: CaseDesk, written: str) -> None:
    finding = Finding(rule="r", quote="so sorry", start=6, end=14, message="m", suggestion="sorry")
    before = desk.editing(written, EXIT)
    with pytest.raises(BadInput):
        desk.apply(written, EXIT, "I was glad.", finding)
    assert desk.editing(written, EXIT) == before


def test_a_blank_is_filled_wherever_it_stands(desk: CaseDesk, written: str) -> None:
    desk.keep_draft(written, EXIT, subject="Until [end date]", body="Until [end date].\n[your name]")
    desk.fill(written, EXIT, {"[end date]": " 30 June ", "[your name]": " "})
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert (draft.subject, draft.body) == ("Until 30 June", "Until 30 June.\n[your name]")
    assert desk.blanks(draft.body) == ("[your name]",)


def test_a_filled_blank_can_be_undone_with_its_subject(desk: CaseDesk, written: str) -> None:
    desk.keep_draft(written, EXIT, subject="Until [end date]", body="Until [end date].")
    desk.fill(written, EXIT, {"[end date]": "30 June"})
    assert desk.can_undo(written, EXIT, "Until 30 June.")
    assert desk.undo(written, EXIT, "Until 30 June.") == "Until [end date]."
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert (draft.subject, draft.body) == ("Until [end date]", "Until [end date].")


def test_a_subject_typed_after_filling_stays_when_the_filling_is_undone(desk: CaseDesk, written: str) -> None:
    desk.keep_draft(written, EXIT, subject="Until [end date]", body="Until [end date].")
    desk.fill(written, EXIT, {"[end date]": "30 June"})
    desk.keep_draft(written, EXIT, subject="My own words")
    desk.undo(written, EXIT, "Until 30 June.")
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert draft.subject == "My own words"


def test_a_message_is_as_long_as_it_is_wanted(desk: CaseDesk, written: str) -> None:
    short = desk.draft(written, EXIT, DraftTone.FIRM, DraftLength.SHORT)
    long = desk.draft(written, EXIT, DraftTone.FIRM, DraftLength.LONG)
    assert len(short.body) < len(long.body)


def test_nothing_to_fill_in_is_refused(desk: CaseDesk, written: str) -> None:
    with pytest.raises(EmptyInput):
        desk.fill(written, EXIT, {"[end date]": "  "})


SAID = (
    "I have decided to end our agreement. My last day is 30 June.",
    "You never listen, you are impossible.",
    "I will hand over the books and a list of open entries by the last day.",
)


def _rehearse(desk: CaseDesk, case_id: str, goal: Goal = Goal.EXIT) -> None:
    talk = desk.start_rehearsal(case_id, Setup(persona="bargainer", seed=3, goal=goal))
    for line in SAID:
        desk.say(talk, line)


def test_the_lines_that_worked_are_offered_and_the_others_are_not(desk: CaseDesk, written: str) -> None:
    draft = desk.editing(written, EXIT)
    assert draft is not None
    assert desk.rehearsed(written, draft) == ()
    _rehearse(desk, written)
    offered = {line.line for line in desk.rehearsed(written, draft)}
    assert {SAID[0], SAID[2]} <= offered
    assert not any("impossible" in line for line in offered)


def test_a_talk_of_another_aim_offers_nothing(desk: CaseDesk, written: str) -> None:
    _rehearse(desk, written)
    reset = desk.draft(written, DraftKind.RESET_EMAIL, DraftTone.NEUTRAL)
    assert desk.rehearsed(written, reset) == ()


def test_a_line_put_in_is_kept_and_can_be_undone(desk: CaseDesk, written: str) -> None:
    _rehearse(desk, written)
    draft = desk.editing(written, EXIT)
    assert draft is not None
    line = desk.rehearsed(written, draft)[0]
    body = desk.put_in(written, draft, line)
    assert line.line in body
    assert desk.editing(written, EXIT).body == body  # type: ignore[union-attr]
    assert desk.undo(written, EXIT, body) == draft.body
    assert desk.editing(written, EXIT).body == draft.body  # type: ignore[union-attr]


def test_suggestions_are_undone_one_by_one(desk: CaseDesk, written: str) -> None:
    for body, quote, better in (("I am so sorry.", "so sorry", "sorry"), ("I am sorry.", "sorry", "glad")):
        start = body.index(quote)
        finding = Finding(rule="r", quote=quote, start=start, end=start + len(quote), message="m", suggestion=better)
        desk.apply(written, EXIT, body, finding)
    assert desk.undo(written, EXIT, "I am glad.") == "I am sorry."
    assert desk.undo(written, EXIT, "I am sorry.") == "I am so sorry."
    assert not desk.can_undo(written, EXIT, "I am so sorry.")


def test_what_was_typed_since_is_not_undone(desk: CaseDesk, written: str) -> None:
    finding = Finding(rule="r", quote="so sorry", start=5, end=13, message="m", suggestion="sorry")
    desk.apply(written, EXIT, "I am so sorry.", finding)
    assert not desk.can_undo(written, EXIT, "I am sorry. Really.")
    with pytest.raises(BadInput):
        desk.undo(written, EXIT, "I am sorry. Really.")


def test_only_kinds_that_fit_the_other_side_are_offered(desk: CaseDesk, case_id: str) -> None:
    offered = {kind.id for kind in desk.kinds(case_id)}
    assert EXIT in offered
    assert not offered & {DraftKind.END_VENDOR, DraftKind.DECLINE_PROSPECT}
    vendor = desk.open(
        "Our vendor, the print shop, delivers late every month and I want to cancel the contract with them."
    )
    assert DraftKind.END_VENDOR in {kind.id for kind in desk.kinds(vendor)}
    assert DraftKind.REFERRAL not in {kind.id for kind in desk.kinds(vendor)}


def test_a_kind_once_written_stays_at_hand(desk: CaseDesk, case_id: str) -> None:
    desk.draft(case_id, DraftKind.END_VENDOR, DraftTone.NEUTRAL)
    assert DraftKind.END_VENDOR in {kind.id for kind in desk.kinds(case_id)}


def test_written_anew_it_says_the_same_in_other_words(desk: CaseDesk, written: str) -> None:
    first = desk.version(written, EXIT, 1)
    second = desk.draft(written, EXIT, DraftTone.NEUTRAL)
    assert second.body != first.body
    assert [item.id for item in second.outline] == [item.id for item in first.outline]


def test_the_subject_is_checked_with_the_message(desk: CaseDesk, written: str) -> None:
    body = "Hi Ana,\n\nMy last day is 30 June. You are an idiot.\n\nI will hand over all files by then.\n\nTom"
    found = desk.check(written, EXIT, body, "Quick question").findings
    subject = next(one for one in found if one.rule == "unclear_subject")
    assert subject.quote == "Quick question"
    for one in found:
        assert one is subject or body[one.start : one.end] == one.quote
    assert desk.apply(written, EXIT, body, subject) == body
    kept = desk.editing(written, EXIT)
    assert kept
    assert kept.subject == subject.suggestion
    assert not kept.subject.startswith("Subject")
