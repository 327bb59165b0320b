import json

import pytest

from coach.rehearse.debrief import debrief
from coach.rehearse.transcript import parse_transcript
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import Answer, Goal, ItemId

GOOD = """
client: Hi! What's on your mind?
you: Thank you for making time. I've decided to end our contract. As clause 7 provides, my last day is 30 June.
client: What? Why? I'm completely shocked, I thought we were a team.
you: You weren't expecting this, and I can see it comes as a blow. The hours have been double the fee since autumn.
client: What if I paid you twenty per cent more?
you: Thank you for the offer. It doesn't change my decision.
client: And who is going to finish the relaunch?
you: I'll finish the open pages, and I'll give your new developer all the files and brief them for two hours.
client: Fine. I don't like it.
you: I'll send you the hand-over list tomorrow. Thank you for the good years, and all the best. Goodbye.
"""
BAD = """
client: Hey, any news on the drafts?
you: Hi, so sorry to bother you, it's about, well, I think maybe we could perhaps take a break for now?
client: A break? What do you mean?
you: Oh, it's complicated. You never answer my emails and you always call at midnight. You're impossible.
client: That's so unfair, I'm really hurt. I'll pay you double, please stay!
you: Sorry, I'm so sorry, I'm really sorry. Okay, okay, I'll stay then. Forget I said anything.
"""


@pytest.fixture
def answers(listener):
    def judge(text, goal=Goal.EXIT):
        return {item.id: item for item in debrief(parse_transcript(text), goal, listener).items}

    return judge


def test_all_fourteen_items_are_answered_in_their_order(answers):
    assert list(answers(GOOD)) == list(ItemId)
    assert len(ItemId) == 14


def test_a_good_talk_is_seen_to_be_good(answers):
    found = answers(GOOD)
    assert {item for item, result in found.items() if result.answer is Answer.NO} == set()


def test_a_bad_talk_is_seen_to_be_bad(answers):
    found = answers(BAD)
    for item in (
        ItemId.DECISION_CLEAR_BY_TURN_2,
        ItemId.STATED_AS_MADE,
        ItemId.NO_BLAME,
        ItemId.DATE_NAMED,
        ItemId.HANDOVER_OFFERED,
        ItemId.BOUNDARY_HELD,
        ItemId.NO_GIVING_IN,
        ItemId.NO_OVER_APOLOGY,
        ItemId.CLOSED_PROPERLY,
    ):
        assert found[item].answer is Answer.NO, item


@pytest.mark.parametrize("text", [GOOD, BAD])
def test_every_quote_stands_in_the_turn_it_names(answers, text):
    turns = parse_transcript(text)
    for item in answers(text).values():
        if item.quote is not None and item.turn is not None:
            assert item.quote in turns[item.turn].text or item.quote in turns[item.turn - 1].text


def test_what_did_not_come_up_is_not_held_against_the_user(answers):
    found = answers("you: I'd like to go on, and the way we work has to change. From 1 May I need one list a week.")
    assert found[ItemId.CLIENT_QUESTIONS_ANSWERED].answer is Answer.NOT_RELEVANT
    assert found[ItemId.BOUNDARY_HELD].answer is Answer.NOT_RELEVANT
    reset = answers("you: From 1 May I need one list of changes a week.", Goal.RESET)
    assert reset[ItemId.CONTRACT_NAMED].answer is Answer.NOT_RELEVANT
    assert reset[ItemId.HANDOVER_OFFERED].answer is Answer.NOT_RELEVANT


def test_a_reset_counts_its_terms_as_the_decision(answers):
    text = "client: Hi.\nyou: I want to go on, and the way we work has to change. I need one list a week from 1 May."
    assert answers(text, Goal.RESET)[ItemId.DECISION_CLEAR_BY_TURN_2].answer is Answer.YES


def test_code_adds_up_and_gives_three_next_things(listener):
    good = debrief(parse_transcript(GOOD), Goal.EXIT, listener)
    bad = debrief(parse_transcript(BAD), Goal.EXIT, listener)
    assert good.score == 1.0
    assert bad.score < 0.5
    assert len(good.next) == len(bad.next) == 3
    assert len(set(bad.next)) == 3


def test_the_turning_turn_is_one_of_the_users_and_says_which_way(listener):
    bad = debrief(parse_transcript(BAD), Goal.EXIT, listener)
    turns = parse_transcript(BAD)
    assert turns[bad.turning_turn].role.value == "you"
    assert bad.turning_line == turns[bad.turning_turn].text
    assert "worse" in bad.turning_note
    assert bad.turning_better
    assert "better" in debrief(parse_transcript(GOOD), Goal.EXIT, listener).turning_note


def test_the_notes_are_filled_in(answers):
    note = answers(GOOD)[ItemId.BOUNDARY_HELD].note
    assert note == "Held 1 of 1 times."


