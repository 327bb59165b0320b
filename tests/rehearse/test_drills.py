"""Drills: three fixed lines, an answer judged by what it does, and the record that brings a drill back."""

from datetime import UTC, datetime, timedelta

import pytest

from coach import Coach, Settings
from coach.errors import BadInput, EmptyInput, UnknownName
from coach.rehearse.drills import DrillTalk, drills, judge, known_drill, skills
from coach.rehearse.progress import progress
from coach.rehearse.wording import coaching
from coach.vocabulary.rehearsal import (
    Act,
    ActId,
    Answer,
    Debrief,
    DebriefItem,
    Ending,
    Heard,
    ItemId,
    Role,
    Tone,
)

GOOD = {
    "one_sentence": "I have decided to end our agreement; my last day is 30 June.",
    "why_without_blame": "I am closing this line of work, so I am ending all contracts of this kind.",
    "three_offers": "Thank you, but my decision stands: I am ending our contract on 30 June.",
    "take_attack": "I hear that you are angry about the timing. My decision stands, and I will hand everything over by 30 June.",
    "hear_them": "I can see that you stand there in front of everybody now, and that this frightens you.",
    "close": "You will have all files and passwords by Friday 30 June. Thank you for the work together, and goodbye.",
}
BAD = {
    "one_sentence": "I was thinking that maybe we could perhaps take a break for now, if that is okay with you?",
    "why_without_blame": "Because you are impossible to work with and you never pay on time.",
    "three_offers": "Hm, twenty per cent more and I would stay until the summer.",
    "take_attack": "You are an idiot and everybody knows it.",
    "hear_them": "I understand how you feel.",
    "close": "I am so so sorry, I feel terrible, please forgive me, I never wanted this.",
}


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    return Coach(Settings(data_dir=tmp_path_factory.mktemp("data"), engine="builtin"))


def test_every_skill_has_its_items_and_every_item_belongs_to_one():
    items = [item for skill in skills().values() for item in skill.items]
    assert sorted(items) == sorted(ItemId)
    assert {drill.skill for drill in drills().values()} <= set(skills())


def test_what_a_drill_avoids_has_its_words():
    words = coaching("drills")["words"]["avoid"]
    for drill in drills().values():
        assert set(drill.avoids) <= set(words)
        assert not set(drill.avoids) & set(drill.needs)


@pytest.mark.parametrize("name", list(GOOD))
def test_a_good_answer_passes_and_a_bad_one_is_told_why(coach, name):
    drill = known_drill(name)
    line = drill.rounds[0][0]
    good = judge(drill, GOOD[name], coach.listener.hear(GOOD[name], line, decision_said=True), line)
    assert good.good, good.point
    bad = judge(drill, BAD[name], coach.listener.hear(BAD[name], line, decision_said=True), line)
    assert not bad.good
    assert bad.point
    assert bad.quote in BAD[name]


@pytest.mark.parametrize("name", list(drills()))
def test_a_drill_has_three_lines_and_ends(coach, name):
    talk = coach.drill(name, seed=4)
    assert talk.ended is None
    for _ in range(3):
        talk.say(GOOD[name])
    assert talk.ended in (Ending.RESOLVED, Ending.AT_CAP)
    assert [turn.role for turn in talk.turns] == [Role.CLIENT, Role.YOU] * 3
    with pytest.raises(BadInput):
        talk.say("Once more.")


def test_a_drill_is_taken_up_from_its_turns_and_repeats_with_its_seed(coach):
    first = coach.drill("close", seed=7)
    first.say(GOOD["close"])
    again = DrillTalk(known_drill("close"), coach.listener, seed=7, turns=first.turns)
    assert again.turns == first.turns
    other = coach.drill("close", seed=7)
    assert other.turns[0] == first.turns[0]


def test_nothing_said_is_refused_and_an_unknown_drill_is_named(coach):
    with pytest.raises(EmptyInput):
        coach.drill("close").say("  ")
    with pytest.raises(UnknownName, match="juggling"):
        coach.drill("juggling")


def test_an_answer_that_is_too_long_is_counted():
    drill = known_drill("one_sentence")
    text = "I have decided to end our agreement " + "and so on " * 20
    heard = Heard(acts=(Act(id=ActId.STATE_DECISION, quote="I have decided"),), tone=Tone.CALM)
    assert str(len(text.split())) in (judge(drill, text, heard).point or "")


def talk_with(**answers: Answer) -> Debrief:
    return Debrief(
        items=tuple(DebriefItem(id=ItemId(item), answer=answer) for item, answer in answers.items()),
        turning_turn=None,
        next=(),
    )


def test_a_drill_is_due_when_its_skill_slips_and_not_before():
    start = datetime(2026, 5, 1, tzinfo=UTC)
    held, gave = talk_with(boundary_held=Answer.YES), talk_with(boundary_held=Answer.NO)
    assert progress([])
    assert not any(one.due for one in progress([]))
    well = {one.skill.id: one for one in progress([(start, held)])}
    assert well["firmness"].due is None
    slipping = progress([(start, held), (start + timedelta(days=1), gave), (start + timedelta(days=2), gave)])
    assert slipping[0].skill.id == "firmness"
    assert slipping[0].due == "three_offers"
    assert [point.share for point in slipping[0].points] == [1.0, 0.0, 0.0]


def test_every_skill_has_a_drill():
    assert {drill.skill for drill in drills().values()} == set(skills())


def test_a_skill_slips_against_ones_own_past_and_not_against_a_level():
    start = datetime(2026, 5, 1, tzinfo=UTC)
    full = talk_with(boundary_held=Answer.YES, no_giving_in=Answer.YES)
    half = talk_with(boundary_held=Answer.YES, no_giving_in=Answer.NO)

    def firmness(*talks):
        record = progress([(start + timedelta(days=day), one) for day, one in enumerate(talks)])
        return next(one for one in record if one.skill.id == "firmness")

    fallen = firmness(full, full, full, half)
    assert (fallen.slipped, fallen.due) == (True, "three_offers")
    steady = firmness(half, half, half, half)
    assert not steady.slipped
    assert steady.due == "three_offers"
    assert not firmness(half, half, full, full).slipped
    assert not firmness(half).slipped


def test_what_a_talk_did_not_call_for_counts_neither_way():
    found = progress([(datetime(2026, 5, 1, tzinfo=UTC), talk_with(boundary_held=Answer.NOT_RELEVANT))])
    assert all(one.points == () for one in found)
