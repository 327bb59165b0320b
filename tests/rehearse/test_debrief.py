import pytest

from coach.rehearse.debrief import debrief
from coach.rehearse.transcript import parse_transcript
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