@pytest.mark.parametrize(
    ("text", "item", "answer"),
    [
        ("These terms start on 1 May, and they stay as I've said them.", ItemId.CONTRACT_NAMED, Answer.NOT_RELEVANT),
        ("As section 4 of our contract provides, I give notice of 30 days.", ItemId.CONTRACT_NAMED, Answer.YES),
        ("I have a table somewhere, January was 34 and February 41.", ItemId.DATE_NAMED, Answer.NO),
        ("I'm not sure, perhaps after the summer, it depends.", ItemId.DATE_NAMED, Answer.NO),
        ("We see that differently.", ItemId.FEELINGS_ACKNOWLEDGED_SPECIFICALLY, Answer.NO),
        ("No, that's what the terms are for.", ItemId.CONTRACT_NAMED, Answer.NOT_RELEVANT),
        ("I've decided to end our contract; my last day is 30 June.", ItemId.DATE_NAMED, Answer.YES),
        ("It's really all of these together and not one thing.", ItemId.DECISION_CLEAR_BY_TURN_2, Answer.NO),
        ("I really hate doing this to you.", ItemId.FEELINGS_ACKNOWLEDGED_SPECIFICALLY, Answer.NO),
    ],
)
def test_what_only_looks_like_it_does_not_count(answers, text, item, answer):
    found = answers(f"client: Tell me why you are so cold. I'm hurt.\nyou: {text}")[item].answer
    assert found is answer or (answer is Answer.NO and found is Answer.NOT_RELEVANT)


def test_both_turns_are_shown_with_the_client_before_and_after(listener):
    bad = debrief(parse_transcript(BAD), Goal.EXIT, listener)
    worse = bad.turning_for_worse
    assert worse.change <= -4
    moved = [getattr(worse.after, name) - getattr(worse.before, name) for name in ("trust", "heat", "resolve")]
    assert worse.change == pytest.approx(moved[0] - moved[1] - moved[2], abs=0.1)
    assert bad.turning_turn in {point.turn for point in (worse, bad.turning_for_better) if point}
    good = debrief(parse_transcript(GOOD), Goal.EXIT, listener)
    assert good.turning_for_better.change >= 4
    assert "better" in good.turning_for_better.note


def test_the_curve_begins_before_the_first_turn_and_has_a_point_for_each(listener):
    turns = parse_transcript(GOOD)
    found = debrief(turns, Goal.EXIT, listener)
    mine = [index for index, turn in enumerate(turns) if turn.role.value == "you"]
    assert [point.turn for point in found.curve] == [None, *mine]
    assert not found.states_real


def test_the_goal_counts_for_how_it_was_taken(listener):
    text = "client: Hi.\nyou: I'd like to go on, and from 1 May I need one list a week."
    exits, resets = (debrief(parse_transcript(text), goal, listener).curve for goal in Goal)
    assert len(exits) == len(resets) == 2


def test_a_rehearsal_is_looked_back_on_with_the_states_it_had(rehearse, listener):
    talk = rehearse("attacker", difficulty=3)
    talk.say("I've decided to end our contract; my last day is 30 June.")
    talk.say("You never pay on time, and it's because of you that I'm leaving.")
    found = talk.debrief()
    assert found.states_real
    assert [point.trust for point in found.curve[1:]] == [talk.turns[1].state.trust, talk.turns[3].state.trust]
    assert found.curve[0].heat == talk.turns[0].state.heat
    assert found.turning_for_worse.turn == 3
    assert found.turning_for_worse.before.heat == talk.turns[2].state.heat
    again = debrief(parse_transcript(json.dumps(talk.record())), Goal.EXIT, listener)
    assert again.curve == found.curve
    assert again.states_real


def test_states_that_are_none_of_ours_are_left_aside(listener):
    rows = [{"role": "client", "text": "Hi.", "state": {"x": 1}}, {"role": "you", "text": "I quit.", "state": "calm"}]
    assert not debrief(parse_transcript(json.dumps({"turns": rows})), Goal.EXIT, listener).states_real


def test_the_users_own_goal_is_come_back_to(listener):
    chosen = coaching("prep")["goals"][0]
    kept = debrief(parse_transcript(GOOD), Goal.EXIT, listener, own_goal=chosen["goal"]).own_goal
    assert (kept.item, kept.answer) == (ItemId.DECISION_CLEAR_BY_TURN_2, Answer.YES)
    free = debrief(parse_transcript(GOOD), Goal.EXIT, listener, own_goal="I breathe before I answer.").own_goal
    assert (free.text, free.item, free.answer) == ("I breathe before I answer.", None, None)
    assert debrief(parse_transcript(GOOD), Goal.EXIT, listener).own_goal is None
