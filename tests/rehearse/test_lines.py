"""Lines that worked: only what was good, or moved the client, and has nothing wrong in it."""

from coach.rehearse.lines import lines_that_worked
from coach.vocabulary.rehearsal import Act, ActId, ClientState, Feedback, Move, Role, Tone, Turn, WorkedLine

CALM = ClientState(trust=50, heat=40, resolve=60)
MOVED = ClientState(trust=60, heat=35, resolve=55)
OPENING = Turn(role=Role.CLIENT, text="What is it about?", move=Move.OPEN, state=CALM)
GOOD, BAD = Feedback(good=True), Feedback(good=False, quote="You never listen.")


def said(text: str, *acts: tuple[ActId, str], feedback: Feedback = GOOD, state: ClientState = CALM) -> Turn:
    heard = tuple(Act(id=act, quote=quote) for act, quote in acts)
    return Turn(role=Role.YOU, text=text, acts=heard, tone=Tone.CALM, state=state, feedback=feedback)


def worked(turn: Turn) -> tuple[WorkedLine, ...]:
    return lines_that_worked([OPENING, turn])


def test_a_decision_and_its_date_are_one_line() -> None:
    decision, date = "I have decided to end our contract.", "My last day is 30 June."
    turn = said(f"{decision} {date}", (ActId.STATE_DECISION, decision), (ActId.NAME_DATE, date), state=MOVED)
    (line,) = worked(turn)
    assert line.text == f"{decision} {date}"
    assert (line.acts, line.answers, line.change) == ((ActId.STATE_DECISION, ActId.NAME_DATE), Move.OPEN, 20)


def test_a_sentence_that_spoils_or_does_nothing_is_left_out() -> None:
    files, blame = "I will send you the files.", "You never listen."
    turn = said(f"Hm. {files} {blame}", (ActId.OFFER_HANDOVER, files), (ActId.BLAME, blame))
    assert [line.text for line in worked(turn)] == [files]


def test_a_turn_with_a_fault_counts_only_where_it_moved_the_client() -> None:
    files = "I will send you the files."
    acts = (ActId.OFFER_HANDOVER, files), (ActId.BLAME, BAD.quote or "")
    assert worked(said(f"{files} {BAD.quote}", *acts, feedback=BAD)) == ()
    assert [line.text for line in worked(said(f"{files} {BAD.quote}", *acts, feedback=BAD, state=MOVED))] == [files]


def test_an_acknowledgement_for_anybody_is_none() -> None:
    empty, own = "I understand how you feel.", "I can see that the launch is close."
    assert worked(said(empty, (ActId.ACKNOWLEDGE_FEELINGS, empty))) == ()
    assert [line.text for line in worked(said(own, (ActId.ACKNOWLEDGE_FEELINGS, own)))] == [own]


def test_a_drill_has_no_states_and_its_good_answers_count() -> None:
    line = "I am ending our contract on 30 June."
    turn = Turn(role=Role.YOU, text=line, acts=(Act(id=ActId.STATE_DECISION, quote=line),), feedback=GOOD)
    assert lines_that_worked([OPENING.model_copy(update={"state": None}), turn])[0].change == 0
